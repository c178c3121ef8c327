"""RES: what the results say, and what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import ABOUT_CHURN
from scaffolio.model import Finding, Severity
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.document import Document, Table
from scaffolio.parsers.metric_names import CHINESE_VALUE
from scaffolio.parsers.vocabulary import describe, known_models, metric_in_prose
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, one_story, results_told_elsewhere, rule

_VALUE = regex(r"(?<![\w.])\d*\.\d+|\d\s?(?:%|per ?cent\b)|\d+\s+(?:of|out of|von|de|sur)\s+\d+|\d\s*/\s*\d")
_SCORED = regex(rf"\b(?:scores?|performance)\b[^.\n]{{0,30}}\d ?(?:%|per ?cent\b)|{CHINESE_VALUE}", re.IGNORECASE)
_PRINTED = frozenset({"", "text", "txt", "json", "console", "output"})
_EXPLAINED = regex(r"\bno (?:accuracy|metrics?|f1|ground[- ]truth|labels)\b|\bqualitative", re.IGNORECASE)
_NUMBER = regex(r"\W{0,8}\d[\d,. ]{0,30}(?:ms|s|sec|min|fps)?\W{0,8}\Z")
_PLACEHOLDER = "PLACEHOLDER("
_NEAR = 40


@rule(
    "RES001",
    Severity.WARNING,
    minutes=10,
    requires=("DOC009",),
    bad={
        "README.md": ABOUT_CHURN + "\n## Results\n\nThe model predicts churn very well and is better than expected.\n"
    },
    good={
        "README.md": ABOUT_CHURN
        + "\n## Results\n\nOn 1,409 held-out customers F1 is 0.61; always saying *stays* has 0.\n"
    },
)
def no_metric(project: Project) -> Iterator[Finding]:
    """The README speaks of results but gives no metric with a value.

    Where no code fits a model, or the README says that there is nothing to measure with, nothing is asked.

    **Why.** The ML Code Completeness checklist counts results only with their numbers; "performs well" cannot be
    compared, checked or remembered.

    **Fix.** Name the metric, its value on data the model never saw, and how many rows that were.
    """
    path, readme = markdown_readme(project)
    if any(judged.path == path for judged in project.claims) or _holds_value(project, readme):
        return
    if _EXPLAINED.search(readme.text) or not project.fits_models:
        raise NotAssessedError("no model is fitted, or the README says why there is no metric")
    if results_told_elsewhere(project, readme):
        raise NotAssessedError("the README names a document that holds the results")
    line = next((section.line for section in project.readme_sections if "results" in section.kinds), None)
    yield Finding("the results name no metric with a value", path, line)


def _holds_value(project: Project, readme: Document) -> bool:
    spans = [(s.line, s.last) for s in project.readme_sections if "results" in s.kinds]
    lines = readme.text.split("\n")
    if any(_value_beside_name(paragraph.text) or _SCORED.search(paragraph.text) for paragraph in readme.prose):
        return True
    if any(_value_beside_name(fence.content) for fence in readme.fences if fence.language in _PRINTED):
        return True
    inside = (line for start, end in spans for line in lines[start:end] if _PLACEHOLDER not in line)
    if any(_VALUE.search(line) for line in inside):
        return True
    below = [table for table in readme.tables if any(start <= table.header.line <= end for start, end in spans)]
    if any(map(_holds_number, below)):
        return True
    return any(
        describe(" ".join(table.header.cells)).metric and any(_VALUE.search(" ".join(r.cells)) for r in table.rows)
        for table in readme.tables
    )


@rule(
    "RES002",
    Severity.WARNING,
    minutes=10,
    requires=("DOC001", "DOC002"),
    bad={"README.md": "# Churn\n\n![build](https://img.shields.io/badge/build-passing.svg)\n\n" + ABOUT_CHURN},
    good={"README.md": ABOUT_CHURN + "\n![Precision against recall](figures/pr.png)\n", "figures/pr.png": "\x89PNG"},
)
def no_figure(project: Project) -> Iterator[Finding]:
    """The README shows no picture; badges do not count.

    **Why.** Images in the README are among the features that set popular academic AI repositories apart (Fan et al.,
    arXiv 2010.02472, 1,149 repositories); only 5% of 58 portfolio READMEs had one.

    **Fix.** Commit one figure of the main result and show it near the top, with alternative text that tells the result.
    """
    path, readme = one_story(project)
    drawn = any(fence.language == "mermaid" for fence in readme.fences)
    video = "<video" in readme.text or "user-attachments/assets" in readme.text
    if not drawn and not video and not any(image.target and not image.is_badge for image in readme.images):
        yield Finding("no figure is shown", path)


def _holds_number(table: Table) -> bool:
    """Whether a cell beside the first is a number and nothing else, as a forecast's is."""
    return any(_NUMBER.match(cell) for row in table.rows for cell in row.cells[1:])


