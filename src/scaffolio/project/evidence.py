"""What a project's runs recorded, and what its scaffold left."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from scaffolio.claims import JudgedClaim, Standing, found_elsewhere, judge_claims, without_contradiction
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.columns import column_names
from scaffolio.parsers.data_files import is_table
from scaffolio.parsers.dataset import SCHEMA, read_dataset
from scaffolio.parsers.headline import Headline, read_headline
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.parsers.journal import read_journal
from scaffolio.parsers.metrics import read_metrics
from scaffolio.parsers.numbers import Number
from scaffolio.parsers.occurrences import FILE_LIMIT, RESULT_FILE, TOTAL_LIMIT, find_digits, has_few_digits
from scaffolio.parsers.practice_data import SeenPractice, by_columns, by_file_name, in_code
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.released import recognise
from scaffolio.parsers.scaffold import Manifest, line_prints, read_manifest
from scaffolio.parsers.text import decoded
from scaffolio.patterns import regex
from scaffolio.project.commands import Commands
from scaffolio.project.source import NotFetchedError

_ASIDE = regex(
    r"(?:^|/)(?:tests?|docs?|examples?|tutorials?|benchmarks?|archive|old)/|[{}]|(?:^|/)(?:test_[^/]*|conftest)\.py\Z"
)
_DATA = regex(
    r"(?:^|/)(?:data|datasets?)/(?!.*(?:metric|result|score|eval|perform|report)).*\.(?:csv|tsv)\Z", re.IGNORECASE
)
"""Tables of data, in which the digits of any number may occur."""

_TABLES_READ = 60
_MANY_SETS = 2
"""More data sets for practice than one project works on."""

_HEAD = 12_000
"""Bytes of a table that hold the names of its columns."""

_DEPENDENCIES = frozenset({"requirements.txt", "environment.yml", "package.json", "package-lock.json", "license.txt"})


class Evidence(Commands):
    """Facts about metrics, claims, the journal and the manifest."""

    metric_paths: Collection[str] = ()
    """The files that the settings name as holding metrics; known to the whole, by their paths in it."""

    @cached_property
    def metrics(self) -> tuple[RecordedMetric, ...]:
        """Every metric value that a metrics file in the project records."""
        named = {path.removeprefix(self.prefix) for path in self.whole.metric_paths if path.startswith(self.prefix)}
        return read_metrics(self.files.paths, self.text, self.notebook, named)

    @cached_property
    def claims(self) -> tuple[JudgedClaim, ...]:
        """Every metric value that README and model card state, held against what runs recorded."""
        stated = {path: read_claims(self.document(path)) for path in self.document_paths}
        if not any(stated.values()):
            return ()
        judged = [one for path, claims in stated.items() for one in judge_claims(path, claims, self.metrics)]
        judged = [self._looked_for(one) for one in judged]
        return tuple(map(without_contradiction, judged) if self.is_unread else judged)

    def _looked_for(self, judged: JudgedClaim) -> JudgedClaim:
        """A claim that is contradicted, or supported where its digits occur in a file that no reader understands."""
        if judged.standing is not Standing.CONTRADICTED or judged.claim.block or judged.claim.about:
            return judged
        few = has_few_digits(judged.claim.number)
        for path, locator, text in self._results:
            if few and (path, locator if locator != "line" else "", judged.claim.metric) in self._understood:
                continue
            line = find_digits(judged.claim.number, text)
            if line is not None:
                at = f"{locator} {line}" if locator == "line" else locator
                found = RecordedMetric(judged.claim.metric, judged.claim.number.value, frozenset(), path, at)
                return found_elsewhere(judged, found)
        return judged

    def holds(self, number: Number) -> bool:
        """Whether the digits of a number stand in anything that runs left, whatever it is a value of."""
        return any(find_digits(number, text) is not None for _, _, text in self._results)

    @cached_property
    def _understood(self) -> frozenset[tuple[str, str, str | None]]:
        """The files, and cells of notebooks, whose values of a metric are known: few digits there are others'."""
        return frozenset(
            (record.path, record.locator if record.locator.startswith("cell ") else "", record.metric)
            for record in self.metrics
        )

    @cached_property
    def _results(self) -> tuple[tuple[str, str, str], ...]:
        """What runs may have left as text: small files outside the documents, and what notebooks printed."""
        room, found = TOTAL_LIMIT, []
        for path in self.own_paths:
            if path in self.document_paths or not RESULT_FILE.search(path) or self.size(path) > FILE_LIMIT:
                continue
            if (
                _DATA.search(path)
                or posixpath.basename(path).lower() in _DEPENDENCIES
                or (room := room - self.size(path)) < 0
            ):
                continue
            found.append((path, "line", decoded(self.content(path))))
        for path in self.notebook_paths:
            for cell in self.notebook(path).cells:
                texts = cell.output.texts if (room := room - sum(map(len, cell.output.texts))) >= 0 else ()
                found.extend((path, f"cell {cell.number}", text) for text in texts)
        return tuple(found)

    @cached_property
    def run_results(self) -> Mapping[str, object]:
        """Scaffolio's own ``reports/metrics.json``; empty when there is none or it is broken."""
        try:
            content = json.loads(self.text("reports/metrics.json")) if "reports/metrics.json" in self.paths else {}
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    @cached_property
    def headline(self) -> Headline | None:
        """The result that stands for the project: what a run of ours recorded, else what README states and a run shows.

        Of a project of another make nobody knows which number matters most, so it is the
        first in README that a metrics file or notebook bears out. ``None`` without any.
        """
        recorded = read_headline(self.run_results)
        if recorded is not None or self.run_results.get("schema_version") == 1:
            return recorded
        for judged in self.claims:
            claim, seen = judged.claim, judged.evidence
            if judged.standing is Standing.SUPPORTED and claim.metric and claim.kind == "value" and seen is not None:
                return Headline(claim.metric.replace("_", " "), claim.metric, seen.value, " ".join(sorted(seen.labels)))
        return None

    @cached_property
    def journal(self) -> tuple[Mapping[str, Any], ...]:
        """The runs that ``reports/runs.jsonl`` holds, the oldest first; a broken line is none."""
        return read_journal(self.text(JOURNAL)) if JOURNAL in self.paths else ()

    @cached_property
    def described_dataset(self) -> Mapping[str, object]:
        """The ``dataset`` of ``data/schema.yaml``; empty when there is none or it is broken."""
        return read_dataset(self.text(SCHEMA)) if SCHEMA in self.paths else {}

    @cached_property
    def manifest(self) -> Manifest | None:
        """What the scaffold rendered, or ``None`` for a project Scaffolio did not make.

        Where the manifest is gone or broken, the project is known by what releases wrote.
        """
        path = ".scaffolio/manifest.json"
        kept = read_manifest(self.text(path)) if path in self.paths else None
        return kept or recognise(self.paths, self.content, self.text)

    @cached_property
    def technique(self) -> str | None:
        """The technique the scaffold or the last run names; ``None`` when nothing does."""
        if self.manifest is not None:
            return self.manifest.technique
        named = self.run_results.get("technique")
        return named if isinstance(named, str) else None

    @cached_property
    def practice_data(self) -> tuple[SeenPractice, ...]:
        """The data sets for practice in use, each where it shows first: in a table, then in code.

        A table whose columns can be read is told by them and not by its name. Tests,
        documentation and examples do not count, and neither do many sets side by side:
        that is a course, or a library.
        """
        if self.is_collection:
            return ()
        tables = self._tables()
        seen = [*self._practice_tables(tables), *self._practice_loaded(tables)]
        found = {one.name: one for one in reversed(seen)}
        return tuple(found.values())[::-1] if len(found) <= _MANY_SETS else ()

    def _tables(self) -> list[str]:
        named = (path for path in self.own_paths if is_table(path) or path.endswith(".data"))
        return [path for path in named if not _ASIDE.search(path)][:_TABLES_READ]

    def _practice_tables(self, tables: Iterable[str]) -> Iterator[SeenPractice]:
        for path in tables:
            columns = column_names(self._head(path))
            name = by_columns(columns) if columns else by_file_name(path)
            if name is not None:
                yield SeenPractice(name, path, None, "its columns" if columns else "its name")

    def _head(self, path: str) -> bytes:
        """The first bytes of a table; of one that was not fetched none, and nothing waits for them."""
        try:
            return self.files.read(path, _HEAD)
        except NotFetchedError:
            return b""

    def _practice_loaded(self, tables: Iterable[str]) -> Iterator[SeenPractice]:
        """What code loads; a file that is committed was told by its content."""
        committed = {posixpath.basename(path) for path in tables}
        for path in self.code_paths:
            if not _ASIDE.search(path):
                yield from (one for one in in_code(path, self.code(path)) if one.sign not in committed)

    def own_lines(self, path: str) -> int:
        """Lines of a file that are neither blank nor as the scaffold wrote them."""
        if self.manifest is None or path not in self.manifest.lines:
            return sum(1 for line in self.content(path).splitlines() if line.strip())
        return (Counter(line_prints(self.text(path))) - Counter(self.manifest.lines[path])).total()
