"""JSON Lines for a whole class: each line is a JSON report, version 1, of one target."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffolio.report import json as json_report

if TYPE_CHECKING:
    from scaffolio.model import Report


def render(report: Report, *, verbose: bool = False) -> str:
    """Render one line a target; ``verbose`` changes nothing."""
    one_by_one = (json_report.render(replace(report, targets=(t,)), verbose=verbose) for t in report.targets)
    return "".join(json.dumps(json.loads(text), ensure_ascii=False) + "\n" for text in one_by_one)
