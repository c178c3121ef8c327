"""The audit report as JSON, version 1; ``audit.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffolio.model import Finding, ProjectReport, Report, TargetReport, Verdict

SCHEMA_VERSION = 1


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every report satisfies."""
    text = files("scaffolio.report").joinpath("audit.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def render(report: Report, *, verbose: bool = False) -> str:
    """Render the whole report; ``verbose`` changes nothing, JSON carries everything."""
    del verbose
    content = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "scaffolio", "version": report.version},
        "profile": str(report.profile),
        "targets": [_target(target) for target in report.targets],
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _target(target: TargetReport) -> dict[str, Any]:
    return {
        "target": target.target,
        "commit": target.commit,
        "status": str(target.status),
        "error": target.error,
        "projects": [_project(project) for project in target.projects],
    }


def _project(project: ProjectReport) -> dict[str, Any]:
    found = [(finding, verdict) for verdict in project.verdicts for finding in verdict.findings]
    found.sort(key=lambda pair: (pair[0].path, pair[0].line or 0, pair[1].rule.code, pair[0].message))
    return {
        "path": project.path,
        "name": project.name,
        "technique": project.technique,
        "stage": str(project.stage),
        "blocking": list(project.blocking),
        "claims": asdict(project.claims),
        "own": asdict(project.own) if project.own else None,
        "claim_table": [asdict(claim) for claim in project.claim_table],
        "checklist": {name: asdict(item) for name, item in project.checklist.items()},
        "sections": [asdict(section) for section in project.sections],
        "findings": [_finding(finding, verdict) for finding, verdict in found],
        "passed": [verdict.rule.code for verdict in project.verdicts if verdict.passed],
        "not_assessed": [
            {"code": verdict.rule.code, "reason": verdict.not_assessed}
            for verdict in project.verdicts
            if verdict.not_assessed is not None
        ],
    }


def _finding(finding: Finding, verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.rule.code,
        "name": verdict.rule.name,
        "severity": verdict.severity.label,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "evidence": finding.evidence,
        "fix": finding.fix or verdict.rule.fix,
        "minutes": finding.minutes or verdict.rule.minutes,
    }
