"""RES, on doubt: whether the results were looked at as a sceptic would."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import ABOUT_CHURN
from scaffolio.model import Finding, Severity
from scaffolio.parsers.claim import Claim
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule, stated_metrics

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
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows accuracy is 0.81.\n"},
    good={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows accuracy is 0.81, F1 0.58.\n"},
)
def accuracy_alone(project: Project) -> Iterator[Finding]:
    """Accuracy is the only metric of a classification, and nothing says that the classes are balanced.

    Well-known balanced data sets are left alone.

    **Why.** Where three customers of four stay, saying *stays* of all has an accuracy of .75 and finds nobody
    (scikit-learn user guide, *Balanced accuracy score*).

    **Fix.** Add how often each class occurs, and a metric that counts the rare one: F1, average precision, a confusion
    matrix.
    """
    path, readme, claims = stated_metrics(project)
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
_HIGH_ANYWAY = frozenset({"pixel", "pixels", "batch"})
"""What is nearly all of it as a rule: pixels, most of which are background, and what a batch of training scores."""

_NEARLY_ALL = 0.99
_PERCENT = 100.0


@rule(
    "RES007",
    Severity.ADVICE,
    minutes=30,
    requires=("DOC009", "RES001"),
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows accuracy is 0.998.\n"},
    good={
        "README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows accuracy is 0.998; no row leaks, checked by id.\n"
    },
)
def too_good(project: Project) -> Iterator[Finding]:
    """A metric of .99 or more is stated without a word on leakage, duplicates or overfitting.

    **Why.** In 17 fields 294 papers were found whose results rested on leakage (Kapoor and Narayanan 2023); a nearly
    perfect score is its commonest sign.

    **Fix.** Look for features known only afterwards, rows in both splits and scaling before the split, and say that you
    did.
    """
    path, readme, claims = stated_metrics(project)
    if _SUSPECTS.search(readme.text):
        return
    for claim in claims:
        doubtful = claim.metric in _SHARES and claim.split != "train" and not claim.labels & _HIGH_ANYWAY
        if doubtful and _NEARLY_ALL <= _share(claim) <= 1:
            yield Finding("a nearly perfect score, and no word on leakage", path, claim.line, claim.number.text)
            return


def _share(claim: Claim) -> float:
    value = claim.number.value
    return value / _PERCENT if claim.number.percent or value > 1 else value


_ERRORS = regex(
    r"\bconfusion|\berror analysis|\bmisclassif|\bwrong|\bmistake|\bresidual|\bworst\b|\bfalse (?:positive|"
    r"negative|alarm)|"
    r"\bfail|\bincorrect|\bmiss(?:es|ed)\b|\bconfus|\bhard(?:est)? (?:cases|examples)|\bstruggle|\boutlier|"
    r"\bunder-?estimat|\b(?:accuracy|performance|mape|rmse|mae|recall) (?:by|per|across) |"
    r"\bweak (?:spot|point)|\b(?:day|step|week|hour|month)[- ]lag\b|"
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
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={
        "README.md": ABOUT_CHURN
        + "\n## Results\n\nF1 is 0.61; the worst mistakes are customers of less than a month.\n"
    },
)
def no_error_analysis(project: Project) -> Iterator[Finding]:
    """The README states metrics and nothing about the cases that the model gets wrong.

    A confusion matrix, residuals or worst cases among the files count, too.

    **Why.** Reading mistakes is what practitioners look for in a candidate and what finds label errors and leaks; one
    number hides both.

    **Fix.** Read the ten worst predictions, say what they have in common, and show one.
    """
    path, readme, claims = stated_metrics(project)
    if all(claim.metric in _WITHOUT_MISTAKES for claim in claims):
        raise NotAssessedError("no metric of single predictions")
    if not _ERRORS.search(readme.text) and not any(_ERROR_FILE.search(file) for file in project.files.paths):
        yield Finding("could not find a word on what the model gets wrong", path, claims[0].line)