def _value_beside_name(text: str) -> bool:
    """Whether a number stands near a metric's name, however it is put: ``RMSE ≈ 0.25`` tells a result, too."""
    return any(_named_values(text))


def _named_values(text: str) -> Iterator[str]:
    """The names of metrics that a number stands near."""
    for name in metric_in_prose().finditer(text):
        if _VALUE.search(text, max(0, name.start() - _NEAR), name.end() + _NEAR):
            yield name[0]


_BASELINE = regex(
    r"\bbase-?\s?lines?\b|\bdummy ?(?:class|regress|model|base|predict)|"
    r"\bmajority (?:class\b(?! (?:sample|error|of|instance|record))|vot|rule|label|base)|"
    r"\bmost (?:frequent|common) (?:class|label)|"
    r"\bna[iï]ve\b(?!\s+bayes)|\bzero-?r\b|\bbuy[- ]and[- ]hold|"
    r"\brandom(?:ly)? (?:guess|chance|predict|classif|model|recommend|baseline)|\brandom (?:walk|agent|policy)|"
    r"\bby chance\b|\bchance level|\bclass prior|\bprevalence|\bpersistence (?:model|forecast|baseline|bench)|"
    r"\bconstant (?:model|predict)|\balways (?:say|predict|answer)|\b(?:mean|median) (?:predict|model|baseline)|"
    r"\b(?:predict|guess)(?:s|ing)? the (?:\w+ )?(?:mean|median|average|last)\b"
    r"(?! (?:value|price|house|home|income|earning))|"
    r"\brule[- ]of[- ]thumb|\brules?[- ]based (?:base|model|classif|approach|system|method|predict)|\bheuristic|"
    r"\bkeyword rule|\blookup\b|\bmoving average\b(?! (?:cross|indicator|window|s))|"
    r"\bbeats\b|\bbeating\b|\b(?:to|we|not|can|could) beat\b|"
    r"\bversus\b|"
    r"\bvs\.? (?:\w+ )?(?:base|na[iï]ve|random|human|classical|traditional|linear|logistic|simple|mean\b|"
    r"median|previous|existing|manual|original|benchmark)|"
    r"\bbetter than\b|\bworse than\b|\boutperform\w* (?:the|a|an|all|both|other|existing)\b|"
    r"\bstate[- ]of[- ]the[- ]art|\bsota\b|\bbenchmark(?:s|ed)? (?:models?|against)\b|"
    r"\b(?:against|to|over|than|the|a) (?:\w+ )?benchmark\b(?! (?:script|suite))|"
    r"\bhuman(?:s\b|[ -](?:level|perform|expert|accuracy|annotat|bench))|\bleader ?board|\bpercentile\b|"
    r"\btop \d+ ?%|\brank(?:ed)? \W{0,3}\d|"
    r"\bprevious(?:ly)? (?:\w+ )?(?:work|best|stud|approach|model|method|result|publish|report|version|system)|"
    r"\bprior work|\bexisting (?:\w+ )?(?:work|approach|model|method|system|process|solution)|"
    r"\b(?:original|our|the) papers?\b|\breproduc\w+ (?:\w+ ){0,3}(?:papers?|published|original)\b|"
    r"\bre-?implement|\bcurrent (?:process|practice|system|polic)|\bmanual(?:ly)? (?:review|process|label)|"
    r"\bablation|\bcompar\w+ (?:\w+ ){0,3}(?:models|architectures|algorithms|classifiers|approaches|methods)\b|"
    r"\bimprove(?:d|s|ment)? (?:\w+ ){0,4}(?:by|of|over|from)\b|\breduc\w+ (?:\w+ ){0,4}by\b|"
    r"\bzero-?shot|\bwithout (?:the |any |a )?(?:model|fine-?tun|augment|feature|pre-?train)|\blínea base|"
    r"\bvergleich|\bréférence|\breferencia\b|基线|基準|对比|比較|\bover (?:the )?(?:last|standard|simple)|"
    r"mnist|\bcifar|imagenet",
    re.IGNORECASE,
)
_SIMPLE = frozenset(
    {
        *("logistic regression", "linear regression", "ridge", "lasso", "elastic net", "naive bayes", "decision tree"),
        *("knn", "svm", "arima", "sarima", "sarimax", "mlp", "cnn", "baseline", "dummy", "majority"),
    }
)
"""Models plain enough to show whether a task needs more."""

