"""RES, on the measuring: on what, how surely, how completely the results were obtained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scaffolio.model import Finding, Severity
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.document import Document
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_ABOUT = (
    "# Churn\n\n"
    + "Which customers leave next month? A shop wants to write to them before they go, and to few others. " * 3
)


def _claims(project: Project) -> tuple[str, Document, list[Claim]]:
    """The README and the metric values it states of this project.

    Raises:
        NotAssessedError: it states none, or tells of many projects.
    """
    path, readme = markdown_readme(project)
    if project.is_collection:
        raise NotAssessedError("a collection of projects, each with results of its own")
    stated = [
        judged.claim
        for judged in project.claims
        if judged.path == path and judged.claim.metric and judged.claim.kind == "value"
    ]
    if not stated:
        raise NotAssessedError("no metric value could be read in the README")
    return path, readme, stated


_SPLIT = regex(
    r"\btest|\bvalid|\bhold-?\s?out|\bheld-?\s?out|\bsplit|\bfolds?\b|\bcross-?\s?val|\bunseen\b|\bout-of-|"
    r"\bback-?test|"
    r"\btrain(?:ing)?[ -](?:set|data|accuracy|score|loss)|\bkaggle\b|\bleaderboard\b|\bn ?= ?\d|\bdev set\b|"
    r"\bval\b|\bCV\b|"
    r"\bdatasets?\b|\d+ (?:rows|samples|customers|images|reviews|examples|records|houses|flats)|\bprueba\b|"
    r"\btestdaten|测试|验证",
    re.IGNORECASE,
)


@rule(
    "RES004",
    Severity.WARNING,
    minutes=5,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nF1 is 0.61.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nOn 1,409 held-out customers F1 is 0.61.\n"},
)
def results_without_split(project: Project) -> Iterator[Finding]:
    """The README states a metric and nowhere on which data it was measured: no split, no data set, no number of rows.

    **Why.** The NeurIPS reproducibility checklist asks for the splits and the number of examples; a value on the
    training rows says nothing about new ones.

    **Fix.** Write beside the metric on which rows it was measured, and how many they were.
    """
    path, readme, claims = _claims(project)
    if not _SPLIT.search(readme.text):
        yield Finding("a metric is stated, but not on which data", path, claims[0].line, claims[0].number.text)


_UNCERTAIN = regex(
    r"\b(?:std\b|standard (?:deviation|error)|confidence|interval|seeds?\b|folds?\b|cross-?\s?val|cv\b|"
    r"bootstrap|runs\b|repeat|varian|p[- ]values?\b|significan|uncertain|noise\b|averag|mean of\b|[κσ]\b|"
    r"quantile|range\b|stable\b|vergleich)|±|\+/-|置信|交叉",
    re.IGNORECASE,
)


@rule(
    "RES005",
    Severity.ADVICE,
    minutes=30,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61 ± 0.02 over five seeds.\n"},
)
def results_without_uncertainty(project: Project) -> Iterator[Finding]:
    """The README states metrics without a word on how much they would vary: no interval, seeds, folds or runs.

    **Why.** The NeurIPS reproducibility checklist asks for error bars and the number of runs; two models a hundredth
    apart may be the same model with other luck.

    **Fix.** Give a bootstrap interval of the test metric, or mean and spread over folds or seeds.
    """
    path, readme, claims = _claims(project)
    if not _UNCERTAIN.search(readme.text):
        yield Finding("the metrics come without interval, seeds or folds", path, claims[0].line, claims[0].number.text)


_OTHER_METRIC = regex(
    r"\bf-?1\b|\bf-?score|\bprecision\b|\brecall\b|\bsensitiv|\bspecific(?:ity)\b|\bauc\b|\broc\b|\bauroc|"
    r"\bconfusion|\bkappa\b|"
    r"\bmcc\b|\bmatthews|\blog-?\s?loss|\bbalanced\b|\bbalance\b|\bclasses are (?:equal|even)|\btop-?\s?5|"
    r"\bIoU\b|\bmAP\b|"
    r"\b50/50\b|\bequal number|\berror rate|\brmse\b|\bmae\b|\br2\b|\br²",
    re.IGNORECASE,
)
_BALANCED_DATA = regex(
    r"mnist|cifar|imagenet|imdb|\biris\b|caltech|omniglot|\bsvhn\b|glue\b|squad|clevr|\bvqa\b", re.IGNORECASE
)


@rule(
    "RES006",
    Severity.ADVICE,
    minutes=15,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows accuracy is 0.81.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nOn the test rows accuracy is 0.81, F1 0.58.\n"},
)
def accuracy_alone(project: Project) -> Iterator[Finding]:
    """Accuracy is the only metric of a classification, and nothing says that the classes are balanced.

    Well-known balanced data sets are left alone.

    **Why.** Where three customers of four stay, saying *stays* of all has an accuracy of .75 and finds nobody
    (scikit-learn user guide, *Balanced accuracy score*).

    **Fix.** Add how often each class occurs, and a metric that counts the rare one: F1, average precision, a confusion
    matrix.
    """
    path, readme, claims = _claims(project)
    if {claim.metric for claim in claims} != {"accuracy"}:
        return
    if not _OTHER_METRIC.search(readme.text) and not _BALANCED_DATA.search(readme.text):
        yield Finding("accuracy is the only metric", path, claims[0].line, claims[0].number.text)


_SHARES = frozenset(
    {"accuracy", "f1", "roc_auc", "r2", "average_precision", "precision", "recall", "balanced_accuracy"}
)
_SUSPECTS = regex(
    r"\bleak|\bduplicat|\btoo good|\boverfit|\bover-fit|\bsuspic|\bsanity|\bmemori[sz]|\bmnist|\biris\b|"
    r"\btraining accuracy|"
    r"\btrain accuracy|\btrain(?:ing)? set|\bsynthetic|\btoy\b|\bimbalanc|\btrivial|\bseparable",
    re.IGNORECASE,
)
_NEARLY_ALL = 0.99
_PERCENT = 100.0


@rule(
    "RES007",
    Severity.ADVICE,
    minutes=30,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows accuracy is 0.998.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nOn the test rows accuracy is 0.998; no row leaks, checked by id.\n"},
)
def too_good(project: Project) -> Iterator[Finding]:
    """A metric of .99 or more is stated without a word on leakage, duplicates or overfitting.

    **Why.** In 17 fields 294 papers were found whose results rested on leakage (Kapoor and Narayanan 2023); a nearly
    perfect score is its commonest sign.

    **Fix.** Look for features known only afterwards, rows in both splits and scaling before the split, and say that you
    did.
    """
    path, readme, claims = _claims(project)
    if _SUSPECTS.search(readme.text):
        return
    for claim in claims:
        if claim.metric in _SHARES and claim.split != "train" and _NEARLY_ALL <= _share(claim) <= 1:
            yield Finding("a nearly perfect score, and no word on leakage", path, claim.line, claim.number.text)
            return


def _share(claim: Claim) -> float:
    value = claim.number.value
    return value / _PERCENT if claim.number.percent or value > 1 else value


_RUNTIME = regex(
    r"\d ?(?:s|sec(?:ond)?s?|min(?:ute)?s?|h|hrs?|hours?|days?|ms)\b|\bgpus?\b|\bcpu\b|\btpu\b|\bcolab\b|"
    r"\bcuda\b|\bRAM\b|"
    r"\bhardware\b|\bruntime\b|\bminutes\b|\bhours\b|\bseconds\b",
    re.IGNORECASE,
)


@rule(
    "RES008",
    Severity.ADVICE,
    pedantic=True,
    minutes=5,
    requires=("DOC009",),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61; training takes 40 seconds.\n"},
)
def runtime_unstated(project: Project) -> Iterator[Finding]:
    """The README states results and neither how long it takes to get them nor on what machine.

    **Why.** The NeurIPS reproducibility checklist asks for average runtime and computing infrastructure. Small projects
    run anywhere, so this rule is off unless selected.

    **Fix.** Add how long the main command takes, and on which machine.
    """
    path, readme, claims = _claims(project)
    if not _RUNTIME.search(readme.text):
        yield Finding("no runtime and no machine is stated", path, claims[0].line)


_ERRORS = regex(
    r"\bconfusion|\berror analysis|\bmisclassif|\bwrong|\bmistake|\bresidual|\bworst\b|\bfalse (?:positive|"
    r"negative|alarm)|"
    r"\bfail|\bincorrect|\bmiss(?:es|ed)\b|\bconfus|\bhard(?:est)? (?:cases|examples)|\bstruggle|\boutlier|"
    r"\bunder-?estimat|"
    r"\bover-?estimat|\bunder-?predict|\bover-?predict|\bqualitative|\bper[- ]class|\bfeature importance|"
    r"\bshap\b|\binterpret|"
    r"\berrors? (?:are|come|occur|by|in)|\bfehler|\berreurs?\b|混淆|错误",
    re.IGNORECASE,
)
_WITHOUT_MISTAKES = frozenset(
    {
        "loss",
        "perplexity",
        "fid",
        "psnr",
        "ssim",
        "bleu",
        "silhouette",
        "log_loss",
        "davies_bouldin",
        "calinski_harabasz",
    }
)
_ERROR_FILE = regex(r"confusion|residual|worst|error[_-]?analysis|misclassif", re.IGNORECASE)


@rule(
    "RES009",
    Severity.ADVICE,
    minutes=30,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={"README.md": _ABOUT + "\n## Results\n\nF1 is 0.61; the worst mistakes are customers of less than a month.\n"},
)
def no_error_analysis(project: Project) -> Iterator[Finding]:
    """The README states metrics and nothing about the cases that the model gets wrong.

    A confusion matrix, residuals or worst cases among the files count, too.

    **Why.** Reading mistakes is what practitioners look for in a candidate and what finds label errors and leaks; one
    number hides both.

    **Fix.** Read the ten worst predictions, say what they have in common, and show one.
    """
    path, readme, claims = _claims(project)
    if all(claim.metric in _WITHOUT_MISTAKES for claim in claims):
        raise NotAssessedError("no metric of single predictions")
    if not _ERRORS.search(readme.text) and not any(_ERROR_FILE.search(file) for file in project.files.paths):
        yield Finding("could not find a word on what the model gets wrong", path, claims[0].line)


@rule(
    "RES010",
    Severity.ADVICE,
    minutes=20,
    requires=("DOC009", "RES001"),
    bad={"README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={
        "README.md": _ABOUT + "\n## Results\n\nOn the test rows F1 is 0.61.\n",
        "reports/metrics.json": '{"f1": 0.61}\n',
    },
)
def metrics_file_missing(project: Project) -> Iterator[Finding]:
    """The README states metrics that no file records: no metrics file, table, report, log or output of a notebook.

    **Why.** A number that only prose holds cannot be checked, and stays when the code that gave it has changed.

    **Fix.** Let the evaluation write `metrics.json`, commit it, and copy the numbers from there.
    """
    path, _readme, claims = _claims(project)
    if not project.metrics and not _is_recorded(project, path, claims):
        yield Finding("the metrics stand in no file", path, claims[0].line, claims[0].number.text)


_RECORD = regex(
    r"\.(?:txt|log|json|csv|tsv|ya?ml|ipynb|out)\Z|(?:result|metric|eval|report|score|perform|benchmark)[^/]*\.(?:md|rst|html)\Z",
    re.IGNORECASE,
)
_DECIMAL = regex(rb"(?<![\w.])-?\d{0,9}\.\d{2,17}(?![\w.])|(?<![\w.])\d{1,3}(?:\.\d{1,17})?(?=\s?%)")
_RECORD_LIMIT = 300_000
_RECORDS_READ = 60


def _is_recorded(project: Project, readme: str, claims: list[Claim]) -> bool:
    """Whether any other file holds one of the numbers, whatever its form: a report in text, a log, an output."""
    named = (path for path in project.own_paths if path != readme and _RECORD.search(path))
    for path in islice(named, _RECORDS_READ):
        content = project.content(path)
        if len(content) <= _RECORD_LIMIT or path.endswith(".ipynb"):
            held = {float(match[0]) for match in _DECIMAL.finditer(content)}
            if any(_holds(held, claim) for claim in claims):
                return True
    return False


def _holds(held: set[float], claim: Claim) -> bool:
    return any(claim.number.agrees(value, fraction=True, strict=False) for value in held)
