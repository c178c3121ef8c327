"""Questions about a project that no program can judge and any reviewer may ask, each tied to a line of it.

They are asked of what is there: a split, a model, rows left out, a number in the
README. A project's author who has thought about them answers in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from scaffolio.interview_questions import OF_CODE, OF_METRICS
from scaffolio.model import Question
from scaffolio.parsers.comments import in_comment
from scaffolio.project import Project

MOST = 5
"""Questions asked of one project."""

TOPICS = ("number", "model", "preparation", "columns", "split", "use")
"""What is asked about; one question of each comes before the second of any."""

FEWEST = 3
"""Questions below which what may be asked of any code is asked too."""

_FILES_READ = 60
_BYTES_READ = 400_000
"""Code that is searched; what a reviewer asks shows early."""

_SCALERS = ("StandardScaler", "MinMaxScaler", "RobustScaler")
_DISTANCES = ("KNeighborsClassifier", "KNeighborsRegressor", "SVC", "SVR", "KMeans")
_TREES = (
    *("RandomForestClassifier", "RandomForestRegressor", "XGBClassifier", "XGBRegressor", "LGBMClassifier"),
    *("LGBMRegressor", "DecisionTreeClassifier", "DecisionTreeRegressor", "GradientBoostingClassifier"),
)
_SCALED = (b"caler", b"ormaliz", b"/255", b"/ 255", b"scale(", b"zscore")


def questions(project: Project) -> tuple[Question, ...]:
    """At most five questions: one of each topic first, then more of those there are."""
    found: dict[str, list[Question]] = {topic: [] for topic in (*TOPICS, "any")}
    found["number"] += _on_numbers(project)
    found["model"] += _on_scaling(project)
    for topic, question in _on_code(project):
        found[topic].append(question)
    rounds = max(map(len, found.values()))
    ranked = [found[topic][turn] for turn in range(rounds) for topic in TOPICS if turn < len(found[topic])]
    ranked += found["any"][: max(0, FEWEST - len(ranked))]
    return tuple(ranked[:MOST])


def _on_numbers(project: Project) -> Iterator[Question]:
    """On the metric that the documents state first: the value of the project's headline, else its best."""
    stated = [judged for judged in project.claims if judged.claim.metric and judged.claim.kind == "value"]
    if not stated:
        return
    metric = stated[0].claim.metric or ""
    asked = next(kind for kind in OF_METRICS if metric in kind.metrics or not kind.metrics)
    same = [judged for judged in stated if judged.claim.metric == metric]
    leading = project.headline.value if project.headline else None
    stands = [judged for judged in same if judged.evidence and judged.evidence.value == leading]
    best = (min if asked.lowest else max)(stands or same, key=lambda judged: judged.claim.number.value)
    text = asked.question.format(metric=metric.replace("_", " "), number=best.claim.number.text)
    yield Question(text, best.path, best.claim.line)


def _on_scaling(project: Project) -> Iterator[Question]:
    """On scaling, which matters to what measures distances and not to trees."""
    scaler, distance = _first(project, _SCALERS), _first(project, _DISTANCES)
    tree = _first(project, _TREES) if scaler and distance else None
    if scaler and distance and tree:
        (kind, path, line), near, wood = scaler, distance[0], tree[0]
        yield Question(f"{kind} matters to {near} and not to {wood}: which of them sees scaled columns?", path, line)
    elif distance and not any(mark in project.code(path) for path in _code_paths(project) for mark in _SCALED):
        kind, path, line = distance
        yield Question(f"{kind} measures distances: which column's unit decides them, as none is scaled?", path, line)


def _first(project: Project, names: Sequence[str]) -> tuple[str, str, int] | None:
    """The first place in the code that makes one of these: its name, file and line."""
    for path in _code_paths(project):
        code = project.code(path)
        for name in names:
            call = f"{name}(".encode()
            if call in code and (match := next(_live(code, re.compile(rb"\b" + re.escape(call))), None)) is not None:
                return name, path, _line(project, path, match)
    return None


def _on_code(project: Project) -> Iterator[tuple[str, Question]]:
    """One question of each kind, at the first place that calls for it, in the order of the table."""
    found: dict[int, Question] = {}
    for path in _code_paths(project):
        code = project.code(path)
        for rank, asked in enumerate(OF_CODE):
            if rank in found or not asked.may_be_in(code):
                continue
            if (match := next(_live(code, asked.seen), None)) is not None:
                named = {name: (text or b"").decode(errors="replace") for name, text in match.groupdict().items()}
                found[rank] = Question(asked.question.format(**named), path, _line(project, path, match))
    yield from ((OF_CODE[rank].topic, found[rank]) for rank in sorted(found))


def _live(code: bytes, seen: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The matches outside of comments."""
    return (match for match in seen.finditer(code) if not in_comment(code, match.start()))


def _line(project: Project, path: str, match: re.Match[bytes]) -> int:
    """The file's line of a match in the code: in a notebook, that of the cell's row."""
    row = match.string.count(b"\n", 0, match.start()) + 1
    if not path.endswith(".ipynb"):
        return row
    for cell in project.notebook(path).code_cells:
        rows = cell.source.count("\n") + 1
        if row <= rows:
            return cell.line_of(row)
        row -= rows
    return 1


def _code_paths(project: Project) -> list[str]:
    """The code a reviewer would open: nothing hidden, tests last."""
    seen = [path for path in project.code_paths if not path.startswith(".") and "/." not in path]
    paths = sorted(seen, key=lambda path: ("test" in path.lower(), path))[:_FILES_READ]
    read = accumulate(len(project.code(path)) for path in paths)
    return [path for path, total in zip(paths, read, strict=True) if total <= _BYTES_READ] or paths[:1]
