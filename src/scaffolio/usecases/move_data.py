"""Move a project that exists to a person's own data; their words and code stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from scaffolio.adapters import files, git, render
from scaffolio.errors import CannotRunError, UsageError
from scaffolio.nouns import dataclass
from scaffolio.parsers.fingerprint import fingerprint
from scaffolio.parsers.scaffold import Manifest, make_manifest, read_manifest
from scaffolio.patterns import regex
from scaffolio.scaffold.profile.former import mentions
from scaffolio.scaffold.profile.nouns import Asked
from scaffolio.scaffold.request import read_answers
from scaffolio.usecases.new import MANIFEST
from scaffolio.usecases.own_data import OWN, OwnData, place, prepare

ANSWERS = ".copier-answers.yml"
PAGES = ("README.md", "MODEL_CARD.md")
NOT_RUN = "Not run yet."

_BLOCK = regex(r"<!-- (?P<name>results|runs|errors|mine):start.*?-->\n.*?<!-- (?P=name):end -->", re.DOTALL)
_LAST_FACT = "- Source, columns, faults and each decision with its reason"


@dataclass(frozen=True, slots=True)
class MovedData:
    """What moving changed: files written, files removed, pages whose results were taken out.

    ``former`` lists, as "README.md:12 (bird strikes)", lines that still speak of the data left.
    """

    project: Path
    own: OwnData
    package: str
    written: tuple[str, ...]
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Project:
    root: Path
    answers: Mapping[str, str]
    former: Mapping[str, Any]
    manifest: Manifest | None


def move(folder: Path, path: Path, asked: Asked, *, dry_run: bool = False) -> MovedData:
    """Replace data file, schema and data card; take results of the former data off the pages.

    Raises:
        UsageError: no project of Scaffolio's, unusable data, or changes that would be lost.
        CannotRunError: the folder does not exist.
    """
    project = _open(folder)
    own = prepare(path, project.answers["technique"], asked)
    removed = _to_remove(project, own, path)
    _refuse_to_lose(project, own, removed, path)
    with files.temporary_folder() as aside:
        merged = _merged(project, own, aside)
        written = (f"data/{own.file}", "data/schema.yaml", "data/README.md", *merged)
        stale = tuple(name for name in PAGES if _has_results(project.root / name))
        former = tuple(_former(project, merged))
        moved = MovedData(project.root, own, project.answers["package"], written, removed, stale, former)
        if not dry_run:
            _apply(project, own, merged, removed, aside)
    return moved


def _open(folder: Path) -> _Project:
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is no folder", "Name a project that Scaffolio made")
    answers = files.read_text(folder / ANSWERS)
    schema = files.read_text(folder / "data" / "schema.yaml")
    if answers is None or schema is None:
        missing = ANSWERS if answers is None else "data/schema.yaml"
        raise UsageError(
            f"{folder} has no {missing}, so Scaffolio did not make it", "scaffolio new --data PATH makes one"
        )
    given = read_answers(answers, ANSWERS)
    if not {"technique", "package"} <= given.keys():
        raise UsageError(f"{folder / ANSWERS} names no technique or package", "Restore it from Git")
    try:
        former = dict(yaml.safe_load(schema)["dataset"])
        former["file"] = str(former["file"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{folder / 'data/schema.yaml'} cannot be read: {error}", "Restore it from Git") from error
    return _Project(folder, given, former, read_manifest(files.read_text(folder / MANIFEST) or ""))


def _to_remove(project: _Project, own: OwnData, source: Path) -> tuple[str, ...]:
    """The former data, results and models; never the file that was named, nor what only lies here."""
    root = project.root
    candidates = [f"data/{project.former['file']}"] if project.former["file"] != own.file else []
    candidates += ["reports/metrics.json", "reports/worst.csv", "reports/cases.json"]
    drawn = sorted([*(root / "reports/figures").glob("*"), *(root / "reports/cases").glob("*")])
    candidates += [path.relative_to(root).as_posix() for path in drawn]
    there = [path for path in candidates if (root / path).is_file() and (root / path).resolve() != source.resolve()]
    kept = git.ignored_paths(root, there) if there and git.head(root) else set()
    models = [f"models/{path.name}" for path in sorted((root / "models").glob("*")) if path.name != "digests.json"]
    return (*(path for path in there if path not in kept), *(path for path in models if (root / path).is_file()))


def _refuse_to_lose(project: _Project, own: OwnData, removed: tuple[str, ...], source: Path) -> None:
    """Refuse when a file about to change is not as it was committed, or as it was rendered."""
    root = project.root
    touched = [f"data/{own.file}", "data/schema.yaml", "data/README.md", *PAGES, ANSWERS, ".gitignore"]
    touched += [path for path in removed if not path.startswith("models/")]
    changed = git.changed_paths(root, touched)
    if changed is not None:
        prefix = _below_work_tree(root)
        lost = [path.removeprefix(prefix) for path in changed if (root / path.removeprefix(prefix)).exists()]
        lost = [path for path in lost if (root / path).resolve() != source.resolve()]
    else:
        lost = [path for path in ("data/schema.yaml", "data/README.md", "README.md") if not _as_rendered(project, path)]
        lost += [path for path in ("reports/metrics.json",) if (root / path).is_file()]
    if lost:
        raise UsageError(
            f"{', '.join(lost)}: changed and not committed, and would be replaced",
            "Commit first: git add -A && git commit",
        )


def _below_work_tree(root: Path) -> str:
    """What Git's paths, which start at the work tree, have before this folder's."""
    tree = git.work_tree(root.resolve())
    relative = root.resolve().relative_to(tree).as_posix() if tree else "."
    return "" if relative == "." else f"{relative}/"


def _as_rendered(project: _Project, path: str) -> bool:
    text = files.read_text(project.root / path) or ""
    known = project.manifest.files.get(path) if project.manifest else None
    return known == fingerprint(_BLOCK.sub("", text))


def _merged(project: _Project, own: OwnData, aside: Path) -> dict[str, str]:
    """The scaffold's own words about the sample give way, three-way; the person's stay."""
    before, after = aside / "before", aside / "after"
    render.render(before, project.answers, _former_facts(project))
    render.render(after, {**project.answers, "data": OWN}, own.facts)
    merged = {}
    for path in sorted(files.walk(after)):
        ours, base, theirs = project.root / path, before / path, after / path
        if path.startswith("data/") or not (ours.is_file() and base.is_file()):
            continue
        if files.read_text(base) == files.read_text(theirs):
            continue
        merged[path] = git.merge_keeping_ours(ours, base, theirs) if git.is_installed() else files.read_text(ours) or ""
    for page in PAGES:
        text = merged.get(page) or files.read_text(project.root / page)
        if text is not None:
            merged[page] = _BLOCK.sub(_emptied, text)
    return {path: text for path, text in merged.items() if text != files.read_text(project.root / path)}


def _former(project: _Project, merged: Mapping[str, str]) -> Iterator[str]:
    """Lines of the pages as they will be that name the data left: the person's own, which nothing here changes."""
    for page in PAGES:
        text = merged.get(page) or files.read_text(project.root / page) or ""
        yield from (f"{page}:{line} ({sign})" for line, sign in mentions(text, project.former))


