"""The program: the table of commands, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from scaffolio import __version__
from scaffolio.cli.commands import add_commands
from scaffolio.errors import ScaffolioError

COMMANDS = {
    "new": "Make a project: data, baselines, tests, README, first commit.",
    "data": "Move a project to your own data; words and code stay.",
    "audit": "Judge projects; say what to fix first, and where.",
    "next": "Say the one thing most worth doing now, with file and line.",
    "note": "Tie a sentence to the last run.",
    "adopt": "Give an existing project markers, record, CI and questions.",
    "verify": "Run the README's own commands in a fresh copy, twice; compare.",
    "portfolio": "Make, train, watch and show several projects from one plan.",
    "rules": "List the audit's rules, or explain one.",
}
"""Each command's module in this package, and the line that ``--help`` prints for it."""

_CRASHED = 3
_COLLECTED_AFTER = 150_000
_INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command line as installed: :func:`main`, and out.

    Python's own way out frees one object after the other, which takes a tenth of an
    audit; the system takes everything back at once. mypy leaves in this way, too.
    """
    code: int | str | None = 0
    try:
        main()
    except SystemExit as left:
        code = left.code
    try:
        if isinstance(code, str):
            typer.echo(code, err=True)
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever read it is gone, or the disk is full
        code = _CRASHED
    os._exit(code if isinstance(code, int) else bool(code))


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0 clean, 1 findings, 2 usage, 3 could not run, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _survive_narrow_encodings()
    gc.set_threshold(_COLLECTED_AFTER)  # the usual 700 objects are looked through hundreds of times in one short run
    signal.signal(signal.SIGTERM, _interrupt)
    if "--no-color" in arguments:
        os.environ["NO_COLOR"] = "1"
        arguments.remove("--no-color")
    try:
        program(arguments)(arguments, prog_name="scaffolio")
    except ScaffolioError as error:
        _complain(str(error), error.hint)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:  # while a command is imported; afterwards Click turns it into an exit code
        sys.exit(_INTERRUPTED)
    except Exception as error:  # noqa: BLE001  a user never sees a traceback
        if _was_interrupted(error):
            sys.exit(_INTERRUPTED)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _complain("there is no space left to write to", "Make room, or write elsewhere")
            sys.exit(_CRASHED)
        _complain("Scaffolio itself failed; nothing you did", f"Please report what stands in {_crash_log()}")
        sys.exit(_CRASHED)


def program(arguments: Sequence[str]) -> typer.Typer:
    """Build the program with the one command that is called; the others only have their line."""
    app = typer.Typer(
        help="Start, check and show machine-learning portfolio projects.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    add_commands(app, "scaffolio.cli", COMMANDS, arguments)
    return app


def _print_version(asked: bool) -> None:  # noqa: FBT001  the signature of a Typer callback
    if asked:
        typer.echo(f"scaffolio {__version__}")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours, as NO_COLOR does.")] = False,
) -> None:
    """Declare the options that come before a command; ``main`` and a callback act on them."""
    del version, no_color


def _survive_narrow_encodings() -> None:
    """Print a question mark where the terminal's encoding lacks a character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether an interruption lies behind an error: Python before 3.12 wraps one that hits a class body."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _complain(message: str, hint: str) -> None:
    typer.echo(f"error: {message}", err=True)
    if hint:
        typer.echo(f"hint: {hint}", err=True)


def _crash_log() -> Path:
    import tempfile

    with tempfile.NamedTemporaryFile("w", prefix="scaffolio-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exc(file=log)
    return Path(log.name)
