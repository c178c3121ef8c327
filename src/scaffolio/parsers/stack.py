"""Libraries that a README names as its stack, and what a repository that uses them contains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Document
from scaffolio.patterns import regex


@dataclass(frozen=True, slots=True)
class Library:
    """A library's name, what it is called in prose, and what any use or declaration of it contains, in lower case."""

    name: str
    said: re.Pattern[str]
    needles: tuple[bytes, ...]


def _library(name: str, needles: str = "", said: str = "") -> Library:
    found = tuple(needle.encode() for needle in (needles or name.lower()).split())
    return Library(name, regex(rf"(?<![\w./-])(?:{said or re.escape(name)})(?![\w/])", re.IGNORECASE), found)


LIBRARIES = (
    _library("pandas"),
    _library("NumPy"),
    _library("SciPy"),
    _library("scikit-learn", "sklearn scikit-learn scikit_learn", r"scikit[- ]?learn|sklearn"),
    _library("Matplotlib", "matplotlib pylab"),
    _library("Seaborn"),
    _library("Plotly"),
    _library("TensorFlow", "tensorflow"),
    _library("Keras"),
    _library("PyTorch", "torch"),
    _library("XGBoost", "xgboost xgb"),
    _library("LightGBM", "lightgbm lgb"),
    _library("CatBoost"),
    _library("SHAP"),
    _library("Optuna"),
    _library("MLflow"),
    _library("Streamlit"),
    _library("Flask"),
    _library("FastAPI"),
    _library("Gradio"),
    _library("Django"),
    _library("NLTK"),
    _library("spaCy"),
    _library("Gensim"),
    _library("Transformers", "transformers", r"(?:hugging ?face )?transformers"),
    _library("OpenCV", "cv2 opencv"),
    _library("statsmodels"),
    _library("Prophet"),
    _library("imbalanced-learn", "imblearn imbalanced", r"imbalanced[- ]learn|imblearn"),
    _library("DVC", "dvc"),
    _library("Weights & Biases", "wandb", r"weights ?(?:&|and) ?biases|wandb"),
    _library("Airflow"),
    _library("PySpark", "pyspark"),
    _library("Dask"),
    _library("Polars"),
    _library("SQLAlchemy"),
    _library("Evidently"),
    _library("BentoML"),
    _library("Docker", "docker"),
)

_HEADING = regex(
    r"\btech(?:nology|nologies|nical)?[ -]*stack\b|\btechnolog(?:y|ies)\b|\bstack\b|\bbuilt (?:with|using)\b|"
    r"\b(?:tools?|librar(?:y|ies)|frameworks?)(?: (?:and|&) (?:tools?|librar(?:y|ies)|technologies|frameworks?))?"
    r"(?: used)?\W{0,4}\Z",
    re.IGNORECASE,
)
_OF_A_COURSE = regex(r"\W{0,6}(?:chapter|module|week|unit|lesson|lecture|part|day|session)\b\W{0,3}\d", re.IGNORECASE)
"""Headings of a course's contents: they name what is taught."""

_NOT_IN_USE = regex(
    r"\bfuture\b|\bplan|\boptional|\balternativ|\binstead\b|\bnot\b|\bno\b|\bwithout\b|\bcould\b|\bwill\b|\bor\b|\bnext\b|"
    r"\bconsider|\bcoming\b|\bunlike\b|\bcompatible\b|\breplac|\[ \]|\be\.g\.|\bsuch as\b",
    re.IGNORECASE,
)
_BODY = 6_000


def named_libraries(document: Document) -> Iterator[tuple[Library, int, str]]:
    """Each known library that a section on the stack names, with its line and how it is written there."""
    lines = document.text.split("\n")
    seen: set[str] = set()
    for section in document.sections:
        title = section.heading.text
        if section.heading.level == 1 or not _HEADING.search(title) or _OF_A_COURSE.match(title):
            continue
        for number in range(section.line + 1, section.end + 1):
            line = lines[number - 1][:_BODY] if number <= len(lines) else ""
            if _NOT_IN_USE.search(line):
                continue
            for library in LIBRARIES:
                if library.name not in seen and (said := library.said.search(line)):
                    seen.add(library.name)
                    yield library, number, said[0]
