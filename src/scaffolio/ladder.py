"""The ladder: what is most worth doing now in a project that Scaffolio made.

Six rungs, in this order: run, decision, own change, own data, worst mistakes, words.
Each is proven by evidence in the project, so a rung that was climbed out of order
counts, and one whose evidence is gone is open again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from scaffolio.fixes.adopt import has_markers, recorder_path
from scaffolio.grade import has_own_result
from scaffolio.nouns import dataclass
from scaffolio.ownership import DATA_CARD, answered, on_sample, placeholders, run_is_fresh
from scaffolio.parsers.dataset import SCHEMA
from scaffolio.parsers.placeholders import Placeholder
from scaffolio.parsers.scaffold import function_prints, heading_line
from scaffolio.project import Project
from scaffolio.repeated import repeated_answers

_SEAMS = ("features.py", "model.py")
_WORDS = ("approach", "challenges", "limitations")
_GONE = {
    "question": "Who does what differently on the answer, when, and which mistake costs more?",
    "errors": "Read the ten in reports/worst.csv. What do they share?",
    "approach": "Which alternative did you reject, and on what evidence?",
    "challenges": "Which run surprised you, and what did you change?",
    "limitations": "Where would you refuse to use this?",
}
"""What to ask where the question itself was deleted without an answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: where, about how long, the question behind it, and what will prove it."""

    path: str
    line: int | None
    minutes: int
    question: str
    do: str
    proof: str
    command: str | None = None
    placeholder: Placeholder | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder; ``step`` says what is still to do, and is ``None`` once it is proven."""

    name: str
    step: Step | None


def is_on_ladder(project: Project) -> bool:
    """Whether Scaffolio made or adopted the project, or its runs are recorded as Scaffolio's are."""
    answers = project.text(".copier-answers.yml") if ".copier-answers.yml" in project.paths else ""
    recorded = project.run_results.get("schema_version") == 1 and isinstance(project.run_results.get("results"), list)
    adopted = recorder_path(project) is not None and has_markers(project)
    return project.manifest is not None or "scaffolio" in answers or recorded or adopted


def climb(project: Project) -> tuple[Rung, ...]:
    """Every rung in order, with what is still to do on it."""
    rungs: dict[str, Callable[[Project], Step | None]] = {
        "run": _run,
        "decision": lambda project: _sentence(project, "question", 10),
        "own change": _own_change,
        "own data": _own_data,
        "worst mistakes": lambda project: _sentence(project, "errors", 20),
        "words": _words,
    }
    return tuple(Rung(name, find(project)) for name, find in rungs.items())


def _run(project: Project) -> Step | None:
    ran = bool(project.run_results.get("results"))
    if ran and run_is_fresh(project):
        return None
    question = "Which score does the reference reach on rows it never saw?"
    if ran:
        question = "The last run read other data than data/schema.yaml names: which results hold for these?"
    page = project.readme_path or "README.md"
    if (recorder := recorder_path(project)) is not None:
        call = _line_of(project, recorder, r"def record\(")
        do = f"call record() of {recorder} where the test set is scored, and train; its first lines show how"
        return Step(recorder, call, 15, question, do, "reports/metrics.json holds results of the data that are used")
    install = _line_of(project, page, r"pip install|uv sync")
    return Step(
        page,
        _line_of(project, page, r"<!-- results:start"),
        2,
        question,
        "run it" + (f"; how to install it stands in {page}:{install}" if install else ""),
        "reports/metrics.json holds results of the data that data/schema.yaml names",
        _command(project),
    )


def _own_change(project: Project) -> Step | None:
    journalled = any({"own", "reference"} <= entry["metrics"].keys() for entry in project.journal)
    if journalled or has_own_result(project):
        return None
    if (recorder := recorder_path(project)) is not None:
        return Step(
            recorder,
            _line_of(project, recorder, r"def record\("),
            20,
            "What do you know that a standard model does not? Guess the effect, change one thing.",
            "record a row with role `own` beside one with role `reference`, and their paired comparison",
            "a run has a row `own` beside the reference; worse or a tie counts",
        )
    path, changed = _seam(project)
    question = "What do you know that the reference does not? Guess the effect, change one thing."
    if changed:
        question = f"`own` in {path} differs from the scaffold's and no run shows it: better, worse, or a tie?"
    return Step(
        path,
        _line_of(project, path, r"def own\("),
        2 if changed else 20,
        question,
        "run it" if changed else f"change `own` in {path}, then run",
        "a run has a row `own` beside the reference; worse or a tie counts",
        _command(project),
    )


