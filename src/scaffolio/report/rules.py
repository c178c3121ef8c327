"""The rules themselves, as a list and as pages: for ``scaffolio rules`` and for the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scaffolio.model import ENOUGH_READ, ENOUGH_REPOSITORIES, ENOUGH_RIGHT
from scaffolio.project import LargeFile
from scaffolio.report.words import columns, plural

if TYPE_CHECKING:
    from scaffolio.model import RuleInfo
    from scaffolio.rule import Rule, Tree

_FAMILIES = {
    "DOC": "the README",
    "RES": "the results",
    "TRU": "does the README tell the truth about the repository?",
    "OWN": "the person's own words",
    "EVA": "is the evaluation sound?",
    "REP": "running it again",
    "DAT": "data and model",
    "NBK": "notebooks",
    "TST": "tests",
    "CI": "continuous integration",
    "COD": "code",
    "LIC": "the licence",
    "GIT": "what is under version control",
    "POR": "several projects shown as a portfolio",
    "WEB": "what only the network knows, with `--online`",
    "SUP": "comments that silence a rule",
}
_OFF = {"preview": "off, preview", "no": "off, pedantic"}
_EXAMPLE_LINES = 14
_EXAMPLE_WIDTH = 240
_EXAMPLE_CHARACTERS = 5_000


def render_text(rules: Sequence[Rule]) -> str:
    """Render one rule in full, or several as a list."""
    if len(rules) == 1:
        info = rules[0].info
        head = f"{info.code} {info.name} - {info.severity.label}, about {info.minutes} min to mend"
        return "\n\n".join([head, info.what, f"Why: {info.why}", f"Fix: {info.fix}"]) + "\n"
    rows = [
        [r.info.code, r.info.severity.label, r.info.name, "" if r.info.default else _OFF[_status(r.info)]]
        for r in rules
    ]
    return "\n".join(line.rstrip() for line in columns(rows)) + "\n"


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
        "on": info.default,
        "measured": not info.preview,
        "bad": {path: content[:_EXAMPLE_CHARACTERS] for path, content in rule.bad.items()},
        "good": {path: content[:_EXAMPLE_CHARACTERS] for path, content in rule.good.items()},
    }


def render_markdown(rules: Sequence[Rule]) -> str:
    """Render one rule's page, or the index of several."""
    return render_page(rules[0]) if len(rules) == 1 else render_index(rules)


def render_index(rules: Sequence[Rule]) -> str:
    """The catalogue as a page, family by family."""
    on = sum(rule.info.default for rule in rules)
    about = f"The {len(rules)} rules of `scaffolio audit`, {on} of them on by default."
    lines = [
        "# Rules",
        "",
        f"{about} Each page is generated from its rule.",
        "",
        f"A rule is *preview* until enough of its findings were read: {_BAR}.",
    ]
    for family, about in _FAMILIES.items():
        members = [rule.info for rule in rules if rule.info.family == family]
        if members:
            lines += [
                "",
                f"## {family}: {about}",
                "",
                "| code | fault | severity | on | minutes |",
                "| --- | --- | --- | --- | --- |",
            ]
            lines += [
                f"| [{i.code}]({i.code}.md) | {i.name} | {i.severity.label} | {_status(i)} | {i.minutes} |"
                for i in members
            ]
    return "\n".join(lines) + "\n"


def render_page(rule: Rule) -> str:
    """One rule's page: what, why, fix, and the two examples that prove it."""
    info = rule.info
    facts = f"Severity: {info.severity.label} in the `ready` profile. Mending one takes about {info.minutes} minutes."
    facts += _measured(info)
    if info.requires:
        facts += f" Judged only where {', '.join(f'[{code}]({code}.md)' for code in info.requires)} passes."
    lines = [f"# {info.code} {info.name}", "", info.what, "", facts]
    lines += ["", "## Why", "", info.why, "", "## Fix", "", info.fix]
    lines += ["", "## It fires here", *_tree(rule.bad), "", "## It is silent here", *_tree(rule.good)]
    return "\n".join(lines) + "\n"


_BAR = f"{ENOUGH_READ} in {ENOUGH_REPOSITORIES} repositories, {ENOUGH_RIGHT:.0%} of them right, are asked for"


def _measured(info: RuleInfo) -> str:
    """What is known of the rule's precision, and whether it is on."""
    told = ""
    if info.measured is not None and info.measured.read:
        read = info.measured
        told += f" Measured: {read.right} of {read.read} findings right, in {plural(read.repositories, 'repository')}."
    if info.measured is not None and info.measured.exact:
        told += f" Exact: {info.measured.exact}."
    if info.pedantic:
        return told + " Off unless selected: most readers would call it pedantic."
    return told + (f" Preview, off unless selected: {_BAR}." if info.preview else "")


def _status(info: RuleInfo) -> str:
    return "yes" if info.default else "preview" if info.preview and not info.pedantic else "no"


def _tree(tree: Tree) -> Iterator[str]:
    for path, content in tree.items():
        start = content[:_EXAMPLE_CHARACTERS]
        shown = "".join(c if c.isprintable() or c == "\n" else "?" for c in start).rstrip("\n").split("\n")
        shown = [line if len(line) <= _EXAMPLE_WIDTH else f"{line[:_EXAMPLE_WIDTH]} ..." for line in shown]
        if isinstance(content, LargeFile):
            shown.append(f"... and so on: {content.size:,} bytes")
        cut = [*shown[:_EXAMPLE_LINES], "..."] if len(shown) > _EXAMPLE_LINES else shown
        yield from ("", f"`{path}`:", "", "````text", *(line.rstrip() for line in cut), "````")
