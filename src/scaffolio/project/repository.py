"""What a repository has once: its licences, workflows and secrets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scaffolio.parsers.licence import StatedLicence, is_licence_file, stated_licences
from scaffolio.project.evidence import Evidence
from scaffolio.project.source import NotFetchedError

if TYPE_CHECKING:
    from scaffolio.parsers.secrets import FoundSecret
    from scaffolio.parsers.workflow import Workflow


class Repository(Evidence):
    """Facts about the repository as such."""

    @cached_property
    def licence_paths(self) -> tuple[str, ...]:
        """The licence files at the root, in ``LICENSES/``, ``.github/`` or ``docs/``."""
        return tuple(path for path in self.files.paths if is_licence_file(path))

    @cached_property
    def licences(self) -> tuple[StatedLicence, ...]:
        """Every licence that licence files, manifests, CITATION.cff, README and model card state."""
        return tuple(stated_licences(self.files.paths, self.licence_paths, self.text))

    @cached_property
    def workflows(self) -> tuple[Workflow, ...]:
        """The GitHub Actions workflows, read."""
        from scaffolio.parsers.workflow import is_workflow, read_workflow

        return tuple(read_workflow(path, self.text(path)) for path in self.files.paths if is_workflow(path))

    @cached_property
    def other_ci_paths(self) -> tuple[str, ...]:
        """What configures any other system for continuous integration."""
        from scaffolio.parsers.workflow import is_other_ci

        return tuple(path for path in self.files.paths if is_other_ci(path))

    @cached_property
    def secrets(self) -> tuple[FoundSecret, ...]:
        """What looks like a key or token in the files, each value once.

        Raises:
            NotFetchedError: nothing does, but a file that may hold one was not fetched.
        """
        found: dict[bytes, FoundSecret] = {}
        for path in self.files.paths:
            try:
                for secret in self._secrets_in(path):
                    found.setdefault(secret.secret.value, secret)
            except NotFetchedError:
                if not found:
                    raise
                break
        return tuple(found.values())

    def _secrets_in(self, path: str) -> Iterator[FoundSecret]:
        from scaffolio.parsers.secrets import find_in_notebook, find_in_text, may_hold_secret

        if may_hold_secret(path, 0) and may_hold_secret(path, self.files.size(path)):
            if path.endswith(".ipynb"):
                yield from find_in_notebook(path, self.notebook(path))
            else:
                yield from find_in_text(path, self.content(path))
