"""``--interview``: the questions alone."""

from __future__ import annotations

from scaffolio.report import renderer


def test_questions_are_printed_with_their_place_and_findings_are_not(judged) -> None:
    text = renderer("interview")(judged({"train.py": "model = RandomForestClassifier(300)\n"}))
    assert "train.py:1" in text
    assert "RandomForestClassifier" in text
    assert "REP001" not in text
