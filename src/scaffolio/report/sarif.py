"""The audit report as SARIF 2.1.0, the format code-scanning services read (OASIS, 2020).

Only the rules that found something are listed. Addresses are relative to the audited
folder; a finding without a line is shown at the top of its file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from scaffolio.model import Severity
from scaffolio.report.items import Item, items

if TYPE_CHECKING:
    from scaffolio.model import Report, RuleInfo, TargetReport

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_ROOT = "PROJECT"


def render(report: Report, *, verbose: bool = False) -> str:
    """Render one run for each target; ``verbose`` changes nothing."""
    del verbose
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(report, target) for target in report.targets],
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _run(report: Report, target: TargetReport) -> dict[str, Any]:
    found = sorted(items(target.projects), key=lambda i: (i.finding.path, i.finding.line or 0, i.rule.code, i.identity))
    used = {item.rule.code: item for item in found}
    index = {code: number for number, code in enumerate(sorted(used))}
    failed = not target.status.judged
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "scaffolio",
                "semanticVersion": report.version,
                "rules": [_rule(used[code].rule) for code in index],
            }
        },
        "automationDetails": {"id": f"scaffolio/{report.profile}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The audited folder."}}},
        "invocations": [{"executionSuccessful": not failed, **(_told(target) if failed else {})}],
        "results": [_result(item, index[item.rule.code]) for item in found],
    }
    return run


def _told(target: TargetReport) -> dict[str, Any]:
    text = f"{target.target}: {target.status}" + (f": {target.error}" if target.error else "")
    return {"toolExecutionNotifications": [{"level": "error", "message": {"text": text}}]}


def _rule(info: RuleInfo) -> dict[str, Any]:
    return {
        "id": info.code,
        "name": "".join(part.capitalize() for part in info.name.split("-")),
        "shortDescription": {"text": info.name.replace("-", " ").capitalize()},
        "fullDescription": {"text": info.what},
        "help": {"text": f"{info.why}\n\n{info.fix}", "markdown": f"**Why.** {info.why}\n\n**Fix.** {info.fix}"},
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
        "properties": {"tags": [info.family], "minutes": info.minutes},
    }


def _result(item: Item, rule: int) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": quote(item.finding.path, safe="/", errors="replace"), "uriBaseId": _ROOT},
        "region": {"startLine": item.finding.line or 1},
    }
    return {
        "ruleId": item.rule.code,
        "ruleIndex": rule,
        "level": _LEVELS[item.severity],
        "message": {"text": item.told},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"scaffolio/v1": item.identity},
    }
