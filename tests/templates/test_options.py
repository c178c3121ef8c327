"""What `--set demo=gradio` and `--set serve=fastapi` add, and that they add nothing unasked."""

from __future__ import annotations

import csv
import fnmatch
import io
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from scaffolio.adapters.render import question_texts, render
from scaffolio.scaffold.questions import ASKED, read_questions

from .conftest import Render, files, technique
from .test_rendered import ruff

BOTH = {"demo": "gradio", "serve": "fastapi"}
SHARED = {"src/PACKAGE/predictor.py", "tests/conftest.py"}
ADDED = {
    "demo": {"src/PACKAGE/demo.py", "tests/test_demo.py"},
    "serve": {".dockerignore", "Dockerfile", "src/PACKAGE/service.py", "tests/test_service.py"},
}
TRACES = re.compile(rb"gradio|fastapi|uvicorn|pydantic|httpx|docker|predictor", re.IGNORECASE)


def contents(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in files(root)}


def package_of(root: Path) -> str:
    return next(path.name for path in (root / "src").iterdir())


@pytest.fixture(scope="session")
def chosen(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project per technique with both options, to look at and not to change."""
    root = tmp_path_factory.mktemp(f"options-{technique(rendered)}") / "project"
    render(root, {"technique": technique(rendered), "author": "Ada Example", "email": "ada@example.org", **BOTH})
    return root


def test_both_are_answers_with_a_choice_that_nobody_is_asked():
    questions = read_questions(question_texts()).open
    assert {key: list(questions[key].choices) for key in BOTH} == {key: ["none", BOTH[key]] for key in BOTH}
    assert all(questions[key].default == "none" and questions[key].help for key in BOTH)
    assert not set(BOTH) & set(ASKED)


def test_another_choice_is_refused_with_the_nearest(scaffolio: Callable[..., subprocess.CompletedProcess[str]]):
    done = scaffolio("new", "x", "-y", "--set", "serve=fastpi")
    assert done.returncode == 2
    assert "fastapi" in done.stderr


def test_unasked_nothing_of_them_is_rendered(rendered: Path, tmp_path: Path):
    declined = tmp_path / "declined"
    render(
        declined,
        {
            "technique": technique(rendered),
            "author": "Ada Example",
            "email": "ada@example.org",
            "demo": "none",
            "serve": "none",
        },
    )
    assert contents(declined) == contents(rendered)
    for path, content in contents(rendered).items():
        assert not TRACES.search(path.encode()), path
        if path.endswith((".md", ".toml", ".yml", ".py")):
            assert not TRACES.search(content), path


@pytest.mark.parametrize("keys", [("demo",), ("serve",), ("demo", "serve")])
def test_chosen_they_add_files_and_lines_and_change_nothing(keys: tuple[str, ...], rendering: Render, tmp_path: Path):
    plain = contents(rendering(name="birds"))
    asked = tmp_path / "asked"
    render(asked, {"name": "birds", **{key: BOTH[key] for key in keys}})
    found = contents(asked)
    expected = SHARED.union(*(ADDED[key] for key in keys))
    assert found.keys() - plain.keys() == {path.replace("PACKAGE", "birds") for path in expected}
    for path, content in plain.items():
        lines = iter(found[path].splitlines())
        assert [line for line in content.splitlines() if line not in lines] == [], path


def test_the_answers_file_keeps_what_was_chosen(chosen: Path):
    answers = yaml.safe_load((chosen / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert BOTH.items() <= answers.items()


def test_each_is_an_extra_of_its_own(chosen: Path):
    extras = tomllib.loads((chosen / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {key: [re.split(r"\W", line)[0] for line in lines] for key, lines in extras.items()}
    assert named["demo"] == ["gradio"]
    assert named["serve"] == ["fastapi", "uvicorn"]
    assert not {"gradio", "fastapi", "uvicorn"} & set(named["dev"])


def test_the_workflow_installs_them(chosen: Path):
    text = (chosen / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    steps = [step.get("run") for step in yaml.safe_load(text)["jobs"]["check"]["steps"]]
    last = max(steps.index(f"python -m pip install -e '.[{extra}]'") for extra in BOTH)
    assert last < steps.index("ruff check")


def test_ruff_and_the_audit_have_nothing_against_them(
    chosen: Path, scaffolio: Callable[..., subprocess.CompletedProcess[str]]
):
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff(), *command, "--no-cache", "."], cwd=chosen, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    audited = scaffolio("audit", str(chosen), "--profile", "draft")
    assert audited.returncode == 0, audited.stdout


def test_nothing_of_the_template_is_left_in_them(chosen: Path):
    for path, content in contents(chosen).items():
        if path.endswith((".py", ".md", ".toml", ".yml", "Dockerfile", ".dockerignore")):
            text = content.decode()
            assert not re.search(r"(?<!\$)\{\{|\{%|(?<!\d)%\}|[ \t]\n|\n\n\n\n", text), path
            assert text.endswith("\n"), path
            assert not text.endswith("\n\n"), path


def instructions(root: Path) -> list[tuple[str, str]]:
    text = (root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [(line.split()[0], line.split(None, 1)[1]) for line in text.splitlines() if re.match("[A-Z]", line)]


def is_ignored(root: Path, path: str) -> bool:
    """Whether Docker leaves a path out: the last pattern that names it or a folder of it decides."""
    ignored = False
    for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.lstrip("!").removeprefix("**/")
        parts = path.split("/")
        above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)] + parts * line.startswith("**/")
        if line and not line.startswith("#") and any(fnmatch.fnmatch(name, pattern) for name in above):
            ignored = not line.startswith("!")
    return ignored


def test_the_image_is_pinned_unprivileged_and_watched(chosen: Path):
    found = dict(instructions(chosen))
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", found["FROM"])
    assert found["USER"] not in ("root", "0")
    assert "/health" in found["HEALTHCHECK"]
    names = [name for name, _ in instructions(chosen)]
    assert names.index("USER") < names.index("CMD")


def test_the_images_context_holds_no_more_than_it_copies(chosen: Path):
    wanted = {"models/chosen.json", "reports/metrics.json", "reports/runs.jsonl", "data/schema.yaml", "README.md"}
    assert [path for path in wanted if is_ignored(chosen, path)] == []
    left_out = {".git/config", "models/runs/x.npz", "reports/figures/x.png", "tests/test_project.py", ".env"}
    left_out |= {"src/birds/__pycache__/x.pyc"} | {path for path in files(chosen) if path.endswith((".gz", ".zip"))}
    assert [path for path in left_out if not is_ignored(chosen, path)] == []


# From here on things are installed and started: minutes.


@pytest.fixture(scope="session")
def trained(
    chosen: Path,
    committed: Path,
    first_run: int,
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A copy installed with its extras, and what the run of the same project without them left."""
    root = tmp_path_factory.mktemp(f"trained-{technique(chosen)}") / "project"
    shutil.copytree(chosen, root)
    for name in ("models", "reports"):
        shutil.copytree(committed / name, root / name)
    ran(root, environment, "python", "-m", "pip", "install", "--quiet", "-e", ".[dev,demo,serve]")
    return root


def sourced(root: Path, environment: dict[str, str]) -> dict[str, str]:
    """Name the project's source, behind whatever the variable holds: several copies are installed in turn."""
    held = environment.get("PYTHONPATH")
    return {**environment, "PYTHONPATH": os.pathsep.join([*([held] if held else []), str(root / "src")])}


def ran(root: Path, environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(words, cwd=root, env=sourced(root, environment), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@contextmanager
def started(root: Path, environment: dict[str, str], *words: str, page: str) -> Iterator[None]:
    """Start a server, wait until its page answers, and stop it afterwards."""
    with subprocess.Popen(
        words, cwd=root, env=sourced(root, environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            for _ in range(240):
                time.sleep(0.5)
                assert process.poll() is None, process.stdout.read() if process.stdout else ""
                try:
                    fetch(page)
                    break
                except (urllib.error.URLError, ConnectionError):
                    continue
            yield
        finally:
            process.terminate()
            process.wait(30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def fetch(address: str, body: object = None) -> str:
    """What a server on this machine answers; with a body, to a POST of it as JSON."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, content, {"Content-Type": "application/json"})  # noqa: S310  our own
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        return str(response.read().decode())


def first_rows(root: Path, environment: dict[str, str], count: int) -> list[dict[str, object]]:
    """Rows that the trained project itself would ask for, as JSON brings them."""
    name = package_of(root)
    code = (
        f"import json; from pathlib import Path; from {name} import data, predictor; p = predictor.load(Path.cwd()); "
        "t = data.read_table(p.root / 'data' / p.schema.dataset['file']).head(%d); "
        "print(json.dumps([{c.name: None if row[c.name] != row[c.name] else float(row[c.name]) "
        "if c.type == 'number' else row[c.name] for c in p.columns} for row in t.to_dict('records')]))"
    )
    return list(json.loads(ran(root, environment, "python", "-c", code % count)))


@pytest.mark.full
def test_it_stays_clean_under_its_own_tools(trained: Path, environment: dict[str, str]):
    ran(trained, environment, "ruff", "check")
    ran(trained, environment, "ruff", "format", "--check")
    ran(trained, environment, "mypy")
    shown = ran(trained, environment, "python", "-m", "pytest", "-q", "tests/test_demo.py", "tests/test_service.py")
    assert " needs: " not in shown
    assert " need: " not in shown


@pytest.mark.full
def test_without_the_extras_their_tests_skip_and_say_why(trained: Path, environment: dict[str, str], tmp_path: Path):
    for name in ("gradio", "fastapi"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}', name='{name}')\n")
    hidden = {**environment, "PYTHONPATH": str(tmp_path)}
    shown = ran(trained, hidden, "python", "-m", "pytest", "-q", "-rs", "tests/test_demo.py", "tests/test_service.py")
    assert "pip install -e '.[demo]'" in shown
    assert "pip install -e '.[dev,serve]'" in shown
    assert not re.search(r"\d passed", shown)
    for module in ("demo", "service"):
        words = ["python", "-m", f"{package_of(trained)}.{module}"]
        done = subprocess.run(
            words, cwd=trained, env=sourced(trained, hidden), capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("error: ")
        assert "pip install" in done.stderr


@pytest.mark.full
def test_the_service_answers_from_what_its_image_holds(trained: Path, environment: dict[str, str], tmp_path: Path):
    if technique(trained) == "vision":
        pytest.skip("its service takes an image; its own tests send one")
    image = tmp_path / "app"
    for name, words in instructions(trained):
        if name == "COPY":
            for source in words.split()[:-1]:
                for path in [p for p in (trained / source, *(trained / source).rglob("*")) if p.is_file()]:
                    inside = path.relative_to(trained).as_posix()
                    if not is_ignored(trained, inside):
                        (image / inside).parent.mkdir(parents=True, exist_ok=True)
                        shutil.copy(path, image / inside)
    port, rows = free_port(), first_rows(trained, environment, 1000)
    command = json.loads(dict(instructions(trained))["CMD"])
    command[command.index("0.0.0.0")] = "127.0.0.1"  # noqa: S104  the test stays on this machine
    address = f"http://127.0.0.1:{port}"
    with started(image, environment, *command, "--port", str(port), page=f"{address}/health"):
        health = json.loads(fetch(f"{address}/health"))
        answer = json.loads(fetch(f"{address}/predict", {"rows": rows}))
        with pytest.raises(urllib.error.HTTPError, match="422") as refused:
            fetch(f"{address}/predict", {"rows": [{}, {"nobody": 1}]})
        with refused.value as response:
            assert "nobody" in response.read().decode()
    metrics = json.loads((trained / "reports" / "metrics.json").read_text(encoding="utf-8"))
    assert health["metric"]["name"] == metrics["primary_metric"]
    assert health["run"] == json.loads((trained / "reports" / "runs.jsonl").read_text().splitlines()[-1])["run"]
    assert answer["predictions"] == predicted(trained, environment, rows, tmp_path)


def predicted(
    root: Path, environment: dict[str, str], rows: list[dict[str, object]], folder: Path
) -> list[dict[str, object]]:
    """What `predict FILE` says of the same rows, its cells read as JSON where they are JSON."""
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    text = ran(root, environment, "python", "-m", package_of(root), "predict", str(folder / "rows.csv"))
    lines = [{k: v for k, v in line.items() if k != "row"} for line in csv.DictReader(io.StringIO(text))]
    return [{key: as_json(value) for key, value in line.items()} for line in lines]


def as_json(cell: str) -> object:
    try:
        return json.loads(cell.lower() if cell in ("True", "False") else cell)
    except ValueError:
        return f"{cell}T00:00:00.000" if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else cell


@pytest.mark.full
def test_the_page_answers_where_a_space_would_start_it(trained: Path, environment: dict[str, str]):
    if technique(trained) in ("vision", "timeseries"):
        pytest.skip("its page takes an upload; its own tests give it one")
    section = (trained / "README.md").read_text(encoding="utf-8").split("## Try it")[1].split("\n## ")[0]
    application = section.split("```python\n")[1].split("```")[0]
    assert shlex.join(["python", "-m", f"{package_of(trained)}.demo"]) in section
    port, row = free_port(), first_rows(trained, environment, 1)[0]
    served = {**environment, "GRADIO_SERVER_PORT": str(port)}
    address = f"http://127.0.0.1:{port}"
    with started(trained, served, "python", "-c", application, page=address):
        page = fetch(address)
        asked = {"data": ["" if value is None else str(value) for value in row.values()]}
        event = json.loads(fetch(f"{address}/gradio_api/call/predict", asked))["event_id"]
        answer = fetch(f"{address}/gradio_api/call/predict/{event}")
    assert "event: complete" in answer
    assert "95% interval" in answer
    assert not re.search(r"(href|src)=.https?://(?!127)", page)
