"""Workflows as people write them: what counts as one, what a command leads to, what is a fault."""

import pytest

from scaffolio.example_files import WORKFLOW, WORKFLOW_JOB, WORKFLOW_PATH
from scaffolio.rule import NotAssessedError
from scaffolio.rules.ci import _STATEMENTS

TEST = {"tests/test_a.py": "def test_a():\n    assert 1\n"}


@pytest.mark.parametrize(
    "path",
    [
        ".gitlab-ci.yml",
        ".travis.yml",
        ".circleci/config.yml",
        "azure-pipelines.yml",
        "Jenkinsfile",
        "appveyor.yml",
        ".github/workflows/test.yaml",
        ".drone.yml",
        ".zuul.yaml",
        "pipelines/azure-ci.yml",
    ],
)
def test_any_system_counts(findings, path):
    assert not findings("CI001", {"a.py": _STATEMENTS, path: "x: y\n"})


@pytest.mark.parametrize(
    "path", [".github/ISSUE_TEMPLATE/bug.yml", ".github/dependabot.yml", "docs/.travis.yml", "ci.md"]
)
def test_what_is_no_continuous_integration(findings, path):
    assert findings("CI001", {"a.py": _STATEMENTS, path: "x: y\n"})


def test_a_small_project_needs_none(findings):
    assert not findings("CI001", {"a.py": "x = 1\n" * 200})


def workflow(steps: str = "", on: str = "push", **files: str) -> dict[str, str]:
    return {WORKFLOW_PATH: f"on: {on}\n{WORKFLOW_JOB}{steps}"} | {
        path.replace("__", "/"): text for path, text in files.items()
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("on: push\njobs: {}\n", 2),
        ("on: push\n", 1),
        ("jobs:\n  a:\n    runs-on: x\n    steps: [{run: y}]\n", 1),
        ("on: push\njobs:\n\ta: b\n", 3),
        ("on: push\njobs:\n  a:\n    runs-on: x\n", 4),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - name: nothing\n", 6),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: y\n        uses: z\n", 6),
        ("on: push\njobs:\n  a:\n    needs: b\n    uses: ./.github/workflows/x.yml\n", 4),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: y}]\n  a:\n    uses: z\n", 6),
    ],
)
def test_what_github_refuses(findings, text, line):
    (found,) = findings("CI002", {WORKFLOW_PATH: text})
    assert found.line == line


@pytest.mark.parametrize(
    "text",
    [
        WORKFLOW,
        "on: {push: {branches: [main]}}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n",
        "on: push\nx: &s\n  - run: y\njobs:\n  a:\n    runs-on: x\n    steps: *s\n",
        '"on": push\njobs:\n  a:\n    runs-on: ${{ matrix.os }}\n    needs: []\n    steps:\n      - {run: a}\n',
        "on: push\n" + "a: " + "[" * 5_000,
    ],
)
def test_what_github_accepts_or_nobody_can_read(findings, text):
    found = findings("CI002", {WORKFLOW_PATH: text})
    assert not [finding for finding in found if "YAML" not in finding.message]


@pytest.mark.parametrize(
    "on", ["push", "[pull_request]", "{push: {branches: [main]}}", "{push: {tags: [v1], branches: [x]}}"]
)
def test_triggers_that_follow_a_change(findings, on):
    assert not findings("CI003", workflow(on=on))


@pytest.mark.parametrize("on", ["workflow_dispatch", "[release]", "{schedule: [{cron: x}]}", "{push: {tags: ['v*']}}"])
def test_triggers_that_do_not(findings, on):
    assert findings("CI003", workflow(on=on))