def _seam(project: Project) -> tuple[str, bool]:
    """The file whose `own` was changed, or else the first that has one; and whether it was changed."""
    seams = [path for name in _SEAMS for path in project.python_paths if path.endswith(f"/{name}")]
    for path in seams:
        known = project.manifest.functions.get(path, {}).get("own") if project.manifest else None
        if known is not None and function_prints(project.text(path)).get("own") != known:
            return path, True
    return (seams[0] if seams else "src"), False


def _own_data(project: Project) -> Step | None:
    if not on_sample(project):
        return _other_data(project)
    open_questions = _line_of(project, DATA_CARD, r"#.*cannot answer")
    where = f" {DATA_CARD}:{open_questions} names some it cannot." if open_questions else ""
    return Step(
        SCHEMA,
        _line_of(project, SCHEMA, r"\s+sample:"),
        60,
        f"Does this sample answer your question?{where}",
        f"bring your own file; or newer rows of the source, told in {DATA_CARD}, then run",
        "another checksum, read by a run; and sample: false, or a data card that tells of it",
        "scaffolio data --data FILE",
    )


def _other_data(project: Project) -> Step | None:
    """What is to do where the data are not the sample, but a set that everybody practises on."""
    if not project.practice_data:
        return None
    seen = project.practice_data[0]
    return Step(
        seen.path,
        seen.line,
        60,
        f"{seen.name} was answered many times: what do you want to know that nobody has published on it?",
        "bring data of your own",
        "none of the data is a set for practice",
        "scaffolio data --data FILE" if project.manifest else None,
    )


def _words(project: Project) -> Step | None:
    page = project.readme_path
    left = [asked for asked in placeholders(project) if asked.topic not in {"question", "errors"}]
    left.sort(key=lambda asked: (asked.path != page, asked.path, asked.line))
    if left:
        return _asked(left[0], 10, others=len(left) - 1)
    return next((step for topic in _WORDS if (step := _sentence(project, topic, 10))), None)


def _sentence(project: Project, topic: str, minutes: int) -> Step | None:
    """A question that is still there, or was deleted without an answer."""
    if answered(project, topic):
        return None
    asked = next((asked for asked in placeholders(project) if asked.topic == topic), None)
    if asked is not None:
        return _asked(asked, minutes)
    path, heading = next(_headings(project, topic), (project.readme_path or "README.md", ""))
    do, proof = "answer it there: the line that asked is gone", "holds words the scaffold did not write"
    if repeated := next((one for one in repeated_answers(project) if one.topic == topic), None):
        path, heading = repeated.path, repeated.heading
        do, proof = f'answer it there: it only repeats the answer under "{repeated.other}"', "says something of its own"
    line = heading_line(project.text(path), heading) if heading and path in project.paths else None
    proof = f"{f'its section {heading}' if heading else path} {proof}"
    return Step(path, line, minutes, _GONE.get(topic, topic), do, proof)


def _headings(project: Project, topic: str) -> Iterator[tuple[str, str]]:
    for path, topics in (project.manifest.asked if project.manifest else {}).items():
        yield from ((path, heading) for heading, about in topics.items() if about == topic)


def _asked(asked: Placeholder, minutes: int, others: int = 0) -> Step:
    more = f"; {others} more after it" if others else ""
    return Step(
        asked.path,
        asked.line,
        minutes,
        asked.question or asked.topic,
        f"put your sentence in place of that line{more}",
        "the question is gone, and words of yours stand in its section",
        placeholder=asked,
    )


def _command(project: Project) -> str | None:
    packages = (path.split("/") for path in project.python_paths if path.endswith("/__main__.py"))
    return next((f"python -m {parts[1]} run" for parts in packages if len(parts) == 3 and parts[0] == "src"), None)  # noqa: PLR2004


def _line_of(project: Project, path: str, pattern: str) -> int | None:
    if path not in project.paths:
        return None
    lines = enumerate(project.text(path).splitlines(), start=1)
    return next((number for number, line in lines if re.match(rf".*?(?:{pattern})", line)), None)
