"""RES, on the measuring: on what, how surely and how long it was done, and where it is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from scaffolio.example_files import ABOUT_CHURN
from scaffolio.model import Finding, Severity
from scaffolio.parsers.claim import Claim
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule, stated_metrics

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
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nF1 is 0.61.\n"},
    good={"README.md": ABOUT_CHURN + "\n## Results\n\nOn 1,409 held-out customers F1 is 0.61.\n"},
)
def results_without_split(project: Project) -> Iterator[Finding]:
    """The README states a metric and nowhere on which data it was measured: no split, no data set, no number of rows.

    **Why.** The NeurIPS reproducibility checklist asks for the splits and the number of examples; a value on the
    training rows says nothing about new ones.

    **Fix.** Write beside the metric on which rows it was measured, and how many they were.
    """
    path, readme, claims = stated_metrics(project)
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
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61 ± 0.02 over five seeds.\n"},
)
def results_without_uncertainty(project: Project) -> Iterator[Finding]:
    """The README states metrics without a word on how much they would vary: no interval, seeds, folds or runs.

    **Why.** The NeurIPS reproducibility checklist asks for error bars and the number of runs; two models a hundredth
    apart may be the same model with other luck.

    **Fix.** Give a bootstrap interval of the test metric, or mean and spread over folds or seeds.
    """
    path, readme, claims = stated_metrics(project)
    if not _UNCERTAIN.search(readme.text):
        yield Finding("the metrics come without interval, seeds or folds", path, claims[0].line, claims[0].number.text)


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
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61; training takes 40 seconds.\n"},
)
def runtime_unstated(project: Project) -> Iterator[Finding]:
    """The README states results and neither how long it takes to get them nor on what machine.

    **Why.** The NeurIPS reproducibility checklist asks for average runtime and computing infrastructure. Small projects
    run anywhere, so this rule is off unless selected.

    **Fix.** Add how long the main command takes, and on which machine.
    """
    path, readme, claims = stated_metrics(project)
    if not _RUNTIME.search(readme.text):
        yield Finding("no runtime and no machine is stated", path, claims[0].line)


@rule(
    "RES010",
    Severity.ADVICE,
    minutes=20,
    requires=("DOC009", "RES001"),
    bad={"README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61.\n"},
    good={
        "README.md": ABOUT_CHURN + "\n## Results\n\nOn the test rows F1 is 0.61.\n",
        "reports/metrics.json": '{"f1": 0.61}\n',
    },
)
def metrics_file_missing(project: Project) -> Iterator[Finding]:
    """The README states metrics that nothing records: no metrics file, table, report, log or output of a notebook.

    **Why.** A number that only prose holds cannot be checked, and stays when the code that gave it has changed.

    **Fix.** Let the evaluation write `metrics.json`, commit it, and copy the numbers from there.
    """
    path, _readme, claims = stated_metrics(project)
    if not project.metrics and not _is_recorded(project, path, claims):
        yield Finding("only prose holds the metrics", path, claims[0].line, claims[0].number.text)


_RECORD = regex(
    r"\.(?:txt|log|json|csv|tsv|ya?ml|ipynb|out|tex|py|R)\Z|(?:result|metric|eval|report|score|perform|benchmark)[^/]*\.(?:md|rst|html)\Z",
    re.IGNORECASE,
)
_REMARK = regex(rb"#[^\n]*")
_DECIMAL = regex(rb"(?<![\w.])-?\d{0,9}\.\d{2,17}(?![\w.])|(?<![\w.])\d{1,3}(?:\.\d{1,17})?(?=\s?%)")
_RECORD_LIMIT = 300_000
_RECORDS_READ = 60


def _is_recorded(project: Project, readme: str, claims: list[Claim]) -> bool:
    """Whether any other file holds one of the numbers: a report in text, a log, an output, a remark in code."""
    named = (path for path in project.own_paths if path != readme and _RECORD.search(path))
    for path in islice(named, _RECORDS_READ):
        content = project.content(path)
        if len(content) <= _RECORD_LIMIT or path.endswith(".ipynb"):
            if path.endswith((".py", ".R")):
                content = b"\n".join(_REMARK.findall(content))
            held = {float(match[0]) for match in _DECIMAL.finditer(content)}
            if any(_holds(held, claim) for claim in claims):
                return True
    return False


def _holds(held: set[float], claim: Claim) -> bool:
    return any(claim.number.agrees(value, fraction=True, strict=False) for value in held)