NOX = "@nox.session\ndef lint(s):\n    s.run('ruff')\n\n@nox.session\ndef t(s):\n    s.run('pytest')\n"


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("pytest -q", {}),
        ("python -m unittest", {}),
        ("bash ci/check.sh", {"ci/check.sh": "set -e\npython -m pytest\n"}),
        ("make ci", {"Makefile": "ci: lint check\n\nlint:\n\truff .\n\ncheck:\n\tpytest\n"}),
        ("make", {"Makefile": "all:\n\tpytest\n"}),
        ("nox", {"noxfile.py": "@nox.session\ndef unit(session):\n    session.run('pytest')\n"}),
        ("nox -s unit", {"noxfile.py": "@nox.session\ndef unit(session):\n    session.run('pytest')\n"}),
        ("tox -e py311", {"tox.ini": "[testenv]\ncommands = pytest\n[testenv:lint]\ncommands = ruff\n"}),
        ("just ci", {"justfile": "ci:\n    pytest\n"}),
        ("npm run ci", {"package.json": '{"scripts": {"ci": "jest test"}}'}),
        ("pre-commit run -a", {".pre-commit-config.yaml": "hooks:\n - entry: pytest\n"}),
        ("poe all", {"pyproject.toml": "[tool.poe.tasks]\nall = 'pytest'\n"}),
    ],
)
def test_commands_that_lead_to_tests(findings, command, files):
    assert not findings("CI004", workflow(f"      - run: {command}\n") | TEST | files)


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("ruff check .", {}),
        ("pip install -e '.[test]' && ruff check .", {}),
        ("make lint", {"Makefile": "lint:\n\truff .\n\ncheck:\n\tpytest\n"}),
        (
            "nox -s lint",
            {"noxfile.py": NOX},
        ),
        ("tox -e lint", {"tox.ini": "[testenv]\ncommands = pytest\n[testenv:lint]\ncommands = ruff\n"}),
        ("twine upload -r testpypi dist/*", {}),
        ("pre-commit run -a", {".pre-commit-config.yaml": "hooks:\n - id: ruff\n"}),
    ],
)
def test_commands_that_lead_to_none(findings, command, files):
    assert findings("CI004", workflow(f"      - run: {command}\n") | TEST | files)


def test_a_script_that_tries_a_model_out_is_no_test(verdict_of):
    tree = workflow("      - run: ruff check .\n") | {"src/test_model.py": "def main():\n    print(model(x))\n"}
    assert verdict_of("CI004", tree).not_assessed == "no tests"


@pytest.mark.parametrize(
    "step",
    [
        "run: make check",
        "run: docker run x",
        "uses: o/pytest-action@v1",
        "uses: ./missing",
        "run: ${{ matrix.command }}",
    ],
)
def test_where_a_command_leads_away_nothing_is_said(findings, step):
    tree = workflow(f"      - {step}\n") | TEST
    if step == "uses: ./missing":
        assert findings("CI004", tree)
    else:
        with pytest.raises(NotAssessedError):
            findings("CI004", tree)


def test_a_local_action_is_followed(findings):
    action = "runs:\n  using: composite\n  steps:\n    - run: pytest\n      shell: bash\n"
    tree = workflow("      - uses: ./.github/actions/check\n") | {".github/actions/check/action.yml": action} | TEST
    assert not findings("CI004", tree)


def test_an_action_that_uses_itself_ends(findings):
    action = "runs:\n  using: composite\n  steps:\n    - uses: ./a\n"
    with pytest.raises(NotAssessedError):
        findings("CI004", workflow("      - uses: ./a\n") | {"a/action.yml": action} | TEST)


def test_another_workflow_of_the_repository_counts(findings):
    called = {".github/workflows/called.yml": f"on: workflow_call\n{WORKFLOW_JOB}      - run: pytest\n"}
    caller = {WORKFLOW_PATH: "on: push\njobs:\n  a:\n    uses: ./.github/workflows/called.yml\n"}
    assert not findings("CI004", caller | called | TEST)


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ("      - run: pytest || true\n", 7),
        ("      - run: |\n          pip install x\n          pytest || :\n", 9),
        ("      - run: pytest\n        continue-on-error: true\n", 7),
        ("      - run: mypy src || exit 0\n", 7),
    ],
)
def test_masks(findings, steps, line):
    (found,) = findings("CI005", workflow(steps))
    assert found.line == line


@pytest.mark.parametrize(
    "steps",
    [
        "      - run: rm -r build || true\n",
        "      - run: flake8 --exit-zero\n",
        "      - run: pytest\n        continue-on-error: ${{ matrix.experimental }}\n",
        "      - uses: codecov/codecov-action@v4\n        continue-on-error: true\n",
        "      - run: pytest\n    continue-on-error: true\n",  # a whole job, told apart on purpose
        "      - run: |\n          # pytest || true\n          pytest\n",
    ],
)
def test_what_masks_no_test(findings, steps):
    assert not findings("CI005", workflow(steps))


