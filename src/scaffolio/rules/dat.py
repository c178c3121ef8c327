"""DAT: where the data come from, on what terms, and what their columns mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from scaffolio.dependencies import is_package
from scaffolio.example_files import TABLE
from scaffolio.model import Finding, Severity
from scaffolio.parsers.columns import column_names
from scaffolio.parsers.data_files import is_table, is_template
from scaffolio.parsers.data_words import has_origin, has_terms, names_data_terms, names_source, says_made_up
from scaffolio.parsers.language import is_english
from scaffolio.parsers.personal import HEAD
from scaffolio.parsers.pointers import POINTER_LIMIT
from scaffolio.parsers.sections import ReadSection
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_DATA_CARD = "# Data\n\n`customer` is a number, `tenure` is in months, `churned` is 1 for those who left.\n"
_SOURCED = "# Churn\n\n## Data\n\nDownloaded from a telecom's open data page, under CC BY 4.0.\n"
_READS = regex(
    rb"\bread_(?:csv|excel|parquet|json|table|feather|sql)\(|\b(?:loadtxt|genfromtxt|ImageFolder|flow_from_directory|"
    rb"image_dataset_from_directory|csv\.reader|DictReader)\("
)
_FETCHES = regex(
    rb"load_dataset\(|sklearn\.datasets|keras\.datasets|torchvision\.datasets|fetch_\w+\(|"
    rb"urlretrieve|requests\.get|kagglehub|"
    rb"kaggle |gdown|wget |curl |yfinance|tfds\.|https?://[^\s\"']{1,300}\.(?:csv|zip|json|gz|data|xlsx?|parquet|txt)\b|"
    rb"seaborn|load_(?:iris|wine|digits|boston|diabetes|breast_cancer)\(|make_(?:blobs|classification|regression)\(|"
    rb"datasets\.\w+\(|get_file\(|np\.random|openml|vega_datasets|nltk\.(?:corpus|download)|gym\.make"
)
_MODELS = regex(
    rb"\.fit(?:_\w+)?\(|\.backward\(|train_test_split\(|\.train\(|Trainer\(|cross_val_\w+\(|apply_gradients\("
)
_NOTE = regex(r"licen[cs]e|readme|card|\.md\Z", re.IGNORECASE)
_SMALL = 10_000
"""Bytes below which a table is an example of one."""

_TRAIN = "model.fit(pd.read_csv('data/churn.csv'))\n"


def _asked(project: Project) -> str:
    """The path of its README, of a project that is asked about its data.

    Raises:
        NotAssessedError: there is no README in English, or the project is a package, a collection, or fits no model.
    """
    path, readme = markdown_readme(project)
    if not is_english(readme.text):
        raise NotAssessedError("the README is not in English")
    if is_package(project) or project.is_collection:
        raise NotAssessedError("a package or a collection brings no data of its own")
    if not any(_MODELS.search(project.code(file)) for file in project.code_paths):
        raise NotAssessedError("no code fits a model")
    return path


def _tables(project: Project) -> list[str]:
    return [
        path
        for path in project.files.paths
        if is_table(path) and project.files.size(path) > POINTER_LIMIT and not is_template(path)
    ]


def _data_line(project: Project) -> int | None:
    return next((section.line for section in project.readme_sections if "data" in section.kinds), None)


@rule(
    "DAT001",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n\nThe model reads `data/churn.csv`, and it says who leaves.\n",
        "data/churn.csv": TABLE,
        "train.py": _TRAIN,
    },
    good={"README.md": _SOURCED, "data/churn.csv": TABLE, "train.py": _TRAIN},
)
def source_missing(project: Project) -> Iterator[Finding]:
    """Code reads data, or a table is committed, and nothing says where they come from.

    README, cards, notes beside the data and text in notebooks are read; a link to a data host, a well-known data set's
    name and code that downloads count. Packages are not asked, and neither is a project with a report that is no text.

    **Why.** Whoever judges a result wants to know who collected the data, when and how ("Datasheets for Datasets",
    Gebru et al., 2021); without the source nobody can run the project again.

    **Fix.** Name the source with a link and the date of the download in a section on data.
    """
    path = _asked(project)
    if any(file.lower().endswith((".pdf", ".docx")) for file in project.files.paths):
        raise NotAssessedError("a report that is not read may say it")
    code = [project.code(file) for file in project.code_paths]
    tables = _tables(project)
    if not tables and not any(_READS.search(source) for source in code):
        return
    if any(_FETCHES.search(source) for source in code) or project.described_dataset.get("source"):
        return
    said = project.written
    if (
        names_source(said)
        or says_made_up(said)
        or any(_tells_origin(project, section) for section in project.readme_sections)
    ):
        return
    seen = tables[0] if tables else None
    yield Finding("nothing says where the data come from", path, _data_line(project), seen)


def _tells_origin(project: Project, section: ReadSection) -> bool:
    """Whether a section on data links to another place or has a word of origin."""
    if "data" not in section.kinds or project.readme is None:
        return False
    inside = "\n".join(project.readme.text.split("\n")[section.line : section.last])
    linked = (link for link in project.readme.links if section.line <= link.line <= section.last)
    return has_origin(inside) or any(link.target.startswith("http") for link in linked)


@rule(
    "DAT002",
    Severity.ADVICE,
    minutes=5,
    requires=("DAT001",),
    bad={
        "README.md": "# Churn\n\n## Data\n\nThe table was downloaded from a telecom's page.\n",
        "data/churn.csv": TABLE,
        "train.py": _TRAIN,
    },
    good={"README.md": _SOURCED, "data/churn.csv": TABLE, "train.py": _TRAIN},
)
def data_licence_missing(project: Project) -> Iterator[Finding]:
    """A table of somebody else's data is committed, and nothing says on what terms.

    Words on terms beside words on data count, and so does a licence or a card in the data's folder. Data that the
    project says it made up are its own, and so are the tables that its runs write.

    **Why.** Publishing a table again needs its owner's permission, and the code's licence does not cover it
    ("Datasheets for Datasets", Gebru et al., 2021).

    **Fix.** Write the licence or the terms of use beside the source; where they forbid it, take the table out and add
    a script that downloads it.
    """
    path = _asked(project)
    large = (table for table in _tables(project) if project.files.size(table) >= _SMALL)
    tables = [table for table in large if not _MADE.search(table)]
    if not tables:
        return
    said = project.written
    if says_made_up(said) or names_data_terms(said) or project.described_dataset.get("license"):
        return
    folders = {posixpath.dirname(table) for table in tables} - {""}
    if any(posixpath.dirname(file) in folders and has_terms(project.text(file)) for file in _notes(project)):
        return
    more = f", and {len(tables) - 1} more" if len(tables) > 1 else ""
    yield Finding("nothing says on what terms the data may be used", path, _data_line(project), f"{tables[0]}{more}")


_MADE = regex(
    r"(?:^|/)(?:results?|reports?|outputs?|artifacts|submissions?|predictions?|metrics|logs?|mlruns|figures|plots|"
    r"visuali[sz]ations?)/|"
    r"(?:^|/)[^/]*(?:results?|metrics|predictions|submission|shap|importances?|confusion|precision_recall|rmse|"
    r"leaderboard|(?<![a-z])roc)(?![a-z])[^/]*\Z",
    re.IGNORECASE,
)
"""Tables that a run writes: what a model predicted, and how well."""


def _notes(project: Project) -> Iterator[str]:
    return (path for path in project.files.paths if _NOTE.search(posixpath.basename(path)))


_DICTIONARY = regex(
    r"(?:^|/)[^/]*(?:dictionary|codebook|description|schema|metadata|features?|columns)[^/]*\.\w+\Z", re.IGNORECASE
)
_FIELDS = regex(
    r"(?im)^[^\w\n]{0,20}(?:[\w ]{1,60} )?(?:dictionary|features?|columns?|variables?|attributes?|fields?|schema|"
    r"codebook)\b|\|\s*(?:column|feature|variable|field|attribute|name)s?\s*\|"
)
_DESCRIBED = 0.3
_COLUMNS = 3


@rule(
    "DAT010",
    Severity.ADVICE,
    minutes=15,
    bad={
        "README.md": "# Churn\n\nDownloaded from a telecom, and the model says who leaves.\n",
        "data/churn.csv": TABLE,
        "train.py": _TRAIN,
    },
    good={
        "README.md": "# Churn\n\nDownloaded from a telecom, and the model says who leaves.\n",
        "data/churn.csv": TABLE,
        "train.py": _TRAIN,
        "data/README.md": _DATA_CARD,
    },
)
def data_fields_undescribed(project: Project) -> Iterator[Finding]:
    """The columns of a committed table are described nowhere.

    Silent where some of the names stand in README, in cards, in notes beside the data or in text of notebooks, where a
    data dictionary exists, and where the source is linked, since it may describe them.

    **Why.** What a column means, its unit and when it became known decide whether a model may use it ("Datasheets for
    Datasets", Gebru et al., 2021).

    **Fix.** Add a table to data/README.md: column, meaning, unit, when it is known.
    """
    path = _asked(project)
    if any(_DICTIONARY.search(file) for file in project.files.paths):
        return
    tables = [table for table in _tables(project) if table.lower().endswith((".csv", ".tsv"))]
    if not tables:
        return
    table = max(tables, key=lambda each: (project.files.size(each), each))
    names = column_names(project.files.read(table, HEAD))
    said = project.written
    if len(names) < _COLUMNS or _FIELDS.search(said) or "http" in said:
        return
    lowered = said.lower().replace("_", " ")
    if sum(name.lower().replace("_", " ") in lowered for name in names) < max(1, _DESCRIBED * len(names)):
        yield Finding(
            f"none of the documents describes the {len(names)} columns of {table}",
            path,
            _data_line(project),
            ", ".join(names[:6]),
        )
