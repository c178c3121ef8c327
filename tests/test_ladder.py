"""Each rung is proven by what lies in the project."""

import pytest

from scaffolio.ladder import climb, is_on_ladder
from scaffolio.project import MemoryFiles, Project
from tests.scaffolded import CARD, README, SCAFFOLDED, SEAM, TREE, metrics, project, run, told

OWN_DATA = "dataset:\n  name: mine\n  sha256: bbb2\n  sample: false\n"
CHANGED_SEAM = SEAM.replace("reference(frame)\n\n", "frame[1:]\n\n")
RUNS = [
    ("run", {"reports/metrics.json": metrics()}),
    ("decision", {"README.md": told(README, ("question", "> The officer."))}),
    ("own change", {"reports/metrics.json": metrics(own=True)}),
    ("own data", {"data/schema.yaml": OWN_DATA, "reports/metrics.json": metrics("bbb2", sample=False, own=True)}),
    ("worst mistakes", {"README.md": told(README, ("question", "> The officer."), ("errors", "All at night."))}),
    (
        "words",
        {
            "README.md": told(README, ("question", "> The officer."), ("errors", "Night."), ("approach", "Trees.")),
            "MODEL_CARD.md": told(CARD, ("limitations", "Night crews.")),
        },
    ),
]


def open_rungs(changes=()):
    return {rung.name: rung.step for rung in climb(project(changes)) if rung.step}


def after(count):
    changes = {}
    for _, more in RUNS[:count]:
        changes |= more
    return changes


@pytest.mark.parametrize("count", range(len(RUNS) + 1))
def test_the_rungs_come_in_order_and_each_goes_with_its_evidence(count):
    assert list(open_rungs(after(count))) == [name for name, _ in RUNS[count:]]


@pytest.mark.parametrize("count", range(len(RUNS)))
def test_every_step_names_a_line_of_a_file(count):
    step = next(iter(open_rungs(after(count)).values()))
    assert 1 <= step.line <= len(SCAFFOLDED[step.path].splitlines()) + 1
    assert step.minutes > 0
    assert all([step.question, step.do, step.proof])


def test_the_run_is_a_command_and_its_page_says_how_to_install():
    step = open_rungs()["run"]
    assert (step.path, step.line, step.command) == ("README.md", 9, "python -m birds run")
    assert "README.md:40" in step.do


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"results": []}'])
def test_an_empty_or_broken_run_is_none(broken):
    assert "run" in open_rungs({"reports/metrics.json": broken})


def test_a_run_of_other_data_is_stale():
    step = open_rungs({"reports/metrics.json": metrics(), "data/schema.yaml": OWN_DATA})["run"]
    assert "other data" in step.question


def test_a_deleted_question_leaves_the_rung_open_and_is_asked_again():
    step = open_rungs({"README.md": told(README, ("errors", ""))})["worst mistakes"]
    assert (step.path, step.line, step.placeholder) == ("README.md", 29, None)
    assert "worst.csv" in step.question


def test_an_answer_that_repeats_another_is_asked_again_where_it_stands():
    text = told(README, ("question", "> The officer reads it."), ("errors", "The officer reads it."))
    step = open_rungs({"README.md": text})["worst mistakes"]
    assert (step.path, text.splitlines()[step.line - 1]) == ("README.md", "## Where it fails")
    assert "Which reports first?" in step.do


def test_a_change_that_was_run_and_taken_back_counts():
    journal = run("a1") + run("b2", "own") + run("a1")
    assert "own change" not in open_rungs({"reports/runs.jsonl": journal})


def test_a_run_of_the_reference_alone_does_not():
    assert "own change" in open_rungs({"reports/runs.jsonl": run("a1") + "broken\n[]\n" + '{"run": 1}\n'})


def test_a_change_without_a_run_asks_for_the_run():
    step = open_rungs({"reports/metrics.json": metrics(), "src/birds/features.py": CHANGED_SEAM})["own change"]
    assert (step.line, step.minutes, step.do) == (1, 2, "run it")


def test_a_row_called_own_without_a_comparison_is_no_evidence():
    alone = metrics(own=True).replace('"comparisons": [{"model": "mine", "against": "boosting"}]', '"comparisons": []')
    assert "own change" in open_rungs({"reports/metrics.json": alone})


def test_words_begin_with_the_readme_and_count_what_is_left():
    step = open_rungs()["words"]
    assert (step.path, step.placeholder.topic) == ("README.md", "approach")
    assert "1 more" in step.do


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (SCAFFOLDED, True),
        ({"README.md": "# Mine\n"}, False),
        ({"reports/metrics.json": metrics()}, True),
        ({"reports/metrics.json": '{"accuracy": 0.9}'}, False),
        ({**TREE, ".copier-answers.yml": "_src_path: gh:scaffolio/scaffolio\n"}, True),
    ],
)
def test_who_is_on_the_ladder(tree, expected):
    assert is_on_ladder(Project(MemoryFiles(tree))) is expected


def test_data_for_practice_leave_the_rung_of_own_data_open():
    other = "dataset:\n  name: birds\n  sha256: bbb2\n  sample: false\n"
    tree = {"data/schema.yaml": other, "reports/metrics.json": metrics("bbb2", sample=False)}
    rungs = {rung.name: rung.step for rung in climb(project({**tree, "src/birds/load.py": "x = load_iris()\n"}))}
    assert (rungs["own data"].path, rungs["own data"].line) == ("src/birds/load.py", 1)
    assert {rung.name: rung.step for rung in climb(project(tree))}["own data"] is None
