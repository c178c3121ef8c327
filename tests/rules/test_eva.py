"""The sound-evaluation rules on what others are hated for, and on where a finding points."""

from __future__ import annotations

import json

import pytest

from scaffolio.project import Project
from scaffolio.rule import NotAssessedError
from scaffolio.rules.eva import fit_before_split
from scaffolio.rules.eva_baseline import no_baseline_in_code
from scaffolio.rules.eva_series import shuffled_time_series

SCALED = (
    "df = pd.read_csv('a.csv')\nX, y = df.drop(columns='y'), df['y']\n{}X = StandardScaler().fit_transform(X)\n"
    "X_train, X_test, y_train, y_test = train_test_split(X, y)\n"
)


def messages(rule, tree: dict[str, str]) -> list[str]:
    return [finding.message for finding in rule.check(Project.from_tree(tree))]


def test_a_finding_names_both_places() -> None:
    (finding,) = fit_before_split.check(Project.from_tree({"train.py": SCALED.format("")}))
    assert finding.message == "StandardScaler is fitted on all rows at line 3, before train_test_split at line 4"
    assert (finding.line, finding.evidence) == (3, "StandardScaler().fit_transform(X)")


def test_a_function_that_scales_learns() -> None:
    code = SCALED.format("").replace("StandardScaler().fit_transform(X)", "preprocessing.scale(X)")
    assert messages(fit_before_split, {"train.py": code}) == [
        "scale learns from all rows at line 3, before train_test_split at line 4"
    ]


def test_rows_that_nobody_keeps_are_not_tested() -> None:
    thrown = SCALED.format("").replace("X_train, X_test, y_train, y_test", "X_train, _, y_train, _")
    assert messages(fit_before_split, {"train.py": thrown}) == []
    sampled = thrown.replace("_train", "") + "X_train, X_test, y_train, y_test = train_test_split(X, y)\n"
    assert messages(fit_before_split, {"train.py": sampled}) == [
        "StandardScaler is fitted on all rows at line 3, before train_test_split at line 5"
    ]
    returned = "def parts(X, y):\n    return train_test_split(X, y)\n" + thrown.replace("train_test_split(", "parts(")
    assert messages(fit_before_split, {"train.py": returned})


def test_a_leak_that_is_shown_on_purpose_is_none() -> None:
    assert messages(fit_before_split, {"train.py": SCALED.format("# This leaks: do not copy\n")}) == []
    assert messages(fit_before_split, {"experiments/show_leakage.py": SCALED.format("")}) == []


@pytest.mark.parametrize("path", ["tests/test_train.py", "docs/pitfalls.py", ".ipynb_checkpoints/a.py"])
def test_tests_and_documentation_are_passed_over(path: str) -> None:
    with pytest.raises(NotAssessedError):
        messages(fit_before_split, {path: SCALED.format("")})


def test_a_notebook_is_told_by_its_cells() -> None:
    sources = SCALED.format("").splitlines(keepends=True)
    cells = [{"cell_type": "code", "execution_count": None, "outputs": [], "source": source} for source in sources]
    notebook = json.dumps({"metadata": {"language_info": {"name": "python"}}, "cells": cells}, indent=1)
    (finding,) = fit_before_split.check(Project.from_tree({"a.ipynb": notebook}))
    assert "in cell 3, before train_test_split in cell 4" in finding.message
    assert "fit_transform" in notebook.splitlines()[(finding.line or 0) - 1]


LAGGED = (
    "df = pd.read_csv('a.csv', parse_dates=['t'])\ndf['b'] = df['a'].shift(1)\ntrain_test_split(df[['b']], df['a'])\n"
)


def test_shifted_rows_are_a_series_only_where_the_title_says_so() -> None:
    assert messages(shuffled_time_series, {"README.md": "# Energy demand\n", "a.py": LAGGED})
    assert messages(shuffled_time_series, {"README.md": "# Card fraud\n", "a.py": LAGGED}) == []


DATED = "df = pd.read_csv('a.csv')\ndf['t'] = pd.to_datetime(df['t'])\ntrain_test_split(df)\n"


@pytest.mark.parametrize(
    ("title", "count"), [("Energy demand", 1), ("Store sales", 1), ("House sales", 0), ("Air quality by city", 0)]
)
def test_dated_rows_are_a_series_only_where_one_follows_the_other(title: str, count: int) -> None:
    assert len(messages(shuffled_time_series, {"README.md": f"# {title}\n", "a.py": DATED})) == count


def test_a_baseline_counts_wherever_it_is_named() -> None:
    code = "train_test_split(X)\nmodel.fit(X, y)\nprint(accuracy_score(y, model.predict(X)))\n"
    assert messages(no_baseline_in_code, {"train.py": code})
    assert messages(no_baseline_in_code, {"train.py": code, "naive.py": "naive_forecast = last\n"}) == []
    assert messages(no_baseline_in_code, {"train.py": code, "README.md": "# A\n\nThe majority class gets 0.7.\n"}) == []
    assert messages(no_baseline_in_code, {"train.py": code + "GaussianNB()  # naive Bayes\n"})


def test_a_baseline_counts_in_the_words_of_a_notebook() -> None:
    code = "train_test_split(X)\nmodel.fit(X, y)\nprint(accuracy_score(y, model.predict(X)))\n"
    cells = [
        {"cell_type": "markdown", "source": "The baseline answers 0.5.\n"},
        {"cell_type": "code", "execution_count": None, "outputs": [], "source": code},
    ]
    notebook = {"metadata": {"language_info": {"name": "python"}}, "cells": cells}
    assert messages(no_baseline_in_code, {"a.ipynb": json.dumps(notebook)}) == []
    assert messages(no_baseline_in_code, {"a.ipynb": json.dumps(notebook | {"cells": cells[1:]})})


def test_what_jupyter_exported_of_a_notebook_is_not_told_twice() -> None:
    cell = {"cell_type": "code", "execution_count": None, "outputs": [], "source": SCALED.format("")}
    notebook = json.dumps({"metadata": {"language_info": {"name": "python"}}, "cells": [cell]})
    exported = "# In[1]:\n" + SCALED.format("")
    tree = {"a.ipynb": notebook, "a.py": exported, "b.py": exported, "c.ipynb": notebook, "c.py": SCALED.format("")}
    found = sorted(finding.path or "" for finding in fit_before_split.check(Project.from_tree(tree)))
    assert found == ["a.ipynb", "b.py", "c.ipynb", "c.py"]