def _former_facts(project: _Project) -> list[str]:
    """The facts about earlier data of one's own that README still has as they were rendered."""
    lines = (files.read_text(project.root / "README.md") or "").splitlines()
    known = set(project.manifest.lines.get("README.md", ())) if project.manifest else set()
    end = next((place for place, line in enumerate(lines) if line.startswith(_LAST_FACT)), 0)
    facts: list[str] = []
    while end > 0 and lines[end - 1].startswith("- ") and fingerprint(lines[end - 1]) in known:
        end -= 1
        facts.insert(0, lines[end].removeprefix("- "))
    return facts


def _emptied(match: re.Match[str]) -> str:
    return f"<!-- {match['name']}:start -->\n\n{NOT_RUN}\n\n<!-- {match['name']}:end -->"


def _has_results(path: Path) -> bool:
    text = files.read_text(path) or ""
    return any(_emptied(match) != match[0] for match in _BLOCK.finditer(text))


def _apply(project: _Project, own: OwnData, merged: Mapping[str, str], removed: tuple[str, ...], aside: Path) -> None:
    root = project.root
    for path in removed:
        (root / path).unlink()
    for path, text in merged.items():
        files.write_text(root / path, text)
    place(root, own)
    if project.manifest is not None:
        files.write_text(root / MANIFEST, _renewed(project.manifest, root, aside / "after", merged).to_json())


def _renewed(manifest: Manifest, root: Path, after: Path, merged: Mapping[str, str]) -> Manifest:
    """The record of what the scaffold wrote, with what it has written now."""
    data = ("data/schema.yaml", "data/README.md")
    paths = [*data, *(path for path in merged if (after / path).is_file())]
    new = make_manifest(
        manifest.template_version,
        manifest.technique,
        paths,
        lambda path: files.read_text((root if path in data else after) / path) or "",
    )
    return replace(
        manifest,
        files={**manifest.files, **new.files},
        sections={**manifest.sections, **new.sections},
        lines={**manifest.lines, **new.lines},
        asked={**manifest.asked, **new.asked},
    )
