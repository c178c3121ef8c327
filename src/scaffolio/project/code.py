"""What a project's code shows: its files, what it imports, and what declares it."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scaffolio.parsers.dataflow.events import Flow
from scaffolio.parsers.dataflow.gate import may_flow
from scaffolio.parsers.imports import imported_names
from scaffolio.patterns import regex
from scaffolio.project.contents import Contents

if TYPE_CHECKING:
    from scaffolio.parsers.manifests import DependencyManifest

_COMMANDS = regex(
    r"\.(?:sh|bash|bat|ps1|ipynb|md|rst|markdown|mk)\Z|(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|makefile|justfile|tox\.ini|"
    r"noxfile\.py|install[\w.-]*|\.github/workflows/[\w.-]+|\.travis\.yml|\.gitlab-ci\.yml|[\w.-]*config\.yml)\Z",
    re.IGNORECASE,
)

_ASIDE = regex(
    r"(?:^|/)(?:tests?|testing|(?:mk)?docs?|site|third[_-]?party|vendor(?:ed)?|externals?|\.[^/]+)/|"
    r"(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py\Z",
    re.IGNORECASE,
)
_FITS = regex(
    rb"\b(?:sklearn|torch|tensorflow|keras|xgboost|lightgbm|catboost|statsmodels|prophet|transformers|mlflow|pycaret|autogluon|"
    rb"jax|mxnet|gensim|spacy|caret|randomForest|glmnet|joblib|pickle)\b|pyspark\.ml|\.(?:fit|predict)\(|[Aa]rima\(|\bg?lm\("
)
_INSTALLED = regex(r"(?:^|/)(?:site-packages|dist-packages|node_modules)/")


class Code(Contents):
    """Facts about scripts, notebooks and dependencies."""

    @cached_property
    def _flows(self) -> dict[str, Flow]:
        return {}

    @cached_property
    def own_paths(self) -> tuple[str, ...]:
        """Every file but those of an environment that was committed along."""
        environments = tuple(f"{posixpath.dirname(path)}/" for path in self.files.paths if path.endswith("/pyvenv.cfg"))
        return tuple(
            path
            for path in self.files.paths
            if not _INSTALLED.search(path) and not (environments and path.startswith(environments))
        )

    @cached_property
    def python_paths(self) -> tuple[str, ...]:
        """Every Python source file."""
        return tuple(path for path in self.own_paths if path.endswith(".py"))

    @cached_property
    def notebook_paths(self) -> tuple[str, ...]:
        """Every Jupyter notebook."""
        return tuple(path for path in self.own_paths if path.endswith(".ipynb"))

    @cached_property
    def code_paths(self) -> tuple[str, ...]:
        """Every script and notebook, in the languages machine-learning projects are written in."""
        endings = (".py", ".ipynb", ".sh", ".R", ".r", ".Rmd", ".jl", ".bat", ".mk")
        return tuple(
            path for path in self.own_paths if path.endswith(endings) or path.endswith(("Makefile", "dvc.yaml"))
        )

    @cached_property
    def main_code(self) -> tuple[str, ...]:
        """Every Python file and notebook but tests, documentation and what others wrote."""
        return tuple(
            path for path in (*self.python_paths, *self.notebook_paths) if not _ASIDE.search(self.prefix + path)
        )

    @cached_property
    def flow_paths(self) -> tuple[str, ...]:
        """The main code, as far as it is here, in which something may be learned, split, trained on and measured.

        Exports of notebooks are left out.
        """
        here = (path for path in self.main_code if self.is_here(path))
        return tuple(path for path in here if may_flow(self.code(path)) and not self._is_export(path))

    def _is_export(self, path: str) -> bool:
        """Whether a script is what Jupyter made of the notebook beside it."""
        return f"{path.removesuffix('.py')}.ipynb" in self.paths and b"# In[" in self.code(path)

    def flow(self, path: str) -> Flow:
        """What is learned, split, trained on and measured in a file; kept after the first call."""
        if path not in self._flows:
            from scaffolio.parsers.dataflow.reader import read_flow

            self._flows[path] = read_flow(self.sources(path))
        return self._flows[path]

    def code_mentions(self, name: str) -> bool:
        """Whether any code contains this file's name, as written."""
        if self.whole is not self:
            return self.whole.code_mentions(name)
        if name not in self._mentioned:
            needle = name.encode()
            self._mentioned[name] = any(needle in self.code(path) for path in self.code_paths)
        return self._mentioned[name]

    @cached_property
    def imported_packages(self) -> frozenset[str]:
        """Packages that Python code imports, other than the standard library's and the project's own.

        The project's own are told without their case, which some systems forgive.
        """
        own = {part.removesuffix(".py") for path in self.whole.python_paths for part in path.lower().split("/")}
        return frozenset(name for name in self.imports if name.lower() not in own) - sys.stdlib_module_names

    @cached_property
    def fits_models(self) -> bool:
        """Whether any script or notebook fits, loads or judges a model; true where there is no code to tell."""
        return not self.code_paths or any(_FITS.search(self.code(path)) for path in self.code_paths)

    @cached_property
    def imports(self) -> Mapping[str, tuple[str, ...]]:
        """Every imported top-level name and the Python files and notebooks that seem to import it.

        Found by searching bytes: a line of a docstring that reads like an import counts.
        """
        found: dict[str, list[str]] = {}
        for path in (*self.python_paths, *self.notebook_paths):
            for name in set(imported_names(self.code(path))):
                found.setdefault(name, []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def manifests(self) -> tuple[DependencyManifest, ...]:
        """Every file that declares dependencies, read once, those nearest the root first."""
        from scaffolio.parsers.manifests import read_manifests

        return read_manifests(self.files.paths, self.content)

    @cached_property
    def paths_above(self) -> tuple[str, ...]:
        """Files in the folders above a part of a repository, by their paths in the whole; empty for the whole."""
        above = {posixpath.dirname(self.prefix[:cut]) for cut, letter in enumerate(self.prefix) if letter == "/"}
        return tuple(path for path in self.whole.files.paths if above and posixpath.dirname(path) in above)

    @cached_property
    def inherited_manifests(self) -> tuple[DependencyManifest, ...]:
        """What the folders above a part of a repository declare, by their paths in the whole."""
        from scaffolio.parsers.manifests import read_manifests

        return read_manifests(self.paths_above, self.whole.content)

    @cached_property
    def installed_by_command(self) -> frozenset[str]:
        """Distributions that install commands name: in scripts, workflows, Dockerfiles, notebooks and documents."""
        if self.whole is not self:
            return self.whole.installed_by_command
        from scaffolio.parsers.install_commands import installed_names

        sources = (path for path in self.files.paths if _COMMANDS.search(path))
        return frozenset(name for path in sources for name in installed_names(self.code(path)))
