"""TRU: whether the numbers that README and model card state agree with runs, data and code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from scaffolio.claims import JudgedClaim, Standing
from scaffolio.model import Finding, Severity
from scaffolio.parsers.hyperparameter_values import (
    is_config,
    is_written,
    stated_values,
    values_in_config,
    values_in_tree,
)
from scaffolio.parsers.row_counts import StatedRows, agrees, rows_beside_files, stated_rows
from scaffolio.parsers.whole_table import count_rows, is_part, whole_table
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.renumbered import renumbered
from scaffolio.rule import NotAssessedError, markdown_readme, rule

_FEW_VALUES = 2
_FEW_TABLES = 5
_SOME_TABLES = 30
_CONFIG_LIMIT = 60_000
_TESTS = regex(
    r"(?:^|/)tests?/|(?:^|/)(?:test_|conftest)[^/]*\.py\Z|(?:^|/)(?:package|package-lock|vercel)[^/]*\.json\Z"
)
_NAMES = regex(
    rb"(?i)lr|learning|batch|epoch|hidden|dropout|estimators|depth|embed|layers|momentum|decay|neighbors|clusters|"
    rb"samples|seq|max_?len|test_size|units|LSTM|Dense|Linear"
)


@rule(
    "TRU004",
    Severity.ERROR,
    minutes=2,
    bad={
        "README.md": "# Churn\n\n| model | F1 |\n|---|---|\n| forest | 0.84 |\n",
        "results/metrics.json": '{"forest": {"f1": 0.8137}}',
    },
    good={
        "README.md": "# Churn\n\n| model | F1 |\n|---|---|\n| forest | 0.81 |\n",
        "results/metrics.json": '{"forest": {"f1": 0.8137}}',
    },
)
def number_contradicts_run(project: Project) -> Iterator[Finding]:
    """A metric value in the README or model card differs, after rounding or cutting off, from what a run recorded.

    Records are metrics files, notebook outputs and what runs printed into logs and reports. A value is contradicted
    only where values of the same metric, and of the same model and split where both sides name them, exist, none of
    them rounds to it, and its digits stand in no other file of results. Goals and other people's results are no claims.
    A project that Scaffolio made is also held to the figures' descriptions, to what it says of the data, and to the
    runs and tests that are its author's.

    **Why.** Numbers are copied by hand and then the model is trained again; a reader who opens the notebook sees the
    other number.

    **Fix.** Run again and copy the number, or render the table from the metrics file.
    """
    others = list(renumbered(project))
    for one in others:
        yield Finding(f"says {one.said} where {one.source} gave {one.written}", one.path, one.line, one.said)
    if not project.claims and not others:
        raise NotAssessedError("no metric value could be read in README or model card")
    if not project.metrics and not others:
        raise NotAssessedError("no metrics file or notebook output to compare with")
    told = {(one.path, one.line) for one in others}
    for judged in project.claims:
        if (
            judged.standing is Standing.CONTRADICTED
            and judged.evidence
            and (judged.path, judged.claim.line) not in told
        ):
            yield Finding(_contradiction(project, judged), judged.path, judged.claim.line, judged.claim.number.text)


def _contradiction(project: Project, judged: JudgedClaim) -> str:
    record, claim = judged.evidence, judged.claim
    metric = (claim.metric or (record.metric if record else None) or claim.kind).replace("_", " ")
    labels = record.labels if record and record.kind != "fact" else frozenset[str]()
    line = " ".join(project.text(judged.path).split("\n")[claim.line - 1 : claim.line]).casefold()
    model = f" of {' '.join(sorted(labels, key=lambda label: (line.find(label), label)))}" if labels else ""
    said = f"{record.path} {record.locator} says {record.value:g}" if record else "no record agrees"
    return f"says {metric} {claim.number.text}; {said}{model}"


@rule(
    "TRU005",
    Severity.WARNING,
    minutes=5,
    bad={
        "README.md": "# Churn\n\nF1 is 0.81 and recall is 0.77.\n",
        "metrics.json": '{"f1": 0.8137}',
    },
    good={
        "README.md": "# Churn\n\nF1 is 0.81 and recall is 0.77.\n",
        "metrics.json": '{"f1": 0.8137, "recall": 0.7702}',
    },
)
def number_unsupported(project: Project) -> Iterator[Finding]:
    """A metric value in the README or model card is in no metrics file, notebook output or log of the repository.

    Asked only where runs left records; where there are none at all, RES010 says so once. A number whose digits stand
    in a report among the results is passed over. One finding for each line.

    **Why.** A number that nothing recorded cannot be checked, and nobody notices when it has become wrong.

    **Fix.** Let the run write the value and commit the file, or delete the number.
    """
    if not project.claims:
        raise NotAssessedError("no metric value could be read in README or model card")
    if not project.metrics:
        raise NotAssessedError("no metrics file or notebook output to compare with")
    if project.is_unread:
        raise NotAssessedError("not every file that may hold metrics was fetched")
    lines: dict[tuple[str, int], list[str]] = {}
    for judged in project.claims:
        if judged.standing is Standing.UNSUPPORTED and judged.claim.metric and not project.holds(judged.claim.number):
            said = f"{judged.claim.metric.replace('_', ' ')} {judged.claim.number.text.strip()}"
            lines.setdefault((judged.path, judged.claim.line), []).append(said)
    for (path, line), numbers in lines.items():
        yield Finding(f"no file records {', '.join(numbers)}", path, line, numbers[0])


@rule(
    "TRU009",
    Severity.ERROR,
    minutes=10,
    bad={
        "README.md": "# Churn\n\nThe dataset contains 7,043 customers.\n",
        "data/customers.csv": "id,churn\n" + "1,0\n" * 30,
        "train.py": "import pandas as pd\n\nframe = pd.read_csv('data/customers.csv')\n",
    },
    good={
        "README.md": "# Churn\n\nThe dataset contains 30 customers.\n",
        "data/customers.csv": "id,churn\n" + "1,0\n" * 30,
        "train.py": "import pandas as pd\n\nframe = pd.read_csv('data/customers.csv')\n",
    },
)
def row_count_contradicts(project: Project) -> Iterator[Finding]:
    """The README states how many rows the data have, and the file it speaks of has another number.

    That is the table it names in the same line, or else the one table that the code reads: only where that is
    committed as a whole, nothing is fetched, and no table of the repository has as many rows. Silent on sentences that
    speak of a sample, of training or test rows, or of what is left after cleaning.

    **Why.** Either the data shown are not the data used, or the results come from a few rows.

    **Fix.** State the number of rows of the file, or say that a sample is committed and where the rest is.
    """
    path, readme = markdown_readme(project)
    stated, beside = stated_rows(readme), list(rows_beside_files(readme))
    wrong = {one: held for name, one in beside if (held := _held(project, name, one))}
    for _, one in sorted({one.line: one for one in (*stated, *wrong)}.items()):  # once a line, however it was read
        said = next((held for other, held in wrong.items() if other.number == one.number), None)
        if said:
            yield _few_rows(path, one, *said)
    if wrong or not stated:
        return
    data = whole_table(project.own_paths, [project.code(path) for path in project.code_paths])
    if data is None or is_part(data, readme.text):
        raise NotAssessedError("not a single table that the code reads as the whole data")
    rows = _rows(project, data)
    if rows is None:
        raise NotAssessedError(f"the rows of {data} could not be counted")
    counts = [rows, *_other_counts(project, data)]
    if not any(agrees(one, count) for one in stated for count in (*counts, *_sums(counts))):
        yield _few_rows(path, stated[0], data, rows)


def _few_rows(path: str, stated: StatedRows, data: str, rows: int) -> Finding:
    return Finding(f"says {stated.text}; {data} has {rows:,} rows", path, stated.line, stated.text)


def _rows(project: Project, path: str) -> int | None:
    return count_rows(project.content(path), project.files.size(path))


def _held(project: Project, name: str, stated: StatedRows) -> tuple[str, int] | None:
    """The table that a line names and its rows, where every table of that name has another number of them."""
    paths = [path for path in project.own_paths if path == name or path.endswith(f"/{name}")]
    counts = [_rows(project, path) for path in paths[:_FEW_TABLES]]
    known = [count for count in counts if count is not None]
    if not paths or len(known) < len(paths) or any(agrees(stated, count) for count in known):
        return None
    return paths[0], known[0]


def _other_counts(project: Project, data: str) -> Iterator[int]:
    """The rows of other tables, of whatever kind."""
    others = [path for path in project.own_paths if path != data and path.lower().endswith((".csv", ".tsv"))]
    counts = (_rows(project, path) for path in others[:_SOME_TABLES])
    return (count for count in counts if count is not None)


def _sums(counts: Sequence[int]) -> Iterator[int]:
    """The rows of two tables together, and of all."""
    yield from (first + second for first, second in combinations(counts, 2))
    yield sum(counts)


@rule(
    "TRU016",
    Severity.ADVICE,
    minutes=5,
    bad={
        "README.md": "# Net\n\n- hidden size: 256\n- epochs: 20\n",
        "train.py": "n_hidden = 512\nepochs = 20\n",
    },
    good={
        "README.md": "# Net\n\n- hidden size: 512\n- epochs: 20\n",
        "train.py": "n_hidden = 512\nepochs = 20\n",
    },
)
def hyperparameter_contradicts(project: Project) -> Iterator[Finding]:
    """The README states a hyperparameter's value, and code and configuration set it to another one only.

    Compared are assignments, arguments, defaults, layers and configuration. Silent where the value is computed, where
    more than two values are set, and where the README itself gives several.

    **Why.** Who trains with the README's values gets other results, and does not know why.

    **Fix.** Copy the value from the code, or name the configuration file instead.
    """
    path, readme = markdown_readme(project)
    stated = stated_values(readme)
    if not stated:
        return
    found: dict[str, dict[float, tuple[str, int]]] = {name: {} for name in stated}
    computed: set[str] = set()
    for source, name, number, at in _settings(project, stated):
        if number is None:
            computed.add(name)
        else:
            found[name].setdefault(number, (source, at))
    for name, (value, line, text) in stated.items():
        values = found[name]
        if values and len(values) <= _FEW_VALUES and name not in computed and value not in values:
            if any(is_written(name, value, project.content(path)) for path in project.code_paths):
                continue
            other, (source, at) = next(iter(values.items()))
            yield Finding(f"says {text}; {source}:{at} sets {name} to {other:g}", path, line, text)


def _settings(project: Project, wanted: Collection[str]) -> Iterator[tuple[str, str, float | None, int]]:
    """Every file that sets a wanted hyperparameter, with its name, value and line."""
    for path in project.own_paths:
        if _TESTS.search(path):
            continue
        if path.endswith((".py", ".ipynb")) and _NAMES.search(project.code(path)):
            for tree, source in project.sources(path):
                found = values_in_tree(tree, wanted)
                yield from ((path, name, value, source.line_of(line)) for name, value, line in found)
        elif is_config(path) and project.files.size(path) <= _CONFIG_LIMIT:
            yield from ((path, *found) for found in values_in_config(project.text(path), wanted))
