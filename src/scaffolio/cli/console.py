"""What a terminal adds: questions, progress, and knowing whether there is one."""

from __future__ import annotations

import os
import select
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scaffolio.errors import UsageError

if TYPE_CHECKING:
    from scaffolio.scaffold.questions import Question

INTERRUPTED = 130


def own_name() -> str:
    """How this program is called from any folder: by its name, or by its path where no PATH leads to it."""
    called = Path(sys.argv[0])
    if shutil.which("scaffolio") or called.name != "scaffolio" or not called.is_file():
        return "scaffolio"
    return str(called.absolute())


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


def ask_sentence(prompt: str, take: Callable[[str], object]) -> bool:
    """Ask for one sentence and hand it on, again while it is refused; whether one was given.

    Enter and the end of input mean later. Lines pasted after the first belong to the
    sentence, so that none of them reaches the shell.
    """
    with suppress(ImportError):
        import readline  # noqa: F401  gives arrow keys to input()
    while True:
        try:
            words = " ".join([input(prompt), *_pasted()])
        except EOFError:
            typer.echo()
            return False
        except KeyboardInterrupt:
            typer.echo()
            raise
        except UnicodeDecodeError:
            words = "\udc80"
        if not words.strip():
            return False
        try:
            take(words)
        except UsageError as error:
            typer.echo(f"  {error}. {error.hint}.")
            continue
        return True


def _pasted() -> Iterator[str]:
    """Lines that wait on the terminal already."""
    while os.name == "posix" and select.select([sys.stdin], [], [], 0.05)[0]:
        if not (read := os.read(sys.stdin.fileno(), 65_536)):
            return
        yield read.decode(sys.stdin.encoding, "surrogateescape")


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
