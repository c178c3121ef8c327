"""What an existing project is given so that it can be audited and climbed like one that Scaffolio made.

Results markers and open questions in its README, a module that records metrics, a test
that holds README and record together, and a workflow that runs it. No code is moved,
and what is not understood is left and said.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from scaffolio.fixes.change import Change
from scaffolio.fixes.sections import ASKED, Asked, are_read, asking, titles, with_sections
from scaffolio.fixes.workflow import WORKFLOW, has_ci, has_tests, installed, workflow
from scaffolio.nouns import dataclass
from scaffolio.ownership import answered, placeholders
from scaffolio.parsers.own_metrics import PATH as OWN_PATH
from scaffolio.parsers.sections import ReadSection
from scaffolio.patterns import regex
from scaffolio.project import Project

RECORDER = "record_metrics.py"
TEST = "tests/test_readme_results.py"
BLOCK = "<!-- results:start · from reports/metrics.json -->\n\nNot run yet.\n\n<!-- results:end -->\n"

_ERRORS: Asked = ("errors", "Where it fails", "Read the ten worst mistakes of your model. What do they share?")
_KINDS = {"DOC010": "data", "DOC007": "approach", "DOC008": "challenges", "DOC011": "limitations"}
_RESULTS = regex(r"\bresults?\b|\bperformance\b|\bevaluation\b", re.IGNORECASE)
_HEADING = regex(r"#{1,6}[ \t]+\S")
_UNDERLINE = regex(r"[=-]{2,}\s*\Z")
_FITS = regex(rb"\.fit\(|\.backward\(\)|\.train\(|cross_val_score\(|\.fit_generator\(")
_TESTS = regex(r"(?:^|/)(?:tests?|docs?)/|(?:^|/)(?:test_[^/]*|conftest|setup)\.py\Z")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The texts of the files that are given: the recording module and its test."""

    recorder: str
    test: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """What would be changed, and what is left with the reason."""

    changes: tuple[Change, ...]
    left: tuple[str, ...]


def adopt(project: Project, pieces: Pieces) -> Adoption:
    """Propose all that is missing; nothing where it is there already."""
    recorder = recorder_path(project) or posixpath.join(_training_folder(project), RECORDER)
    recorded = recorder in project.paths or OWN_PATH not in project.paths
    change, left = _readme(project, marked=recorded)
    changes = [change] if change else []
    if not recorded:
        left = (*left, f"{OWN_PATH} is written by the project itself: no recorder, no results markers")
    elif project.ignores(OWN_PATH):
        left = (*left, f".gitignore leaves out {OWN_PATH}: take that line out, so that the record is committed")
    if recorded and recorder not in project.paths:
        changes.append(_recording(project, pieces, recorder))
    checked = recorded and (change is not None or has_markers(project))
    if checked and TEST not in project.paths:
        parts = " / ".join(json.dumps(part, ensure_ascii=False) for part in recorder.split("/"))
        text = pieces.test.replace('ROOT / "record_metrics.py"', f"ROOT / {parts}")
        changes.append(Change(TEST, None, text, "README shows what the record holds"))
    changes += _workflow(project, checked=checked)
    return Adoption(tuple(changes), left)


def recorder_path(project: Project) -> str | None:
    """The recording module that an earlier adoption wrote."""
    return next((path for path in project.python_paths if posixpath.basename(path) == RECORDER), None)


def has_markers(project: Project) -> bool:
    """Whether README marks where its results stand."""
    return project.readme is not None and "<!-- results:start" in project.readme.text


