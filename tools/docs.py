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
from importlib import import_module
from pathlib import Path

from scaffolio.cli.main import COMMANDS
from scaffolio.cli.portfolio import COMMANDS as PORTFOLIO
from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.project import MemoryFiles, Project
from scaffolio.report import FORMATS
from scaffolio.report import rules as rule_pages
from scaffolio.rules import catalogue
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all

ROOT = Path(__file__).resolve().parents[1]
_EXAMPLE_LINES = 60
_PROJECT = {
    "README.md": "# Which customers will leave?\n\n![ROC curve](docs/roc.png)\n\n## Results\n\n"
    "| model | F1 |\n| --- | --- |\n| forest | 0.84 |\n",
    "metrics.json": '{"forest": {"f1": 0.8137}}\n',
    "train.py": "import pandas\n",
}
_EXAMPLE = re.compile(r"(<!-- example: (?P<code>[A-Z]+\d+) -->\n)(?s:.*?)(<!-- /example -->)")


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with the content it is to have."""
    yield ROOT / "docs/cli.md", _command_line()
    rules = catalogue()
    yield ROOT / "docs/rules/index.md", rule_pages.render_index(rules)
    for rule in rules:
        yield ROOT / f"docs/rules/{rule.info.code}.md", rule_pages.render_page(rule)
    for name in FORMATS:
        yield ROOT / f"docs/formats/{name}.md", _format(name)
    contributing = ROOT / "CONTRIBUTING.md"
    yield contributing, _EXAMPLE.sub(_example, contributing.read_text(encoding="utf-8"))


def _format(name: str) -> str:
    """A report format's page: what it is for, and a report on a project small enough to see whole."""
    module = import_module(FORMATS[name])
    about = (module.__doc__ or "").strip()
    projects = judge_all(Project(MemoryFiles(_PROJECT), "churn"), Settings())
    target = TargetReport("churn", TargetStatus.AUDITED, None, None, projects)
    shown = module.render(Report("VERSION", Profile.READY, (target,))).rstrip().split("\n")
    cut = [*shown[:_EXAMPLE_LINES], "..."] if len(shown) > _EXAMPLE_LINES else shown
    tree = "".join(f"`{path}`:\n\n````text\n{text.rstrip()}\n````\n\n" for path, text in _PROJECT.items())
    return (
        f"# `--format {name}`\n\n{about}\n\n## An example\n\n"
        f"Of this project,\n\n{tree}`scaffolio audit --format {name}` reports:\n\n"
        "`````text\n" + "\n".join(line.rstrip() for line in cut) + "\n`````\n"
    )


def _command_line() -> str:
    parts = ["# The command line\n\nAs the program prints it. Exit codes: 0 clean, 1 findings, 2 usage,"]
    parts[0] += "\n3 could not run, 130 interrupted.\n"
    below = [f"portfolio {name}" for name in PORTFOLIO]
    for command in ("", *COMMANDS, *below):
        title = f"scaffolio {command}".strip()
        parts.append(f"## {title}\n\n```text\n{_help(command)}\n```\n")
    return "\n".join(parts)


def _help(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    arguments = [sys.executable, "-m", "scaffolio", *command.split(), "--help"]
    done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def _example(match: re.Match[str]) -> str:
    rule = next(rule for rule in catalogue() if rule.info.code == match["code"])
    source = inspect.getsource(rule.check).rstrip()
    return f"{match[1]}\n```python\n{source}\n```\n\n{match[3]}"


def stale() -> list[Path]:
    """Generated pages that differ from their source, or have none any more."""
    expected = dict(pages())
    generated = [*(ROOT / "docs/rules").glob("*.md"), *(ROOT / "docs/formats").glob("*.md")]
    orphans = [path for path in generated if path not in expected]
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
