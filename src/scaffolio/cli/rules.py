"""``scaffolio rules``: the catalogue, or one rule explained."""

from __future__ import annotations

from typing import Annotated

import typer

from scaffolio.errors import unknown


def command(
    code: Annotated[str | None, typer.Argument(help="A rule's code, TRU004 say, or the beginning of several.")] = None,
    *,
    output_format: Annotated[str, typer.Option("-f", "--format", help="text, json or markdown.")] = "text",
) -> None:
    """List the audit's rules, and which are on; or explain one: what it says, why, and how to mend it."""
    from scaffolio.report import rules as pages
    from scaffolio.rules import catalogue

    rules = catalogue()
    if code is not None:
        rules = tuple(rule for rule in rules if rule.info.code.startswith(code.upper()))
        if not rules:
            raise unknown("rule code", code, [rule.info.code for rule in catalogue()])
    formats = {"text": pages.render_text, "json": pages.render_json, "markdown": pages.render_markdown}
    if output_format not in formats:
        raise unknown("format", output_format, formats)
    typer.echo(formats[output_format](rules), nl=False)
