"""What a terminal adds: questions, progress, and knowing whether there is one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from scaffolio.errors import UsageError

if TYPE_CHECKING:
    from scaffolio.scaffold.questions import Question

INTERRUPTED = 130


def on_terminal() -> bool:
    """Whether a person can be asked: input and output are both a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: Question, default: str) -> str:
    """Ask one question, again until the answer is one of its choices.

    Enter takes the default. Ctrl-C and the end of input leave the program.
    """
    choices = f" ({', '.join(question.choices)})" if len(question.choices) > 1 else ""
    while True:
        try:
            answer = typer.prompt(f"? {question.help}{choices}", default=default, show_default=bool(default))
        except typer.Abort:
            typer.echo()
            raise typer.Exit(INTERRUPTED) from None
        try:
            return question.check(str(answer).strip())
        except UsageError as error:
            typer.echo(f"  {error}. {error.hint}")


@contextmanager
def progress(label: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal's standard error what is being done; yields a sink for detail lines."""
    if not sys.stderr.isatty():
        yield lambda _line: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(label) as status:
        yield lambda line: status.update(f"{label}  {escape(line[:80])}")
