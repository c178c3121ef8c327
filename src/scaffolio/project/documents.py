"""What a project's documents are, and what they say without being held against anything."""

from __future__ import annotations

import re
from functools import cached_property

from scaffolio.parsers.document import Document
from scaffolio.parsers.gitignore import IgnoreRules
from scaffolio.parsers.sections import ReadSection, read_sections
from scaffolio.parsers.silences import MARK, Silence, read_silences
from scaffolio.parsers.targets import repository_path
from scaffolio.parsers.text import decoded
from scaffolio.patterns import regex
from scaffolio.project.code import Code

MANY_FOLDERS = 5
"""Top-level folders with a README of their own that make a collection."""

MANY_NOTEBOOKS = 12
"""Notebooks that make a collection."""

_BINARY_SAMPLE = 2_000
_FOLDER_README = regex(r"(?:projects?/)?[^./][^/]*/readme\.(?:md|rst|txt)\Z", re.IGNORECASE)
_README_NAMES = ("readme.md", "readme.markdown", "readme.rst", "readme.txt", "readme")
_NOTE = regex(r"(?:^|/)[^/]*(?:readme|data|card|dictionary|codebook|source)[^/]*\.(?:md|txt|rst)\Z", re.IGNORECASE)
_NOTES_READ = 20
_LINKS = 20
_NOTE_LIMIT = 200_000
_TEMPLATE = regex(
    r"\btemplates?\b(?![- ]?match)|\bstarter\b|\bboilerplate\b|\bcookiecutter\b|\{\{|"
    r"\A(?:project title|product name)\Z",
    re.IGNORECASE,
)
_GUIDE = regex(r"\bguidelines?\b|\bcheat[- ]?sheet\b|\bhandbook\b", re.IGNORECASE)
_OPENING = 3_000
_OPENINGS = {
    "notes on a course": regex(
        r"\bmy (?:(?!machine|deep)[\w-]{1,20} )?(?:learning|notes|solutions|exercises) (?:from|for|of|to|in) "
        r"(?:[^\s.]{1,30} ){0,5}\W?(?:course|bootcamp|specialization|nanodegree|zoomcamp)\b|"
        r"\b(?:assignments?|homeworks?|exercises) (?:given |from )?(?:of|by|from|in) \W?(?:coursera|udacity|edx)\b",
        re.IGNORECASE,
    ),
    "material of a course": regex(
        r"\bmaterials? (?:for|of|from) (?:[^\s.]{1,30}\s){0,8}"
        r"(?:course|workshop|(?:summer|winter)\s+school|lectures?)\b",
        re.IGNORECASE,
    ),
    "a web site": regex(r"\b(?:portfolio|personal) web ?site\b", re.IGNORECASE),
}
"""What the first words of a README may say that this is, instead of a project."""

_TOOL = regex(r"\b(?:train|assess|evaluate|tune|build|improve) (?:\w+ )?your (?:own )?models?\b", re.IGNORECASE)
_INSTALLED = regex(
    r"\b(?:pip3?|conda|mamba) install (?:-{1,2}[\w-]{1,20} (?:conda-forge )?){0,3}"
    r"(?P<name>[A-Za-z][\w-]{1,60})(?![\w./-])"
)
_PACKAGE = regex(r"(?:src/)?[^/]+/__init__\.py\Z")
_ANALYSIS = regex(r"\.(?:py|ipynb|R|Rmd|qmd|jl|m|scala|sql)\Z", re.IGNORECASE)
_ANALYSES = regex(
    rb"\b(?:numpy|pandas|polars|sklearn|scipy|statsmodels|torch|tensorflow|keras|jax|xgboost|lightgbm|catboost|pyspark|"
    rb"transformers|nltk|spacy|gensim|prophet|cv2|PIL|joblib|pickle|mlflow|onnxruntime|langchain\w*|openai)\b|\.fit\(|\bread_\w+\("
)
_FOREIGN_MANIFESTS = frozenset({"package.json", "Cargo.toml", "go.mod", "pom.xml", "build.gradle", "composer.json"})
_LEARNING = regex(
    r"machine[- ]learning|deep[- ]learning|\bclassif|\bregress|\bcluster|\bneural|"
    r"\btrain(?:s|ed|ing)?\b|\bllms?\b|模型|модел",
    re.IGNORECASE,
)
_PAGES = (".tsx", ".jsx", ".vue", ".svelte")
_DATA = regex(r"\bdata ?sets?\b|数据集|データセット", re.IGNORECASE)
_CARD_NAMES = ("model_card.md", "modelcard.md")