SCRIPT = (
    "      - uses: actions/github-script@v7\n        with:\n          script: x('${{ github.event.comment.body }}')\n"
)
THEIRS = "      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n"
KNOWN = "      - uses: actions/setup-python@v5\n      - uses: ./local\n      - uses: github/codeql-action/init@v3\n"


@pytest.mark.parametrize(
    ("steps", "on", "line"),
    [
        ('      - run: echo "${{ github.event.issue.title }}"\n', "issues", 7),
        ("      - run: |\n          true\n          git checkout ${{ github.head_ref }}\n", "pull_request", 9),
        (SCRIPT, "issue_comment", 9),
        (THEIRS, "pull_request_target", 7),
        ("      - uses: someone/action@v1\n", "push", 7),
        ("      - uses: someone/action@main\n", "push", 7),
    ],
)
def test_what_is_unsafe(findings, steps, on, line):
    (found,) = findings("CI006", workflow(steps, on=on))
    assert found.line == line


@pytest.mark.parametrize(
    ("steps", "on"),
    [
        ("      - run: echo ${{ github.event.pull_request.number }} ${{ github.sha }}\n", "pull_request"),
        ('      - run: echo "$T"\n        env:\n          T: ${{ github.event.issue.title }}\n', "issues"),
        (THEIRS, "pull_request"),
        ("      - uses: actions/checkout@v4\n", "pull_request_target"),
        (KNOWN, "push"),
        (f"      - uses: someone/action@{'a1' * 20}  # v1\n", "push"),
    ],
)
def test_what_is_safe(findings, steps, on):
    assert not findings("CI006", workflow(steps, on=on))


@pytest.mark.parametrize("code", ["CI003", "CI004", "CI005", "CI006"])
@pytest.mark.parametrize(
    "text", ["a: b: c", "", "on: push\njobs: 3\n", "- a\n", "on: [[push]]\njobs: [a]\n", "\x00\x01"]
)
def test_a_broken_workflow_is_one_rules_business(findings, code, text):
    with pytest.raises(NotAssessedError):
        findings(code, {WORKFLOW_PATH: text} | TEST)


ECHO = '      - run: echo "${{ github.event.issue.title }}"\n'


@pytest.mark.parametrize(
    ("steps", "on", "told"),
    [
        (ECHO, "issues", '`TEXT: ${{ github.event.issue.title }}`, and write `"$TEXT"`'),
        (SCRIPT, "issue_comment", "write `process.env.TEXT`"),
        (THEIRS, "pull_request_target", "a workflow that `pull_request` starts"),
        ("      - uses: someone/action/part@v1\n", "push", "Name it by a full commit"),
        ("      - uses: someone/action/part@v1\n", "push", "`uses: someone/action/part@COMMIT  # VERSION`"),
    ],
)
def test_the_fix_is_that_of_the_case_found(findings, steps, on, told):
    (found,) = findings("CI006", workflow(steps, on=on))
    assert told in found.fix


def test_actions_of_the_same_organisation_are_no_third_partys(findings):
    tree = workflow("      - uses: someone/action@v1\n") | {"README.md": "[x](https://github.com/someone/churn)\n"}
    assert not findings("CI006", tree)


def test_unpinned_actions_are_one_finding_a_repository(findings):
    step = "      - uses: someone/action@v1\n"
    tree = workflow(step) | {".github/workflows/b.yml": f"on: push\n{WORKFLOW_JOB}      - uses: other/action@v2\n"}
    (found,) = findings("CI006", tree)
    assert found.evidence == "other/action@v2, someone/action@v1"


def test_code_is_no_strangers_where_a_push_alone_is_followed(findings):
    followed = """on:
  workflow_run:
    workflows: [CI]
jobs:
  deploy:
    if: github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: ${{ github.event.workflow_run.head_sha }}
"""
    assert not findings("CI006", {WORKFLOW_PATH: followed})
    assert findings("CI006", {WORKFLOW_PATH: followed.replace(" && github.event.workflow_run.event == 'push'", "")})
