"""Lists of targets: plain ones, rosters, and names that cannot leave a folder."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.errors import UsageError
from scaffolio.parsers.roster import read_roster, safe_name


def test_a_plain_list_has_one_target_a_line():
    roster = read_roster("# class of 2026\nada/churn\n\n  ./local  \r\nada/churn\n")
    assert [entry.target for entry in roster.entries] == ["ada/churn", "./local", "ada/churn"]
    assert [entry.name for entry in roster.entries] == ["churn", "local", "churn-2"]
    assert roster.header == ()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_roster_carries_its_columns(mark):
    text = f"\ufeffName{mark}ID{mark}target{mark}Due\nAda, A.{mark}a1{mark}ada/churn{mark}2026-03-01\n".replace(
        "Ada, A.", '"Ada, A."'
    )
    (entry,) = read_roster(text).entries
    assert (entry.id, entry.target, entry.name) == ("a1", "ada/churn", "a1")
    assert dict(entry.columns) == {"Name": "Ada, A.", "id": "a1", "target": "ada/churn", "due": "2026-03-01"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-03-01T12:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00+01:00", datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))),
        ("", None),
    ],
)
def test_a_due_date_is_the_end_of_a_day_or_a_moment(text, moment):
    assert read_roster(f"id,target,due\na,x/y,{text}\n").entries[0].due == moment


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no target"),
        ("# nothing\n", "names no target"),
        ("id,target\n", "names no target"),
        ("id,target,id\na,b,c\n", "two columns named 'id'"),
        ("id,target,due\nada,b,soon\n", "ada has a due date that cannot be read: 'soon'"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused(text, words):
    with pytest.raises(UsageError, match=words):
        read_roster(text)


def test_a_row_that_is_short_or_names_no_target_is_kept():
    roster = read_roster("id,target,name\nada\nbob,,Bob\n,x/y,Z\n")
    assert [(entry.id, entry.target) for entry in roster.entries] == [("ada", ""), ("bob", ""), ("y", "x/y")]


@pytest.mark.parametrize(
    ("given_id", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("/abs", "abs"),
        ("C:\\x", "C-x"),
        (".hidden", "hidden"),
        ("con", "_con"),
        ("a\nb", "a-b"),
        ("Zoë Ørn", "Zoë-Ørn"),
        ("nul.txt", "_nul.txt"),
        ("a" * 200, "a" * 80),
        ("..", ""),
        ("\u202ex", "x"),
    ],
)
def test_file_names_are_made_of_ids(given_id, name):
    assert safe_name(given_id) == name


@given(st.text())
def test_no_name_leaves_its_folder(text):
    name = f"{safe_name(text)}.md"
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.isprintable()


@given(st.lists(st.text(st.characters(blacklist_characters='",\n\r;\t'), min_size=1), min_size=1, max_size=8))
def test_names_differ_even_where_case_does_not_count(ids):
    rows = "".join(f'"{one}",x/y\n' for one in ids)
    names = [entry.name.casefold() for entry in read_roster(f"id,target\n{rows}").entries]
    assert len(set(names)) == len(names)
