"""Put a person's own data into a project: read, plan, and place file, schema and data card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scaffolio.adapters import files, images, tables
from scaffolio.adapters.encoding import sha256
from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.scaffold import names
from scaffolio.scaffold.profile import card, schema
from scaffolio.scaffold.profile.nouns import Asked, Plan
from scaffolio.scaffold.profile.plans import make_plan
from scaffolio.scaffold.profile.sampling import even_sample

LARGEST_IN_GIT = 5_000_000
"""Bytes; a larger file stays out of Git, as a pre-commit hook of the project would refuse it."""

SAMPLE = "sample"
OWN = "own"
"""The answers to the question ``data`` that the template knows."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """A person's data, ready to be placed: the plan, the file's name, and how to write it."""

    plan: Plan
    file: str
    write: Callable[[Path], None]

    @property
    def facts(self) -> tuple[str, ...]:
        """What README says of the data, one fact a line."""
        return self.plan.facts


def prepare(path: Path, technique: str, asked: Asked) -> OwnData:
    """Read and plan a person's data; nothing is written.

    Raises:
        UsageError: the data cannot be used; the message says what, where and what to do.
    """
    stem = names.slug(path.resolve().name.split(".")[0]) or "data"
    if technique != "vision":
        plan = make_plan(technique, tables.read(path), asked)
        return OwnData(plan, f"{stem}.csv.gz", lambda file: files.write_bytes(file, tables.pack(plan.cells)))
    found = images.scan(path)
    plan = make_plan(technique, found, asked)
    kept = even_sample(found.paths, len(plan.cells["path"]))
    return OwnData(plan, f"{stem}.zip", lambda file: images.pack(path, kept, plan.cells["path"], file))


def column_names(path: Path) -> tuple[str, ...]:
    """The columns of a table, to choose a target from."""
    return tables.header(path)


def place(folder: Path, own: OwnData) -> tuple[str, ...]:
    """Write file, schema and card below the folder; return the paths that Git is not to hold."""
    data, file = folder / "data", folder / "data" / own.file
    own.write(file)
    in_git = max(own.plan.source.size, file.stat().st_size) <= LARGEST_IN_GIT
    files.write_text(data / "schema.yaml", schema.render(own.plan, own.file, sha256(file)))
    files.write_text(data / "README.md", card.render(own.plan, own.file, in_git=in_git))
    if in_git:
        return ()
    _ignore(folder / ".gitignore", f"/data/{own.file}")
    return (f"data/{own.file}",)


def _ignore(path: Path, line: str) -> None:
    text = files.read_text(path) or ""
    if line not in text.splitlines():
        files.write_text(path, f"{text}\n# Over 5 MB: data/README.md says how to get it\n{line}\n")


def data_path(answer: str | None, flag: Path | None) -> Path | None:
    """The person's file: the flag, or an answer that is not the sample.

    Raises:
        UsageError: a flag and an answer that contradict each other.
    """
    if flag is None:
        return None if answer in (None, "", SAMPLE) else Path(str(answer))
    if answer not in (None, "", SAMPLE, OWN, str(flag)):
        raise UsageError(f"--data {flag} and the answer data: {answer} name two files", "Keep one of them")
    return flag
