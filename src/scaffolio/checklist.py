"""The five items of the ML Code Completeness checklist (Papers with Code, 2020), and the files that show them.

Dependencies, training code, evaluation code, a pretrained model, and results in the
README. The answers rest on file names, the README and what the code says, nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from scaffolio.model import ChecklistItem
from scaffolio.parsers.document import Document
from scaffolio.project import Project

EVIDENCE_SHOWN = 3
"""Files named for each item."""

_DEPENDENCIES = re.compile(
    r"(?:^|/)(?:[\w.-]*requirements?[\w.-]*\.(?:txt|in|ya?ml)|requirements|[\w.-]*env(?:ironment)?[\w.-]*\.ya?ml|conda[\w.-]*\.ya?ml|"
    r"pyproject\.toml|setup\.(?:py|cfg)|pipfile|uv\.lock|poetry\.lock|pixi\.toml|dockerfile|install[\w.-]*\.sh)\Z",
    re.IGNORECASE,
)
_TRAIN_NAME = re.compile(
    r"(?:^|[/_-])(?:train|fit|main|run|finetune|fine_tune|pretrain|learn|experiment)[^/]*\.(?:py|sh|ipynb|jl|R)\Z",
    re.IGNORECASE,
)
_TRAIN_CODE = re.compile(
    rb"\.fit\(|\.fit_transform\(|\.backward\(|optimizer\.step\(|\.minimize\(|\btrain\(|\.train_on_batch\(|apply_gradients\("
)
_EVALUATE_NAME = re.compile(
    r"(?:^|[/_-])(?:eval|evaluate|evaluation|test|validate|benchmark|score|metric|predict|infer|sample|plot|experiment|analy)[^/]*\.(?:py|sh|ipynb|jl|R)\Z",
    re.IGNORECASE,
)
_EVALUATE_CODE = re.compile(
    rb"\b(?:accuracy|f1|precision|recall|roc_auc|r2|mean_absolute_error|mean_squared_error|average_precision)_?(?:score|curve)?\(|"
    rb"classification_report\(|cross_val_score\(|\.evaluate\(|\.eval\(\)|def (?:eval|test|validate)\w*\(",
)
_WEIGHTS = re.compile(
    r"\.(?:pt|pth|ckpt|h5|hdf5|keras|safetensors|onnx|pkl|joblib|pickle|bin|pb|tflite|caffemodel|skops|t7|mat|model)\Z",
    re.IGNORECASE,
)
_WEIGHTS_FOLDER = re.compile(r"model|weight|checkpoint|pretrain|saved|ckpt", re.IGNORECASE)
_PRETRAINED = re.compile(
    r"pre-?trained|checkpoints?\b|(?:download|trained|released?)\s+(?:\w+\s+){0,3}(?:models?|weights)\b|model zoo",
    re.IGNORECASE,
)
_MODEL_HOST = re.compile(
    r"drive\.google|dropbox|huggingface\.co/(?!spaces)|zenodo|figshare|onedrive|1drv|amazonaws|/releases|mega\.nz|pan\.baidu|box\.com",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d*\.\d+|\d\s?%|\d{2,}")


def completeness(project: Project) -> Mapping[str, ChecklistItem]:
    """Judge the five items; each names the files that show it."""
    return {
        "dependencies": _item(path for path in project.files.paths if _DEPENDENCIES.search(path)),
        "training": _item(_code(project, _TRAIN_NAME, _TRAIN_CODE)),
        "evaluation": _item(_code(project, _EVALUATE_NAME, _EVALUATE_CODE)),
        "pretrained_model": _item(_weights(project)),
        "results": _item(_results(project)),
    }


def _item(evidence: Iterator[str]) -> ChecklistItem:
    shown = tuple(islice(evidence, EVIDENCE_SHOWN))
    return ChecklistItem(bool(shown), shown)


def _code(project: Project, name: re.Pattern[str], code: re.Pattern[bytes]) -> Iterator[str]:
    """Files of a telling name first, then those that hold telling code."""
    named = [path for path in project.code_paths if name.search(path)]
    yield from named
    if not named:
        yield from (path for path in project.code_paths if code.search(project.code(path)))


def _weights(project: Project) -> Iterator[str]:
    yield from (
        path
        for path in project.files.paths
        if _WEIGHTS.search(path)
        and (_WEIGHTS_FOLDER.search(path) or path.endswith((".pt", ".pth", ".h5", ".safetensors")))
    )
    if (
        project.readme
        and project.readme_path
        and any(_offers(project.readme, link.line, link.target) for link in project.readme.links)
    ):
        yield project.readme_path


def _offers(readme: Document, line: int, target: str) -> bool:
    """Whether a link that leads to a file host stands beside words on a trained model."""
    around = "\n".join(readme.text.split("\n")[max(0, line - 3) : line + 1])
    return _MODEL_HOST.search(target) is not None and _PRETRAINED.search(around) is not None


def _results(project: Project) -> Iterator[str]:
    if project.readme is None or project.readme_path is None:
        return
    spans = [(s.line, s.last) for s in project.readme_sections if "results" in s.kinds]
    tables = (t for t in project.readme.tables if any(_NUMBER.search(" ".join(row.cells[1:])) for row in t.rows))
    shown = any(
        start <= image.line <= last for image in project.readme.images if not image.is_badge for start, last in spans
    )
    if shown or any(project.claims) or any(start <= t.header.line <= last for t in tables for start, last in spans):
        yield project.readme_path
