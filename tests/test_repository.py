"""What this repository promises about itself."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commands():
    block = re.search(r"```bash\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return [line for line in block[1].splitlines() if line and not line.startswith("#")]


def test_the_readme_opens_with_two_commands_of_one_line_each():
    head = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    first, second = commands()
    assert first in head
    assert second in head


def test_ci_runs_the_readmes_test_command_to_the_letter():
    assert commands()[1] in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()


def test_nothing_tracked_names_a_path_of_one_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    suspicious = re.compile(rb"(?<![\w.])/(?:home|Users|work|root)/\w+")
    found = [
        path
        for path in tracked.split("\0")
        if path and not path.startswith("tests/") and suspicious.search((ROOT / path).read_bytes())
    ]
    assert found == []


def test_the_contributing_guide_names_only_what_is_there():
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|templates|tests|docs|tools|\.ci)/[\w./-]*|copier\.yml)`", guide)
    assert len(named) >= 3
    assert [path for path in named if not (ROOT / path).exists()] == []
