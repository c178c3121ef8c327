"""What a project's runs recorded, and what its scaffold left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from scaffolio.claims import JudgedClaim, judge_claims, without_contradiction
from scaffolio.parsers.claims import read_claims
from scaffolio.parsers.dataset import SCHEMA, read_dataset
from scaffolio.parsers.journal import PATH as JOURNAL
from scaffolio.parsers.journal import read_journal
from scaffolio.parsers.metrics import RecordedMetric, read_metrics
from scaffolio.parsers.scaffold import Manifest, line_prints, read_manifest
from scaffolio.project.commands import Commands


class Evidence(Commands):
    """Facts about metrics, claims, the journal and the manifest."""

    @cached_property
    def metrics(self) -> tuple[RecordedMetric, ...]:
        """Every metric value that a metrics file in the project records."""
        return read_metrics(self.files.paths, self.text, self.notebook)

    @cached_property
    def claims(self) -> tuple[JudgedClaim, ...]:
        """Every metric value that README and model card state, held against what runs recorded."""
        stated = {path: read_claims(self.document(path)) for path in self.document_paths}
        if not any(stated.values()):
            return ()
        judged = [one for path, claims in stated.items() for one in judge_claims(path, claims, self.metrics)]
        return tuple(map(without_contradiction, judged) if self.is_unread else judged)

    @cached_property
    def run_results(self) -> Mapping[str, object]:
        """Scaffolio's own ``reports/metrics.json``; empty when there is none or it is broken."""
        try:
            content = json.loads(self.text("reports/metrics.json")) if "reports/metrics.json" in self.paths else {}
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

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
        """What the scaffold rendered, or ``None`` for a project Scaffolio did not make."""
        path = ".scaffolio/manifest.json"
        return read_manifest(self.text(path)) if path in self.paths else None

    @cached_property
    def technique(self) -> str | None:
        """The technique the scaffold or the last run names; ``None`` when nothing does."""
        if self.manifest is not None:
            return self.manifest.technique
        named = self.run_results.get("technique")
        return named if isinstance(named, str) else None

    def own_lines(self, path: str) -> int:
        """Lines of a file that are neither blank nor as the scaffold wrote them."""
        if self.manifest is None or path not in self.manifest.lines:
            return sum(1 for line in self.content(path).splitlines() if line.strip())
        return (Counter(line_prints(self.text(path))) - Counter(self.manifest.lines[path])).total()
