"""Renew or check the pages that are generated: ``python -m tools.docs check|write``.

The command line's page comes from ``--help``, a rule's page from the rule, and the
worked example in CONTRIBUTING.md from the rule's own source.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scaffolio.cli.main import COMMANDS
from scaffolio.report import rules as rule_pages
from scaffolio.rules import catalogue

ROOT = Path(__file__).resolve().parents[1]
_EXAMPLE = re.compile(r"(<!-- example: (?P<code>[A-Z]+\d+) -->\n)(?s:.*?)(<!-- /example -->)")


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with the content it is to have."""
    yield ROOT / "docs/cli.md", _command_line()
    rules = catalogue()
    yield ROOT / "docs/rules/index.md", rule_pages.render_index(rules)
    for rule in rules:
        yield ROOT / f"docs/rules/{rule.info.code}.md", rule_pages.render_page(rule)
    contributing = ROOT / "CONTRIBUTING.md"
    yield contributing, _EXAMPLE.sub(_example, contributing.read_text(encoding="utf-8"))


def _command_line() -> str:
    parts = ["# The command line\n\nAs the program prints it. Exit codes: 0 clean, 1 findings, 2 usage,"]
    parts[0] += "\n3 could not run, 130 interrupted.\n"
    for command in ("", *COMMANDS):
        title = f"scaffolio {command}".strip()
        parts.append(f"## {title}\n\n```text\n{_help(command)}\n```\n")
    return "\n".join(parts)


def _help(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    arguments = [sys.executable, "-m", "scaffolio", *([command] if command else []), "--help"]
    done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def _example(match: re.Match[str]) -> str:
    rule = next(rule for rule in catalogue() if rule.info.code == match["code"])
    source = inspect.getsource(rule.check).rstrip()
    return f"{match[1]}\n```python\n{source}\n```\n\n{match[3]}"


def stale() -> list[Path]:
    """Generated pages that differ from their source, or have none any more."""
    expected = dict(pages())
    orphans = [path for path in (ROOT / "docs/rules").glob("*.md") if path not in expected]
    changed = [
        path for path, text in expected.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return [*changed, *orphans]


def main(arguments: list[str]) -> int:
    """Check or write; 1 when a page is stale."""
    if arguments == ["write"]:
        expected = dict(pages())
        for path in stale():
            if path not in expected:
                path.unlink()
        for path, text in expected.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    for path in (found := stale()):
        print(f"{path.relative_to(ROOT)} is stale: nox -s docs -- write")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
