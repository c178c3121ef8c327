"""Answers are checked and completed before anything is written."""

import pytest

from scaffolio.errors import SettingsError, UsageError
from scaffolio.scaffold.questions import read_questions
from scaffolio.scaffold.request import make_request, read_answers, read_pairs

COPIER_YML = """
_min_copier_version: '9'
technique: {type: str, help: Technique, choices: [classification, clustering], default: classification}
slug: {when: false, default: "{{ 'bird-strikes' if technique == 'classification' else 'customers' }}"}
name: {type: str, help: Name, default: '{{ slug }}'}
license: {type: str, choices: {MIT licence: MIT, Apache: Apache-2.0}, default: MIT}
package: {type: str}
---
!include more.yml
"""
QUESTIONS = read_questions([COPIER_YML])


def test_open_questions_leave_out_settings_and_computed_values():
    assert list(QUESTIONS.open) == ["technique", "name", "license", "package"]
    assert QUESTIONS.open["license"].choices == {"MIT": "MIT licence", "Apache-2.0": "Apache"}


def test_defaults_follow_earlier_answers():
    assert make_request({}, QUESTIONS).name == "bird-strikes"
    assert make_request({"technique": "clustering"}, QUESTIONS).package == "customers"


@pytest.mark.parametrize(
    ("answers", "message", "hint"),
    [
        ({"technique": "clasification"}, "unknown technique: clasification", "Did you mean classification?"),
        ({"license": "apache2"}, "unknown licence: apache2", "Did you mean Apache-2.0?"),
        ({"licence": "MIT"}, "unknown answer: licence", "Did you mean license?"),
        ({"name": "日本"}, "no Latin letter", "--set name="),
        ({"name": "a" * 300}, "the name has 300 characters", "100 or fewer"),
        ({"package": "my-package"}, "cannot be a package name", "my_package"),
    ],
)
def test_wrong_answers_name_the_nearest_right_one(answers, message, hint):
    with pytest.raises(UsageError) as error:
        make_request(answers, QUESTIONS)
    assert message in str(error.value)
    assert hint in error.value.hint


def test_choices_are_matched_in_any_case():
    assert make_request({"license": "mit", "technique": "Clustering"}, QUESTIONS).answers["license"] == "MIT"
    assert make_request({"license": "mit", "technique": "Clustering"}, QUESTIONS).technique == "clustering"


def test_what_was_derived_is_told():
    request = make_request({"name": "My Birds!"}, QUESTIONS)
    assert (request.name, request.package) == ("my-birds", "my_birds")
    assert request.notes == ("name 'My Birds!' became my-birds",)
    assert "json_project" in make_request({"name": "json"}, QUESTIONS).notes[0]


def test_answers_file_is_a_mapping_of_plain_values():
    assert read_answers("name: birds\nlicense: MIT\n_commit: v1\nquestion: yes\n", "a.yml") == {
        "name": "birds",
        "license": "MIT",
        "question": "yes",
    }
    assert read_answers("", "a.yml") == {}


@pytest.mark.parametrize("text", ["name: [", "- a\n- b\n", "name: {a: b}", "just words", "a: b: c", "\x00"])
def test_answers_file_that_is_no_such_mapping_is_refused(text):
    with pytest.raises(SettingsError, match=r"a\.yml"):
        read_answers(text, "a.yml")


def test_pairs_split_at_the_first_equals_sign():
    assert read_pairs(["question=is a=b?", "name=x"]) == {"question": "is a=b?", "name": "x"}
    with pytest.raises(UsageError, match="not KEY=VALUE"):
        read_pairs(["name"])