_UNSUPERVISED = frozenset({"silhouette", "davies_bouldin", "calinski_harabasz"})
_ROWS_COMPARED = 2


@rule(
    "RES003",
    Severity.WARNING,
    minutes=30,
    requires=("DOC009", "RES001"),
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nF1 is 0.91.\n"},
    good={
        "README.md": ABOUT_CHURN
        + "\n## Results\n\n| model | F1 |\n|---|---|\n| majority class | 0.42 |\n| ours | 0.91 |\n"
    },
)
def results_without_baseline(project: Project) -> Iterator[Finding]:
    """The results name nothing to compare with: no baseline, no second model, no earlier work.

    A plain model that the README names among several, such as a linear one or a single tree, counts as a baseline.

    **Why.** Google's ML Test Score asks that a simpler model be shown not to be better (test Model 4): without one,
    nobody can tell whether 0.91 is much.

    **Fix.** Add what the simplest rule scores on the same rows: the commonest class, the mean, yesterday's value.
    """
    path, readme = one_story(project)
    line = next(_metric_lines(project, path, readme), None)
    if line is None:
        raise NotAssessedError("no metric value of a prediction could be read in the README")
    named = len({claim.labels for claim in _claims(project, path) if claim.labels}) >= _ROWS_COMPARED
    if not named and not _BASELINE.search(readme.text) and not _has_plain_model(readme):
        yield Finding("the results name no baseline to compare with", path, line)


def _claims(project: Project, path: str) -> list[Claim]:
    return [judged.claim for judged in project.claims if judged.path == path]


def _metric_lines(project: Project, path: str, readme: Document) -> Iterator[int]:
    """Where the README states how good predictions are; what tells clusters apart does not count."""
    claims = _claims(project, path)
    yield from (claim.line for claim in claims if claim.metric and claim.metric not in _UNSUPERVISED)
    if not claims:
        for paragraph in readme.prose:
            if any(describe(name).metric not in _UNSUPERVISED for name in _named_values(paragraph.text)):
                yield paragraph.line


def _has_plain_model(readme: Document) -> bool:
    """Whether a plain model is named among several, or a table compares models."""
    named = known_models(readme.text)
    return (len(named) >= _ROWS_COMPARED and not named.isdisjoint(_SIMPLE)) or any(map(_compares, readme.tables))


def _compares(table: Table) -> bool:
    """Whether at least two rows, which are models and not metrics, hold a value."""
    measured = [row for row in table.rows if _VALUE.search(" ".join(row.cells[1:]))]
    models = [row for row in measured if not describe(row.cells[0]).metric]
    return len(models) >= _ROWS_COMPARED or (bool(measured) and not models and len(table.header.cells) > _ROWS_COMPARED)
