"""The door to Copier: where the template lies, what it asks, and how it is rendered.

Copier is imported inside :func:`render`: it takes longer to import than the
template takes to render.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scaffolio.errors import CannotRunError, UsageError

IMPORTED = ("copier", "plumbum", "jinja2_ansible_filters")
"""What :func:`render` imports, the last through Copier."""

_compiled: dict[tuple[Any, ...], Any] = {}


def template_root() -> Path:
    """The folder that holds copier.yml: inside an installed wheel, or the checkout's root.

    Raises:
        CannotRunError: neither is there, so the installation is damaged.
    """
    package = Path(__file__).resolve().parents[1]
    for root in (package / "_template", package.parents[1]):
        if (root / "copier.yml").is_file():
            return root
    raise CannotRunError("the template is missing from this installation", "Install Scaffolio again")


def question_texts() -> tuple[str, ...]:
    """The text of copier.yml and of the technique question files that it includes."""
    root = template_root()
    own = (root / "copier.yml").read_text(encoding="utf-8")
    included = [line.split()[1] for line in own.splitlines() if line.startswith("!include ")]
    return (own, *((root / path).read_text(encoding="utf-8") for path in included))


def render(destination: Path, answers: Mapping[str, str], facts: Sequence[str] = ()) -> None:
    """Render the template into a folder, with defaults for what is not answered.

    The user's own Copier settings stay out of it, and so does the PATH: Copier would
    start one ``git config`` process for each rendered file. ``facts`` are sentences about
    a person's own data: words of this rendering, not answers an update would repeat.

    Raises:
        UsageError: the template refuses an answer.
        CannotRunError: the folder cannot be written.
    """
    import copier
    from copier.errors import CopierError
    from plumbum import local

    try:
        with local.env(PATH=""), _compiled_once():
            copier.run_copy(
                str(template_root()),
                destination,
                data={**answers, "_facts": list(facts)},
                defaults=True,
                quiet=True,
                overwrite=True,
                settings=copier.Settings(),
            )
    except OSError as error:
        raise CannotRunError(f"cannot write the project: {error}", "Check the disk's space and rights") from error
    except ValueError as error:
        raise UsageError(str(error), "Change that answer: --set KEY=VALUE") from error
    except CopierError as error:
        raise CannotRunError(f"the template does not render: {error}", "Install Scaffolio again") from error


@contextmanager
def _compiled_once() -> Iterator[None]:
    """Let Jinja compile each text once in a process: Copier compiles the same few hundreds of times a project.

    What a text compiles to depends on its environment, and Copier makes all of ours alike.
    """
    from jinja2 import Environment

    plain = Environment.compile

    def compile_once(environment: Environment, source: Any, *how: Any, **named: Any) -> Any:  # noqa: ANN401  as Jinja's
        key = (type(environment), source, how, tuple(named.items()))
        if key not in _compiled:
            _compiled[key] = plain(environment, source, *how, **named)
        return _compiled[key]

    Environment.compile = compile_once  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Environment.compile = plain  # type: ignore[method-assign]
