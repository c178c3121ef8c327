"""NLP: one column of texts, one of labels; copies, lengths, scripts, rare labels."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile import target
from scaffolio.scaffold.profile.columns import Profile, check_named, decide, profile_all
from scaffolio.scaffold.profile.nouns import Asked, Column, Decision, Plan, Table
from scaffolio.scaffold.profile.plans import common
from scaffolio.scaffold.profile.sampling import even_sample

FEWEST_TEXTS = 30
MOST_TEXTS = 6_000
"""Texts a project works on: near-copies among more take longer than a minute to find."""

_SCRIPT_SHARE = 0.02
_RARE_SHARE = 0.2
_FEW_WORDS = 2.5
_FEW_SIGNS = 8
_SIGNS_READ = 100_000
_RIGHT_TO_LEFT = {"ARABIC", "HEBREW", "SYRIAC", "THAANA"}
_UNREAD = {"THAI", "LAO", "KHMER", "MYANMAR"}
_UNSPACED = {"CJK", "HIRAGANA", "KATAKANA"} | _UNREAD


def plan(table: Table, asked: Asked) -> Plan:
    """Plan a classification of texts.

    Raises:
        UsageError: no texts, too few of a label, or no labels.
    """
    name = target.require(asked, table.names, "nlp")
    check_named(asked, table.names)
    profiles = profile_all(table)
    text, why = _text_column(profiles, asked, name)
    found = target.classes(_as_labels(profiles[name]), asked, fewest=FEWEST_TEXTS)
    rows, told = _distinct(profiles[text].cells, found.labels)
    rows = even_sample(rows, MOST_TEXTS)
    kept = common.keep(profiles, rows)
    labels = [found.labels[row] for row in rows]
    _require_each(labels, name)
    columns = [_column(seen, asked, name, text, found.names) for seen in kept.values()]
    decisions = [
        *common.reading_decisions(table),
        *(decision for decision in found.decisions if decision.topic not in ("yes", "imbalance")),
        *_imbalance(labels),
        Decision("texts", f"{text} is read: {why}"),
        *told,
        *_sampled(table.rows, len(rows)),
        *_lengths(kept[text]),
        *_scripts(kept[text]),
        *common.column_decisions(columns),
        Decision("split", f"{_split_words(asked)}, near-copies on one side, each label in both parts by its share"),
        *common.few_rows(len(rows)),
    ]
    group = {"column": asked.group} if asked.group else {}
    return Plan(
        "nlp",
        table.source,
        table.rows_read,
        common.written(kept, columns) | {name: labels},
        tuple(columns),
        {"kind": "grouped", **group, "stratify": True, "test_share": 0.25},
        _task(columns),
        {"rows": "texts"},
        tuple(decisions),
        {"split": "near-copies of a text stay on one side"},
        (
            f"{len(rows):,} texts with {len(found.counts)} labels in `{name}`",
            _lengths(kept[text])[0].text,
            _scripts(kept[text])[0].text,
        ),
    )


def _text_column(profiles: Mapping[str, Profile], asked: Asked, name: str) -> tuple[str, str]:
    """The column of the texts, and why it is the one."""
    if asked.text is not None:
        if not profiles[asked.text].present:
            raise UsageError(f"--text {asked.text} is empty in every row", "Name the column of the texts")
        return asked.text, "--text"
    others = {c: seen for c, seen in profiles.items() if c != name and c not in asked.named()}
    found = [c for c, seen in others.items() if seen.kind == "text"]
    if not found:
        found = [c for c, seen in others.items() if _is_worded(seen)]
    if len(found) == 1:
        return found[0], "the only column of texts; --text names another"
    if found:
        raise UsageError(f"{', '.join(found)} all hold texts", f"Say which one to read: --text {found[0]}, or another")
    empty = ", ".join(c for c, seen in others.items() if not seen.present)
    seen_empty = f"; {empty} is empty in every row" if empty else ""
    filled = [c for c, seen in others.items() if seen.present]
    ask = f"Say which one to read: --text COLUMN, one of: {', '.join(filled)}" if filled else "Name a file with texts"
    raise UsageError(f"no column holds sentences{seen_empty}", ask[:600])


def _is_worded(found: Profile) -> bool:
    """Whether most cells differ and are more than a name: short messages, or a script without spaces."""
    present = found.present
    if found.kind != "category" or not present or found.distinct < len(present) / 2:
        return False
    words = sum(len(cell.split()) for cell in present) / len(present)
    return words >= _FEW_WORDS or sum(map(_unspaced, present)) > len(present) / 2


def _unspaced(cell: str) -> bool:
    return len(cell) >= _FEW_SIGNS and any(_script(sign) in _UNSPACED for sign in cell[:20] if sign.isalpha())


def _as_labels(found: Profile) -> Profile:
    """Labels may be sentences; few of them are labels still."""
    return replace(found, kind="category") if found.kind == "text" and found.distinct <= target.MOST_CLASSES else found


def _distinct(texts: Sequence[str], labels: Sequence[str]) -> tuple[list[int], list[Decision]]:
    """Each text once; a text that has two labels is left out, since nobody can tell which is right."""
    meant: dict[str, set[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        if text and label:
            meant.setdefault(text.casefold(), set()).add(label)
    rows, seen, empty, torn, copies = [], set(), 0, 0, 0
    for row, (text, label) in enumerate(zip(texts, labels, strict=True)):
        key = text.casefold()
        empty += bool(label) and not text
        if not text or not label:
            continue
        if len(meant[key]) > 1:
            torn += 1
        elif key in seen:
            copies += 1
        else:
            seen.add(key)
            rows.append(row)
    found = [(empty, "row", "with a label and no text"), (copies, "text", "that repeat another exactly")]
    found.append((torn, "text", "that occur with two labels"))
    return rows, [
        Decision("rows", f"{common.few(count, thing)} {what} left out", warning=True)
        for count, thing, what in found
        if count
    ]


def _imbalance(labels: Sequence[str]) -> list[Decision]:
    counts = Counter(labels)
    rare, count = counts.most_common()[-1]
    if count / len(labels) >= _RARE_SHARE / len(counts):
        return []
    text = f"{rare} is {count / len(labels):.1%} of the texts: accuracy would flatter, so macro-F1 decides"
    return [Decision("imbalance", text)]


def _require_each(labels: Sequence[str], name: str) -> None:
    few = {label: count for label, count in Counter(labels).items() if count < FEWEST_TEXTS}
    if few or len(set(labels)) < 2:  # noqa: PLR2004
        shown = ", ".join(f"{label} {count}" for label, count in list(few.items())[:5]) or "one label is left"
        only = "" if labels else "; no row has both a text and a label of its own"
        raise UsageError(
            f"{name}: too few different texts: {shown}; a label needs {FEWEST_TEXTS}{only}",
            "Add texts, or give those rows another label",
        )


def _split_words(asked: Asked) -> str:
    return f"whole {asked.group} groups (--group)" if asked.group else "at random, 25% test"


def _sampled(rows: int, kept: int) -> list[Decision]:
    if kept < MOST_TEXTS or rows <= MOST_TEXTS:
        return []
    return [Decision("rows", f"the project works on {kept:,} texts, spread evenly over the file", warning=True)]


def _lengths(found: Profile) -> list[Decision]:
    """The middle and the longest, in words; in characters where words have no spaces between."""
    unspaced = sum(map(_unspaced, found.cells)) > len(found.cells) / 2
    sizes = sorted(len(cell) if unspaced else len(cell.split()) for cell in found.cells)
    unit = "character" if unspaced else "word"
    middle, most = sizes[len(sizes) // 2], sizes[-1]
    return [Decision("length", f"Median text {common.few(middle, unit)}, the longest {most:,}")]


def _scripts(found: Profile) -> list[Decision]:
    """The writing systems, by letters: they say what a vocabulary of words will be worth."""
    counts: Counter[str] = Counter()
    for cell in found.cells:
        counts.update(_script(sign) for sign in cell[:400] if sign.isalpha())
        if counts.total() > _SIGNS_READ:
            break
    shares = {name: count / counts.total() for name, count in counts.most_common()}
    main = {name: share for name, share in shares.items() if share >= _SCRIPT_SHARE}
    listed = ", ".join(f"{_spoken(name)} {share:.0%}" for name, share in main.items())
    decisions = [Decision("script", f"Script of the letters: {listed or 'there are none'}")]
    if main.keys() & _UNSPACED:
        text = "some of it puts no spaces between words: each Chinese or Japanese sign is read as a word of its own"
        if main.keys() & _UNREAD:
            text = "some of it puts no spaces between words: models of characters read it, models of words hardly do"
        decisions.append(Decision("script", text, warning=bool(main.keys() & _UNREAD)))
    if main.keys() & _RIGHT_TO_LEFT:
        decisions.append(Decision("script", "part of it runs right to left; figures may draw such words reversed"))
    return decisions


def _spoken(script: str) -> str:
    return "Chinese characters" if script == "CJK" else script.capitalize()


def _script(sign: str) -> str:
    return unicodedata.name(sign, "OTHER").split()[0].split("-")[0]


def _column(found: Profile, asked: Asked, name: str, text: str, labels: Sequence[str]) -> Column:
    if found.name == name:
        return Column(name, "category", "target", "--target", {"missing": False, "allowed": list(labels)})
    if found.name == text:
        return Column(text, "text", reason="the texts", facts={"missing": False})
    if found.name == asked.group:
        return Column(found.name, "category", "group", "--group: stays on one side", {"missing": False})
    kind = "category" if found.kind == "date" else found.kind
    column = decide(found, asked)
    return Column(found.name, kind, "drop", column.reason if column.role == "drop" else "models read the texts only")


def _task(columns: Sequence[Column]) -> dict[str, Any]:
    shown = [column.name for column in columns if column.role == "drop" and column.type == "category"]
    return {"technique": "nlp"} | ({"show": shown[:2]} if shown else {})