def _readme(project: Project, *, marked: bool) -> tuple[Change | None, tuple[str, ...]]:
    """README.md with markers and questions, new where there is none; or why it is left."""
    path = project.readme_path
    results = f"## Results\n\n{BLOCK}\n" if marked and not has_markers(project) else ""
    if path is None:
        asked = [*(ASKED[code] for code in _KINDS), _ERRORS]
        text = f"# {project.name}\n\n{results}{''.join(map(asking, asked))}"
        return Change("README.md", None, text.rstrip() + "\n", f"results markers, and questions on {titles(asked)}"), ()
    if reason := _not_understood(project, path):
        return None, (f"{path}: {reason}",)
    before = project.content(path).decode("utf-8", "surrogateescape")
    asked = list(_missing(project))
    place = _place_of_results(project, before) if results else None
    heading = results if place is None else ""
    added = heading + "".join(map(asking, asked))
    new = [title for _, title, _ in asked] + (["Results"] if heading else [])
    after = with_sections(project, before, added) if added else before
    if place is not None:
        after = _with_markers(before, after, place)
    if not are_read(path, after, new):
        return None, (f"{path}: a code block is open to its end, and what is added would be code",)
    what = ["results markers"] if results else []
    what += [f"questions on {titles(asked)}, for you to answer"] if asked else []
    return (Change(path, before, after, "; ".join(what)) if what else None), ()


def _missing(project: Project) -> Iterator[Asked]:
    """The sections that README lacks, as far as headings tell, and whose question stands nowhere."""
    there = {kind for section in project.readme_sections for kind in section.kinds}
    topics = {asked.topic for asked in placeholders(project)}
    for code, kind in _KINDS.items():
        if kind not in there and ASKED[code][0] not in topics:
            yield ASKED[code]
    if not answered(project, "errors") and "errors" not in topics:
        yield _ERRORS


def _place_of_results(project: Project, before: str) -> int | None:
    """The number of lines before README's results begin; ``None`` without a Markdown heading for them."""
    lines = before.split("\n")
    for section in project.readme_sections:
        if not _is_of_results(section):
            continue
        if _HEADING.match(lines[section.line - 1]):
            return section.line
        if section.line < len(lines) and _UNDERLINE.match(lines[section.line]):
            return section.line + 1
    return None


def _is_of_results(section: ReadSection) -> bool:
    return "results" in section.kinds and _RESULTS.search(section.heading) is not None


def _with_markers(before: str, after: str, place: int) -> str:
    """The text with the markers below that many lines of the one before; what was added above counts."""
    end = "\r\n" if "\r\n" in before else "\n"
    old, lines = before.split("\n"), after.split("\n")
    if lines[:place] != old[:place]:
        place += len(lines) - len(old)
    block = f"\n{BLOCK}".replace("\n", end).split("\n")[:-1]
    return "\n".join([*lines[:place], *block, *lines[place:]])


def _not_understood(project: Project, path: str) -> str:
    content = project.content(path)
    if not path.lower().endswith((".md", ".markdown")) or "/" in path:
        return "markers and questions are written into a README.md at the top only"
    if project.readme is None or b"\0" in content:
        return "it is no text in UTF-8"
    if len(content) != project.files.size(path):
        return "it is too long to be read whole"
    if b"\r" in content.replace(b"\r\n", b""):
        return "its line endings are mixed, or those of old Macs"
    return ""


def _training_folder(project: Project) -> str:
    """The folder whose scripts, or else notebooks, fit a model: the module is imported from where it lies."""
    for paths in (project.python_paths, project.notebook_paths):
        fitting = [path for path in paths if not _TESTS.search(path) and _FITS.search(project.code(path))]
        if fitting:
            return posixpath.dirname(min(fitting, key=lambda path: (path.count("/"), path)))
    return ""


def _recording(project: Project, pieces: Pieces, path: str) -> Change:
    """The module, told where it lies below the project's folder and how README is written."""
    up = path.count("/")
    text = pieces.recorder.replace("parents[0]", f"parents[{up}]")
    readme = project.readme_path if project.readme_path and "/" not in project.readme_path else "README.md"
    text = text.replace('README = "README.md"', f'README = "{readme}"')
    return Change(path, None, text, f"record() writes {OWN_PATH} and README's results")


def _workflow(project: Project, *, checked: bool) -> Iterator[Change]:
    """Every test where what they need is declared, else the one of README and record alone."""
    if has_ci(project):
        return
    if has_tests(project) and (install := installed(project)):
        yield Change(WORKFLOW, None, workflow(f"{install} pytest"), "the tests run on every push")
    elif checked:
        yield Change(WORKFLOW, None, workflow("pytest", TEST), "README is held against the record on every push")
