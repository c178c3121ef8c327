"""The trained model as a service: POST /predict, GET /health."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd

from .data import UsageError
from .predictor import Predictor, load

try:
    import uvicorn
    from fastapi import FastAPI, HTTPException, Request
    from fastapi.concurrency import run_in_threadpool
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse, Response
    from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model
except ModuleNotFoundError as missing:
    message = f"error: {missing.name} is missing: run `python -m pip install -e '.[serve]'` first"
    raise SystemExit(message) from missing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .data import Column

MAX_BYTES = 5_000_000
MAX_ROWS = 10_000
IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def create(root: Path) -> FastAPI:
    """Return the service; raise UsageError where nothing was trained yet."""
    predictor = load(root)
    app = FastAPI(title=predictor.schema.dataset["name"])
    app.middleware("http")(limit_size)
    app.add_exception_handler(RequestValidationError, refuse_request)
    app.add_exception_handler(UsageError, refuse_content)
    app.get("/health")(health_endpoint(predictor))
    if predictor.asks == "image":
        content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in IMAGES}
        extra = {"requestBody": {"required": True, "content": content}}
        app.post("/predict", openapi_extra=extra)(image_endpoint(predictor))
    else:
        app.post("/predict")(table_endpoint(predictor))
    return app


def health_endpoint(predictor: Predictor) -> Callable[..., Any]:
    """Return what tells that the service answers, and which model from which run."""

    def health() -> dict[str, Any]:
        return {"status": "ok", **predictor.about()}

    return health


def table_endpoint(predictor: Predictor) -> Callable[..., Any]:
    """Return what answers rows; a column that is missing, unknown or wrong is a 422."""
    row = row_model(predictor.columns)
    bounds = Field(min_length=1, max_length=MAX_ROWS)
    question = create_model("Question", rows=(Annotated[list[row], bounds], ...))  # type: ignore[valid-type]

    def predict(question: Any) -> dict[str, Any]:
        rows = [row.model_dump(by_alias=True) for row in question.rows]
        return answer(predictor.rows(rows), predictor)

    # The model exists only now that the schema was read, so no annotation could name it.
    predict.__annotations__["question"] = question
    return predict


def row_model(columns: Sequence[Column]) -> type[BaseModel]:
    """Build the model of one row from the schema: own data need no change of code.

    Columns are aliases of numbered fields, since a column may be called anything.
    Categories never seen are allowed, as they are to ``predict FILE``.
    """
    fields: dict[str, Any] = {}
    for place, column in enumerate(columns):
        kind = field_type(column)
        facts = {"alias": column.name, "description": describe(column)}
        if column.missing:
            fields[f"column_{place}"] = (kind | None, Field(None, **facts))
        else:
            fields[f"column_{place}"] = (kind, Field(**facts))
    return create_model("Row", __config__=ConfigDict(extra="forbid"), **fields)


def field_type(column: Column) -> Any:
    """Return the type a value must have, with the bounds its column names."""
    if column.type == "number":
        bounds = Field(ge=column.minimum, le=column.maximum, allow_inf_nan=False)
        return Annotated[float, bounds]
    if column.type == "date":
        return Annotated[str, AfterValidator(date)]
    return Annotated[str, Field(min_length=0 if column.missing else 1)]


def date(text: str) -> str:
    """Return an ISO 8601 date as it stands; raise ValueError for anything else."""
    pd.to_datetime(text, format="ISO8601")
    return text


def describe(column: Column) -> str:
    """Say what a column means, in which unit, and which categories were trained on."""
    known = f"trained on: {', '.join(column.allowed)}" if column.allowed else ""
    kind = "ISO 8601" if column.type == "date" else ""
    return "; ".join(part for part in (column.meaning, column.unit, kind, known) if part)


def image_endpoint(predictor: Predictor) -> Callable[..., Any]:
    """Return what answers one image, sent as the body of the request."""

    def predict_bytes(suffix: str, content: bytes) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"image{suffix}"
            file.write_bytes(content)
            return answer(predictor.file(file), predictor)

    async def predict(request: Request) -> dict[str, Any]:
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind not in IMAGES:
            raise HTTPException(415, f"send one of {', '.join(IMAGES)}, not {kind or 'nothing'}")
        return await run_in_threadpool(predict_bytes, IMAGES[kind], await request.body())

    return predict


def answer(table: pd.DataFrame, predictor: Predictor) -> dict[str, Any]:
    """Return predictions, one object per row, with the model that made them."""
    rows = json.loads(table.to_json(orient="records", date_format="iso"))
    return {"model": predictor.decided["lead"], "predictions": rows}


async def limit_size(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Refuse a body that is too large, or does not say how large it is, before reading it."""
    if request.method in ("POST", "PUT", "PATCH"):
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            return JSONResponse({"detail": "Content-Length is required"}, 411)
        if int(length) > MAX_BYTES:
            return JSONResponse({"detail": f"more than {MAX_BYTES:,} bytes"}, 413)
    return await call_next(request)


def refuse_request(_: Request, problem: Exception) -> Response:
    """Answer 422 and name the column; what was sent is not repeated, it may be no JSON."""
    faults = problem.errors() if isinstance(problem, RequestValidationError) else []
    detail = [{"loc": fault["loc"], "msg": fault["msg"], "type": fault["type"]} for fault in faults]
    return JSONResponse({"detail": detail}, 422)


def refuse_content(_: Request, problem: Exception) -> Response:
    """Answer 422 with what the loader has against the rows; it names the column."""
    fault = {"loc": ["body"], "msg": str(problem), "type": "value_error"}
    return JSONResponse({"detail": [fault]}, 422)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; return 2 where there is no trained model."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}.service", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from outside")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    try:
        app = create(Path.cwd())
    except UsageError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    uvicorn.run(app, host=options.host, port=options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
