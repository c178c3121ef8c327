"""Numbers that were written by the scaffold or a run of ours, and changed by hand since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffolio.nouns import dataclass
from scaffolio.parsers.dataset import SCHEMA
from scaffolio.parsers.fingerprint import fingerprint
from scaffolio.parsers.scaffold import function_prints, split_numbers
from scaffolio.patterns import regex
from scaffolio.project import Project

_MINE = regex(r"(?P<runs>\d{1,9}) runs?, [\d,]{1,12} lines?, (?P<tests>\d{1,9}) tests?, ")


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A line that says what was written there once, but with another number than ``source`` gave or has."""

    path: str
    line: int
    said: str
    written: str
    source: str


def renumbered(project: Project) -> Iterator[Renumbered]:
    """Lines on the data, on what is one's own, and descriptions of figures, whose numbers are not those written."""
    yield from _on_data(project)
    yield from _on_mine(project)
    yield from _on_figures(project)


def _on_data(project: Project) -> Iterator[Renumbered]:
    """Silent where the data's schema changed, which every other file, split or target takes."""
    manifest = project.manifest
    if not manifest or SCHEMA not in project.paths or fingerprint(project.text(SCHEMA)) != manifest.files.get(SCHEMA):
        return
    for path in sorted(project.paths.intersection(manifest.numbers)):
        for number, line in enumerate(project.text(path).splitlines(), start=1):
            words, said = split_numbers(line)
            written = manifest.numbers[path].get(fingerprint(words)) if said else None
            if written is not None and written != said:
                yield Renumbered(path, number, *_first_other(said, written), "the scaffold, from the data,")


def _on_mine(project: Project) -> Iterator[Renumbered]:
    """Own runs and tests that *What is mine* counts beyond those there are; fewer only say that none ran since."""
    path, manifest = project.readme_path, project.manifest
    lines = project.text(path).splitlines() if path and manifest else ()
    for number, line in enumerate(lines, start=1):
        match = _MINE.match(line)
        for kind, count in (("runs", _own_runs(project)), ("tests", _own_tests(project))) if match else ():
            if path and match and int(match[kind]) > count:
                yield Renumbered(path, number, f"{match[kind]} {kind} of your own", str(count), "the repository")


def _own_runs(project: Project) -> int:
    return sum("own" in entry["metrics"] for entry in project.journal)


def _own_tests(project: Project) -> int:
    """Tests that are not the scaffold's, methods too."""
    known = project.manifest.functions if project.manifest else {}
    tests = (path for path in project.paths if path.startswith("tests/") and path.endswith(".py"))
    return sum(
        name.rpartition(".")[2].startswith("test_") and name not in known.get(path, {})
        for path in tests
        for name in function_prints(project.text(path))
    )


def _on_figures(project: Project) -> Iterator[Renumbered]:
    """Descriptions in the run's own words; a person's may say what they like."""
    drawn = project.run_results.get("figures")
    if not isinstance(drawn, Mapping) or project.readme is None or project.readme_path is None:
        return
    for image in project.readme.images:
        alt = drawn.get(image.target.rpartition("/")[2])
        (words, said), (drawn_words, written) = split_numbers(image.alt), split_numbers(str(alt))
        if isinstance(alt, str) and words == drawn_words and said != written:
            yield Renumbered(project.readme_path, image.line, *_first_other(said, written), "the run that drew it")


def _first_other(said: str, written: str) -> tuple[str, str]:
    """The first number that differs, as it is said and as it was written."""
    return next((one, other) for one, other in zip(said.split(), written.split(), strict=True) if one != other)
