"""How rows are divided: by date, by group, or at random with every class in both parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.scaffold.profile.columns import Profile, is_birth, is_year, repeats_identifiers
from scaffolio.scaffold.profile.nouns import Asked, Decision

TEST_SHARE = 0.25
FEWEST_GROUPS = 15
_FEWEST_OF_CLASS = 5
_FEWEST_DATES = 6
_MOST_TESTED = 0.6


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """The split as the schema writes it, why, and the columns that it goes by."""

    schema: Mapping[str, Any]
    reason: str
    decisions: tuple[Decision, ...] = ()
    date: str | None = None
    group: str | None = None


def choose(profiles: Mapping[str, Profile], asked: Asked, labels: Sequence[str] | None) -> SplitChoice:
    """Choose the split; ``labels`` are the classes per row, ``None`` where there are none.

    Raises:
        UsageError: a flag cannot be followed, or two columns could order the rows.
    """
    date, group = _date(profiles, asked), _group(profiles, asked)
    timed = None if date is None else _temporal(profiles[date], asked, labels)
    if timed is not None:
        return timed if group is None else _with_group(timed, profiles, group, labels)
    told = () if date is None else (_undivided(date, labels),)
    if group is not None:
        found = _grouped(profiles[group], asked, labels)
    else:
        found = _random(labels, "no date and no group" if date is None else f"not by {date}")
    return replace(found, decisions=(*found.decisions, *told, *_years(profiles, asked, date)))


def _undivided(date: str, labels: Sequence[str] | None) -> Decision:
    """Say that rows with dates are divided at random, and what would change that."""
    what = "enough of them" if labels is None else "enough of every class"
    text = f"{date} does not order the split, so the future trains the past: no day has {what} before and after it"
    return Decision("split", text, warning=True)


def _years(profiles: Mapping[str, Profile], asked: Asked, date: str | None) -> list[Decision]:
    """Offer a column of years to order the rows, where nothing else does."""
    taken = asked.named()
    found = [name for name, seen in profiles.items() if name not in taken and is_year(seen)]
    if date is not None or asked.group or not found:
        return []
    return [Decision("split", f"{found[0]} holds years: --date {found[0]} tests on the later ones")]


def _date(profiles: Mapping[str, Profile], asked: Asked) -> str | None:
    if asked.date is not None:
        found = profiles[asked.date]
        if found.kind != "date":
            example = next(iter(found.present), "nothing")
            raise UsageError(
                f"--date {asked.date}: {example[:40]!r} is no date Scaffolio reads", "Write dates as 2024-03-31"
            )
        _require_clear(found)
        return asked.date
    taken = asked.named()
    dates = [
        found
        for found in profiles.values()
        if found.kind == "date"
        and found.name not in taken
        and not is_birth(found)
        and found.distinct > 1
        and found.missing < 0.05 * found.rows
    ]
    if len(dates) > 1:
        raise UsageError(
            f"{', '.join(found.name for found in dates)} are all dates, and the split goes by one of them",
            "Say which one orders the rows: --date COLUMN; leave others out with --drop COLUMN",
        )
    if dates:
        _require_clear(dates[0])
    return dates[0].name if dates else None


def _require_clear(found: Profile) -> None:
    if found.choices:
        raise UsageError(
            f"{found.name}: {found.present[0]!r} and the like could be {' or '.join(found.choices)}",
            f"Write its dates as 2024-03-31, or leave the column out: --drop {found.name}",
        )


def _group(profiles: Mapping[str, Profile], asked: Asked) -> str | None:
    if asked.group is not None:
        return asked.group
    taken = asked.named()
    return next((n for n, found in profiles.items() if n not in taken and repeats_identifiers(found)), None)


def require_groups(found: Profile) -> None:
    """Refuse too few groups to put whole ones on either side.

    Raises:
        UsageError: fewer than ``FEWEST_GROUPS``.
    """
    if found.distinct < FEWEST_GROUPS:
        raise UsageError(
            f"{found.name} has {found.distinct} groups; whole groups go to one side, and that takes {FEWEST_GROUPS}",
            f"Leave --group out, or --drop {found.name}",
        )


def _grouped(found: Profile, asked: Asked, labels: Sequence[str] | None) -> SplitChoice:
    name, count = found.name, found.distinct
    require_groups(found)
    why = "--group" if asked.group else f"its name says identifier, and its {count:,} values come back"
    text = f"grouped by {name} ({why}): no {name} is on both sides"
    stratify = {} if labels is None else {"stratify": True}
    schema = {"kind": "grouped", "column": name, **stratify, "test_share": TEST_SHARE}
    return SplitChoice(schema, why, (Decision("split", text),), group=name)


def _temporal(found: Profile, asked: Asked, labels: Sequence[str] | None) -> SplitChoice | None:
    """Cut where about a quarter of the rows is later; with every class on both sides."""
    ordered = sorted(cell for cell in found.cells if cell)
    cut = ordered[int(len(ordered) * (1 - TEST_SHARE))]
    early = sum(cell < cut for cell in ordered)
    if early < 0.4 * len(ordered):
        cut = next((cell for cell in ordered if cell > cut), "")
        early = sum(cell < cut for cell in ordered)
    enough = 0.4 * len(ordered) <= early <= 0.95 * len(ordered)
    if enough and labels is not None:
        enough = all(
            count >= _FEWEST_OF_CLASS
            for side in (True, False)
            for count in _counts(found, labels, cut, early=side).values()
        )
        enough = enough and _last_fold_has_all(found, labels, cut)
    enough = enough and len({cell for cell in ordered if cell < cut}) >= _FEWEST_DATES
    if not enough:
        if asked.date:
            raise UsageError(
                f"--date {found.name}: no day divides the rows with enough "
                f"{'of them' if labels is None else 'of every class'} before and after it",
                "Leave --date out" if labels is None else "Leave --date out, or merge rare classes",
            )
        return None
    text = f"by {found.name}: rows before {cut} train, the {len(ordered) - early:,} from then on test"
    schema = {"kind": "temporal", "column": found.name, "cut": cut}
    return SplitChoice(schema, "the future never trains the past", (Decision("split", text),), date=found.name)


def _last_fold_has_all(found: Profile, labels: Sequence[str], cut: str) -> bool:
    """Whether the first five sixths of the training rows, on which the last fold learns, hold enough of each class."""
    early = sorted((cell, label) for cell, label in zip(found.cells, labels, strict=True) if cell and cell < cut)
    start = len(early) * 5 // 6
    counts = Counter(label for cell, label in early[:start] if cell < early[start][0])
    return all(counts[label] >= _FEWEST_OF_CLASS for label in set(labels))


def _with_group(
    timed: SplitChoice, profiles: Mapping[str, Profile], group: str, labels: Sequence[str] | None
) -> SplitChoice:
    """Beside a date, a group that reaches past the cut is tested whole."""
    dates, keys, cut = profiles[str(timed.date)].cells, profiles[group].cells, timed.schema["cut"]
    late = {key for cell, key in zip(dates, keys, strict=True) if cell >= cut}
    test = sum(key in late for key in keys)
    left = Counter(label for key, label in zip(keys, labels, strict=True) if key not in late) if labels else Counter()
    if test > _MOST_TESTED * len(keys) or any(left[label] < _FEWEST_OF_CLASS for label in set(labels or ())):
        text = f"{group} stays out of the split: too many of its values reach past {cut}, and would all be tested"
        return replace(timed, decisions=(*timed.decisions, Decision("split", text, warning=True)))
    text = f"by {timed.date}: rows before {cut} train; a {group} that reaches past it tests whole, {test:,} rows in all"
    schema = {**timed.schema, "group": group}
    return replace(timed, schema=schema, decisions=(Decision("split", text),), group=group)


def _counts(found: Profile, labels: Sequence[str], cut: str, *, early: bool) -> Counter[str]:
    counts = Counter(dict.fromkeys(set(labels), 0))
    counts.update(label for cell, label in zip(found.cells, labels, strict=True) if cell and (cell < cut) is early)
    return counts


def _random(labels: Sequence[str] | None, why: str) -> SplitChoice:
    stratify, share = ({}, "") if labels is None else ({"stratify": True}, ", each class in both parts by its share")
    text = f"at random ({why}), {TEST_SHARE:.0%} test{share}"
    ask = Decision("split", "if rows of one person, place or machine repeat, they must stay together: --group COLUMN")
    schema = {"kind": "random", **stratify, "test_share": TEST_SHARE}
    return SplitChoice(schema, why, (Decision("split", text), ask))
