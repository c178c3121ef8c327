"""What the target is: two classes, several, or a number; and what is done about rare ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex
from scaffolio.scaffold.profile.columns import Profile
from scaffolio.scaffold.profile.nouns import Asked, Decision, counted

FEWEST_ROWS = 40
FEW_ROWS = 200
"""Below this the intervals are wide, and it is said."""

FEWEST_OF_CLASS = 10
MOST_CLASSES = 20
OTHER = "other (merged)"
_RARE = 0.2
_YES = regex(
    r"(?i)1|1\.0|y|yes|true|t|positive|pos|oui|sí|si|ja|да|churned|default(ed)?|fraud|spam|malignant|died|dead|sick|fail(ed)?"
)


def require_rows(rows: int, name: str | None = None) -> None:
    """Refuse too few rows to test on; ``name`` is the column that each of them has a value in."""
    if rows < FEWEST_ROWS:
        having = f" with a value in {name}" if name else ""
        raise UsageError(
            f"{counted(rows, 'row')}{having}; with fewer than {FEWEST_ROWS} a test part says nothing",
            "Collect more rows",
        )


@dataclass(frozen=True, slots=True)
class Classes:
    """A target of classes: a label per row, empty where it is missing."""

    labels: Sequence[str]
    counts: Mapping[str, int]
    decisions: tuple[Decision, ...]
    positive: str | None = None

    @property
    def names(self) -> list[str]:
        """The classes, sorted."""
        return sorted(self.counts)


def require(asked: Asked, names: Sequence[str], technique: str) -> str:
    """The target's name; without one, a usage error that lists the columns."""
    if asked.target is None:
        raise UsageError(
            f"{technique} needs to know which column to predict", f"--target COLUMN, one of: {', '.join(names)}"[:600]
        )
    return asked.target


def labels_of(found: Profile) -> list[str]:
    """Class labels as they will stand in the file; whole numbers without a fraction."""
    if found.kind == "number" and found.whole:
        return [str(int(float(cell))) if cell else "" for cell in found.cells]
    return list(found.cells)


def classes(found: Profile, asked: Asked, fewest: int = FEWEST_OF_CLASS) -> Classes:
    """Read a target of classes, merge the rare ones, choose which is the yes.

    Raises:
        UsageError: constant, continuous, too few rows, a class too small, no such ``--positive``.
    """
    name = found.name
    labels = labels_of(found)
    counts = Counter(label for label in labels if label)
    _refuse_unusable(found, counts)
    decisions = []
    if missing := sum(not label for label in labels):
        decisions.append(
            Decision("rows", f"{counted(missing, 'row')} without {name} left out: nothing to learn or test there")
        )
    labels, counts, merged = _merged(name, labels, counts, fewest)
    decisions += merged
    shown = ", ".join(f"{label} {count:,}" for label, count in counts.most_common(6))
    decisions.append(Decision("target", f"{name} has {len(counts)} classes: {shown}{' …' if len(counts) > 6 else ''}"))  # noqa: PLR2004
    decisions += _alike(counts)
    if len(counts) > 2:  # noqa: PLR2004
        if asked.positive is not None:
            raise UsageError(
                f"--positive {asked.positive}: {name} has {len(counts)} classes, not two",
                "Leave --positive out: every class counts the same",
            )
        decisions += _imbalance(counts)
        return Classes(labels, dict(counts), tuple(decisions))
    positive, why = _positive(name, counts, asked)
    decisions.append(Decision("yes", f"{name} = {positive} is the yes: {why}"))
    decisions += _imbalance(counts)
    return Classes(labels, dict(counts), tuple(decisions), positive)


def _alike(counts: Counter[str]) -> list[Decision]:
    """Classes that differ in capital letters only: most likely one, written in two ways."""
    written: dict[str, list[str]] = {}
    for label in sorted(counts):
        written.setdefault(label.casefold(), []).append(label)
    return [
        Decision("target", f"{' and '.join(same)} count as different classes; write them alike if not", warning=True)
        for same in written.values()
        if len(same) > 1
    ]


def _refuse_unusable(found: Profile, counts: Counter[str]) -> None:
    name, rows = found.name, counts.total()
    if not counts:
        raise UsageError(f"the target {name} is empty in every row", "Name another column: --target COLUMN")
    require_rows(rows, name)
    if len(counts) == 1:
        only = next(iter(counts))
        raise UsageError(
            f"the target {name} is {only!r} in every row: nothing to tell apart", "Name another: --target COLUMN"
        )
    if found.kind == "date":
        raise UsageError(f"the target {name} holds dates", "Classification needs classes: --target COLUMN")
    if found.kind == "text" or (found.kind == "category" and len(counts) > max(MOST_CLASSES, rows // 20)):
        raise UsageError(
            f"the target {name} has {len(counts):,} different values in {rows:,} rows: no classes",
            "Name another column: --target COLUMN",
        )
    if found.kind == "number" and (not found.whole or len(counts) > MOST_CLASSES):
        raise UsageError(
            f"the target {name} holds {len(counts):,} different numbers: a quantity, no classes",
            "Make it with `new -t regression`, or write the classes you mean into a column of their own",
        )


def _merged(
    name: str, labels: list[str], counts: Counter[str], fewest: int
) -> tuple[list[str], Counter[str], list[Decision]]:
    """Classes under so many rows become one; where that is still too small, refuse."""
    rare = sorted(label for label, count in counts.items() if count < fewest)
    if not rare:
        return labels, counts, []
    together = sum(counts[label] for label in rare)
    shown = ", ".join(f"{label} {counts[label]}" for label in rare[:5])
    if together < fewest or len(counts) - len(rare) < 1:
        raise UsageError(
            f"{name}: too few rows of {shown}; a class needs {fewest} to be in every fold and the test part",
            "Collect more of them, give them another class's name, or delete those rows",
        )
    merged = [OTHER if label in set(rare) else label for label in labels]
    text = f"classes under {fewest} rows are one, {OTHER!r}: {shown}{' …' if len(rare) > 5 else ''}"  # noqa: PLR2004
    return merged, Counter(label for label in merged if label), [Decision("target", text, warning=True)]


def _positive(name: str, counts: Counter[str], asked: Asked) -> tuple[str, str]:
    if asked.positive is not None:
        if asked.positive not in counts:
            raise UsageError(
                f"--positive {asked.positive}: {name} has no such value", f"It holds {' and '.join(sorted(counts))}"
            )
        return asked.positive, "--positive"
    likely = [label for label in counts if _YES.fullmatch(label)]
    if len(likely) == 1:
        return likely[0], "by its name; --positive changes it"
    rare = min(counts, key=lambda label: (counts[label], label))
    return rare, "the rarer class; --positive changes it"


def _imbalance(counts: Counter[str]) -> list[Decision]:
    rare, count = counts.most_common()[-1]
    share = count / counts.total()
    if share >= _RARE / len(counts):
        return []
    text = f"{rare} is {share:.1%} of the rows: accuracy would flatter, so (macro) average precision decides"
    return [Decision("imbalance", text)]
