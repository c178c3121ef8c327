"""README.md shows what reports/metrics.json holds, and that nothing ran before there is one."""

import importlib.util
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECORDER = ROOT / "record_metrics.py"


def test_readme_shows_the_recorded_results():
    spec = importlib.util.spec_from_file_location("record_metrics", RECORDER)
    recorder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recorder)
    numbers = ROOT / "reports" / "metrics.json"
    content = json.loads(numbers.read_text(encoding="utf-8")) if numbers.is_file() else None
    readme = (ROOT / recorder.README).read_text(encoding="utf-8", errors="replace")
    block = re.search(r"<!-- results:start[^>\n]*-->(.*?)<!-- results:end -->", readme, re.DOTALL)
    assert block, f"{recorder.README} has lost its results markers"
    assert block[1].strip() == recorder.render(content)
