"""What ``audit --fix`` can mend without inventing words: one module for each kind of change.

A fix reads the same project as the rules and proposes whole new texts of files; nothing
is written here. It proposes nothing where it does not understand what it sees, and a
second run proposes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from scaffolio.fixes.change import Change, Materials
from scaffolio.fixes.fences import name_languages
from scaffolio.fixes.ignore import add_gitignore
from scaffolio.fixes.licence import add_licence
from scaffolio.fixes.outputs import clear_large_outputs
from scaffolio.fixes.sections import ask_for_sections
from scaffolio.fixes.workflow import add_workflow
from scaffolio.nouns import dataclass
from scaffolio.project import Project

__all__ = ["FIXES", "Change", "Fix", "Materials", "propose"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend what some rules find."""

    codes: tuple[str, ...]
    propose: Callable[[Project, Materials], Iterator[Change]]


FIXES = (
    Fix(("LIC001", "TRU007"), add_licence),
    Fix(("GIT008",), add_gitignore),
    Fix(("CI001",), add_workflow),
    Fix(("DOC016",), name_languages),
    Fix(("NBK005",), clear_large_outputs),
    Fix(("DOC007", "DOC008", "DOC009", "DOC010", "DOC011"), ask_for_sections),
)
"""Every fix, in the order in which its changes are shown."""


def propose(found: Iterable[tuple[Project, Collection[str]]], materials: Materials) -> Iterator[Change]:
    """The changes that would mend what was found in each project; at most one for each file.

    A file that an earlier fix changes is left to the next run, which sees it changed.
    """
    taken: set[str] = set()
    for fix in FIXES:
        for project, codes in found:
            mended = tuple(code for code in fix.codes if code in codes)
            for change in fix.propose(project, replace(materials, codes=mended)) if mended else ():
                path = project.prefix + change.path
                if path not in taken:
                    taken.add(path)
                    yield replace(change, path=path)
