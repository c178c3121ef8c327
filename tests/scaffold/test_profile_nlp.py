"""A person's texts: which column holds them, which rows stay, what is said of script and length."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scaffolio.adapters import tables
from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import Asked, Plan
from scaffolio.scaffold.profile.plans import make_plan

Rows = Sequence[Sequence[str]]
Planned = Callable[..., Plan]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """Plan texts from the rows of a table, its names first."""

    def plan(rows: Rows, **asked: object) -> Plan:
        path = tmp_path / "texts.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return make_plan("nlp", tables.read(path), Asked(**{"target": "label", **asked}))  # type: ignore[arg-type]

    return plan


def texts(sentence: str = "This is sentence {} about one thing or another", each: int = 40) -> list[list[str]]:
    rows = [[sentence.format(n), "ab"[n % 2]] for n in range(2 * each)]
    return [["text", "label"], *rows]


def told(plan: Plan, topic: str) -> str:
    return "; ".join(decision.text for decision in plan.decisions if decision.topic == topic)


def refused(planned: Planned, rows: Rows, **asked: object) -> str:
    with pytest.raises(UsageError) as caught:
        planned(rows, **asked)
    return f"{caught.value}\n{caught.value.hint}"


@pytest.mark.parametrize(
    ("sentence", "script"),
    [
        ("Dies ist Satz {} über Straßen und Bäche im Tal", "Latin 100%"),
        ("هذه هي الجملة {} عن المدينة والبحر", "Arabic 100%"),
        ("זה משפט {} על העיר ועל הים", "Hebrew 100%"),
        ("这是关于城市和大海的第{}个句子我们每天都去那里", "Chinese characters 100%"),
    ],
)
def test_scripts_are_named(planned: Planned, sentence: str, script: str):
    plan = planned(texts(sentence))
    assert f"Script of the letters: {script}" in told(plan, "script")
    assert ("right to left" in told(plan, "script")) == script.startswith(("Arabic", "Hebrew"))
    assert ("no spaces between words" in told(plan, "script")) == script.startswith("Chinese")
    assert ("characters" in told(plan, "length")) == script.startswith("Chinese")


def test_short_messages_are_texts_and_names_are_none(planned: Planned):
    rows = [["id", "said", "label"], *([f"u{n}", f"call me {n}", "ab"[n % 2]] for n in range(80))]
    plan = planned(rows)
    assert told(plan, "texts").startswith("said is read")
    assert "no column holds sentences" in refused(planned, [row[:1] + row[2:] for row in rows])


def test_of_two_columns_of_texts_the_person_names_one(planned: Planned):
    rows = [[text, text.upper(), label] for text, label in texts()]
    rows[0] = ["title", "body", "label"]
    assert "--text title" in refused(planned, rows)
    plan = planned(rows, text="body")
    assert {column.name: column.role for column in plan.columns}["title"] == "drop"


def test_a_cell_with_line_breaks_and_quotation_marks_is_one_text(planned: Planned):
    plan = planned(texts('Line one of {},\nline "two", and a third\nwith more words'))
    assert plan.cells["text"][3] == 'Line one of 3, line "two", and a third with more words'


def test_rows_that_teach_nothing_are_left_out_and_counted(planned: Planned):
    rows = texts()
    copies = [rows[1], rows[2], ["", "a"], [rows[3][0], "b"], ["No label on this one at all", ""]]
    plan = planned([*rows, *copies])
    assert plan.rows == 79
    said = told(plan, "rows")
    assert "1 row with a label and no text" in said
    assert "2 texts that repeat another exactly" in said
    assert "2 texts that occur with two labels" in said
    assert "1 row without label" in said


def test_a_long_text_stays_whole(planned: Planned):
    rows = texts()
    rows[5][0] = "word " * 100_000
    assert told(planned(rows), "length").endswith("the longest 100,000")


def test_no_label_is_the_yes(planned: Planned):
    assert told(planned(texts()), "yes") == ""
    assert "positive" not in planned(texts()).task


def test_labels_may_be_numbers_and_whole_groups_stay_together(planned: Planned):
    rows = [["text", "author", "label"]]
    rows += [[f"This is sentence {n} about one thing", f"p{n // 4}", str(n % 2)] for n in range(80)]
    plan = planned(rows, group="author")
    assert set(plan.cells["label"]) == {"0", "1"}
    assert plan.split["column"] == "author"


@pytest.mark.parametrize(
    ("rows", "asked", "what"),
    [
        (texts(), {"target": "lable"}, "Did you mean label?"),
        (texts(), {"text": "texts"}, "Did you mean text?"),
        (texts(), {"target": None}, "--target COLUMN, one of: text, label"),
        ([["text", "label"], *(["", "ab"[n % 2]] for n in range(80))], {}, "text is empty in every row"),
        ([["text", "label"], *(["", "ab"[n % 2]] for n in range(80))], {"text": "text"}, "empty in every row"),
        ([row if not n else [row[0], "a"] for n, row in enumerate(texts())], {}, "is 'a' in every row"),
        (texts(each=12), {}, "fewer than 40 a test part says nothing"),
        (texts(each=25), {}, "a class needs 30"),
        (texts("The same sentence every single time"), {}, "too few different texts"),
        (texts(), {"positive": "a"}, "--positive means nothing to nlp"),
        (texts(), {"horizon": 3}, "--horizon means nothing to nlp"),
    ],
)
def test_what_cannot_be_labelled_texts_is_refused_in_words(
    planned: Planned, rows: Rows, asked: dict[str, object], what: str
):
    assert what in refused(planned, rows, **asked)


def test_a_folder_and_mixed_encodings_are_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="is a folder"):
        tables.read(tmp_path)
    path = tmp_path / "mixed.csv"
    path.write_bytes("text,label\nzählen,a\n".encode() + "zählen,b\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"line 3: byte 0xE4 .* mixes encodings"):
        tables.read(path)
