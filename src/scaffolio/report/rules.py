"""The rules themselves, as a list and as pages: for ``scaffolio rules`` and for the documentation."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scaffolio.project import LargeFile
from scaffolio.report.words import columns

if TYPE_CHECKING:
    from scaffolio.rule import Rule, Tree

_FAMILIES = {
    "DAT": "data and models",
    "DOC": "the README",
    "GIT": "what is under version control",
    "LIC": "the licence",
    "NBK": "notebooks",
    "OWN": "the person's own words",
    "REP": "running it again",
    "RES": "the results",
    "SUP": "comments that silence a rule",
    "TRU": "does the README tell the truth about the repository?",
    "TST": "tests",
}
_EXAMPLE_LINES = 14
_EXAMPLE_WIDTH = 240
_EXAMPLE_CHARACTERS = 5_000


def render_text(rules: Sequence[Rule]) -> str:
    """Render one rule in full, or several as a list."""
    if len(rules) == 1:
        info = rules[0].info
        head = f"{info.code} {info.name} - {info.severity.label}, about {info.minutes} min to mend"
        return "\n\n".join([head, info.what, f"Why: {info.why}", f"Fix: {info.fix}"]) + "\n"
    return "\n".join(columns([[r.info.code, r.info.severity.label, r.info.name] for r in rules])) + "\n"


def render_json(rules: Sequence[Rule]) -> str:
    """Render everything known of the rules."""
    return json.dumps([_facts(rule) for rule in rules], indent=1, ensure_ascii=False) + "\n"


def _facts(rule: Rule) -> dict[str, Any]:
    info = rule.info
    return {
        "code": info.code,
        "name": info.name,
        "severity": info.severity.label,
        "minutes": info.minutes,
        "what": info.what,
        "why": info.why,
        "fix": info.fix,
        "requires": list(info.requires),
        "bad": dict(rule.bad),
        "good": dict(rule.good),
    }


def render_markdown(rules: Sequence[Rule]) -> str:
    """Render one rule's page, or the index of several."""
    return render_page(rules[0]) if len(rules) == 1 else render_index(rules)


def render_index(rules: Sequence[Rule]) -> str:
    """The catalogue as a page, family by family."""
    lines = ["# Rules", "", f"The {len(rules)} rules of `scaffolio audit`. Each page is generated from its rule."]
    for family, about in _FAMILIES.items():
        members = [rule.info for rule in rules if rule.info.family == family]
        if members:
            lines += [
                "",
                f"## {family}: {about}",
                "",
                "| code | fault | severity | minutes |",
                "| --- | --- | --- | --- |",
            ]
            lines += [f"| [{i.code}]({i.code}.md) | {i.name} | {i.severity.label} | {i.minutes} |" for i in members]
    return "\n".join(lines) + "\n"


def render_page(rule: Rule) -> str:
    """One rule's page: what, why, fix, and the two examples that prove it."""
    info = rule.info
    facts = f"Severity: {info.severity.label} in the `ready` profile. Mending one takes about {info.minutes} minutes."
    if read := _precision().get(info.code):
        facts += f" Measured: {read['right']} of {read['read']} findings right, in {read['repositories']} repositories."
    if info.requires:
        facts += f" Judged only where {', '.join(f'[{code}]({code}.md)' for code in info.requires)} passes."
    lines = [f"# {info.code} {info.name}", "", info.what, "", facts]
    lines += ["", "## Why", "", info.why, "", "## Fix", "", info.fix]
    lines += ["", "## It fires here", *_tree(rule.bad), "", "## It is silent here", *_tree(rule.good)]
    return "\n".join(lines) + "\n"


@cache
def _precision() -> dict[str, dict[str, int]]:
    """Findings read by eye, how many were right, in how many real repositories."""
    text = files("scaffolio.rules").joinpath("precision.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _tree(tree: Tree) -> Iterator[str]:
    for path, content in tree.items():
        start = content[:_EXAMPLE_CHARACTERS]
        shown = "".join(c if c.isprintable() or c == "\n" else "?" for c in start).rstrip("\n").split("\n")
        shown = [line if len(line) <= _EXAMPLE_WIDTH else f"{line[:_EXAMPLE_WIDTH]} ..." for line in shown]
        if isinstance(content, LargeFile):
            shown.append(f"... and so on: {content.size:,} bytes")
        cut = [*shown[:_EXAMPLE_LINES], "..."] if len(shown) > _EXAMPLE_LINES else shown
        yield from ("", f"`{path}`:", "", "````text", *(line.rstrip() for line in cut), "````")