class Documents(Code):
    """Facts about README, model card and what else is written."""

    @cached_property
    def readme_path(self) -> str | None:
        """The README a visitor sees first: at the root, in ``.github/`` or in ``docs/``."""
        for folder in ("", ".github/", "docs/"):
            names = {path.removeprefix(folder).lower(): path for path in self.files.paths if path.startswith(folder)}
            for name in _README_NAMES:
                if name in names:
                    return names[name]
        return None

    @cached_property
    def readme(self) -> Document | None:
        """The README, parsed; ``None`` when there is none, or it is no text."""
        path = self.readme_path
        if path is None or "\0" in decoded(self.content(path)[:_BINARY_SAMPLE]):
            return None
        return self.document(path)

    @cached_property
    def readme_sections(self) -> tuple[ReadSection, ...]:
        """The README's sections and what each is about; empty when it cannot be read."""
        return read_sections(self.readme) if self.readme else ()

    @cached_property
    def document_paths(self) -> tuple[str, ...]:
        """The Markdown documents that speak for the project: its README and its model card."""
        cards = [path for path in self.files.paths if path.lower() in _CARD_NAMES]
        readme = [self.readme_path] if self.readme is not None and self.readme_path else []
        return (*readme, *cards)

    @cached_property
    def linked_documents(self) -> tuple[str, ...]:
        """Texts of this repository that the README's first links lead to, or that introduce a folder it links."""
        links = self.readme.links if self.readme else ()
        targets = [target for link in links if (target := repository_path(link.target, self.readme_path or ""))]
        named = (path for t in targets[:_LINKS] for path in (t, f"{t}/README.md", f"{t}/readme.md"))
        found = dict.fromkeys(path for path in named if path.lower().endswith((".md", ".rst", ".txt")))
        return tuple(path for path in found if path in self.paths)

    @cached_property
    def written(self) -> str:
        """What the project says in words, for a search: README, cards, notes on data, text cells of notebooks."""
        notes = [path for path in self.files.paths if _NOTE.search(path)]
        paths = dict.fromkeys([*filter(None, [self.readme_path]), *self.document_paths, *notes[:_NOTES_READ]])
        texts = [self.text(path)[:_NOTE_LIMIT] for path in paths]
        for path in self.notebook_paths[:_NOTES_READ]:
            texts += [cell.source for cell in self.notebook(path).cells if cell.kind != "code"]
        return "\n".join(texts)

    def ignores(self, path: str) -> bool:
        """Whether ``.gitignore`` leaves this path out: a run may create it, or a person keep it."""
        if self._ignored.matches(path):
            return True
        return self.whole is not self and self.whole.ignores(self.prefix + path)

    @cached_property
    def _ignored(self) -> IgnoreRules:
        return IgnoreRules(self.text(".gitignore") if ".gitignore" in self.paths else "")

    @cached_property
    def is_collection(self) -> bool:
        """Whether this holds many projects side by side: folders with READMEs of their own, or notebooks.

        The folders may lie in one called ``projects``.
        """
        readmes = {path.rpartition("/")[0] for path in self.files.paths if _FOLDER_README.match(path)}
        return len(readmes) >= MANY_FOLDERS or len(self.notebook_paths) >= MANY_NOTEBOOKS

    @cached_property
    def is_template(self) -> bool:
        """Whether the README's title says that this is a template that others make projects from."""
        headings = self.readme.headings if self.readme else ()
        return bool(headings) and _TEMPLATE.search(headings[0].text) is not None

    @cached_property
    def other_purpose(self) -> str | None:
        """What this is instead of a project that answers a question from data; ``None`` where nothing says so."""
        if self.readme is None:
            return None
        if self.is_template:
            return "a template"
        if self.readme.headings and _GUIDE.search(self.readme.headings[0].text):
            return "a guide"
        opening = self.readme.text[:_OPENING]
        for purpose, words in _OPENINGS.items():
            if words.search(opening):
                return purpose
        if _TOOL.search(self.readme.text):
            return "a tool for the reader's own data"
        library = "a library that others install by its name" if self.is_library else None
        return library or ("software that looks at no data" if self._is_plain_software else None)

    @cached_property
    def is_library(self) -> bool:
        """Whether the README tells to install by its name, from an index, the package that lies here."""
        if self.readme is None or not {"setup.py", "pyproject.toml"} & self.paths:
            return False
        packages = {
            path.removeprefix("src/").partition("/")[0].lower().replace("-", "_")
            for path in self.own_paths
            if _PACKAGE.match(path)
        }
        named = (match["name"] for match in _INSTALLED.finditer(self.readme.text))
        return any(name.lower().replace("-", "_") in packages for name in named)

    @property
    def _is_plain_software(self) -> bool:
        """Whether the README does not speak of learning, and no code or notebook loads what analyses data.

        A web page without such code may speak of a data set: it shows one.
        """
        if self.readme is None or _LEARNING.search(self.readme.text):
            return False
        analysis = [path for path in self.own_paths if _ANALYSIS.search(path)]
        if any(not path.endswith(".py") for path in analysis):
            return False
        shows = not analysis and any(path.endswith(_PAGES) for path in self.own_paths)
        if not shows and _DATA.search(self.readme.text):
            return False
        if analysis:
            return not any(_ANALYSES.search(self.code(path)) for path in analysis)
        return any(path.rpartition("/")[2] in _FOREIGN_MANIFESTS for path in self.files.paths)

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """Every comment that silences a rule on one line, in documents, code and configuration."""
        places = sorted({*self.document_paths, *self.files.paths})
        return tuple(silence for path in places for silence in self.silences_in(path))

    def silences_in(self, path: str) -> tuple[Silence, ...]:
        """The silencing comments of one file; none in a kind of file that holds no such comments."""
        commented = path.endswith((".py", ".yml", ".yaml", ".toml", ".cfg")) or path in self.document_paths
        if not commented or path not in self.paths or MARK not in self.content(path):
            return ()
        return tuple(read_silences(path, self.text(path)))

    @cached_property
    def submodules(self) -> tuple[str, ...]:
        """Paths that another repository fills."""
        listed = self.text(".gitmodules") if ".gitmodules" in self.paths else ""
        return tuple(line.partition("=")[2].strip() for line in listed.splitlines() if line.strip().startswith("path"))
