"""CI: whether a machine runs the tests at each change, and would say if they failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.example_files import WORKFLOW, WORKFLOW_PATH
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.assertions import MAY_ASSERT
from scaffolio.parsers.tasks import Tests, runs_tests
from scaffolio.parsers.workflow import Job, Step, read_steps
from scaffolio.parsers.yaml_tree import BrokenYamlError, Table, UnreadYamlError, read_yaml
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule, sound_workflows

OWN_LINES = 200
"""Own lines of Python below which nobody expects continuous integration."""

_STATEMENTS = "".join(f"x{number} = {number}\n" for number in range(OWN_LINES + 1))

_TEST = {"tests/test_train.py": "from train import fit\n\n\ndef test_fit():\n    assert fit()\n"}


@rule(
    "CI001",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=10,
    bad={"README.md": "# Churn\n", "train.py": _STATEMENTS, ".github/ISSUE_TEMPLATE/bug.yml": "name: Bug\n"},
    good={"README.md": "# Churn\n", "train.py": _STATEMENTS, WORKFLOW_PATH: WORKFLOW},
)
def no_workflow(project: Project) -> Iterator[Finding]:
    """There are more than 200 lines of Python, and nothing runs them at each change.

    GitHub Actions, GitLab CI, Travis, CircleCI, Azure Pipelines and the like count; issue templates do not.

    **Why.** A green mark on the last commit is the one sign that the steps in the README work for others too
    (Scientific Python guide, GA001; Google's ML Test Score, "infrastructure").

    **Fix.** Add `.github/workflows/ci.yml` with one job that installs the project and runs its tests or a short run.
    """
    if project.workflows or project.other_ci_paths:
        return
    lines = 0
    for path in project.python_paths:
        lines += project.own_lines(path)
        if lines > OWN_LINES:
            yield Finding(f"more than {OWN_LINES} lines of Python and no workflow", ".github/workflows")
            return


@rule(
    "CI002",
    Severity.ERROR,
    scope=Scope.REPOSITORY,
    minutes=10,
    bad={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW.replace("    runs-on: ubuntu-latest\n", "")},
    good={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW},
)
def workflow_broken(project: Project) -> Iterator[Finding]:
    """GitHub refuses to run a workflow: it is no YAML, or a job or step lacks what it needs.

    **Why.** A workflow that cannot start never fails, so nobody learns that nothing is tested (docs.github.com,
    "Workflow syntax for GitHub Actions").

    **Fix.** Mend the line that is named; the Actions page of the repository shows what GitHub says of it.
    """
    for workflow in project.workflows:
        for line, fault in workflow.faults:
            yield Finding(fault, workflow.path, line)


@rule(
    "CI003",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW.replace("[push, pull_request]", "workflow_dispatch")},
    good={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW},
)
def ci_not_on_push(project: Project) -> Iterator[Finding]:
    """No workflow starts at a push to a branch or at a pull request.

    **Why.** What is started by hand or by the clock finds a fault days after the change that made it (Scientific Python
    guide, GA003).

    **Fix.** Add `push` and `pull_request` to the `on` of the workflow that runs the tests.
    """
    if project.other_ci_paths:
        raise NotAssessedError("another system may run at each push")
    sound = sound_workflows(project)
    if not any(workflow.runs_on_change for workflow in sound):
        first = sound[0]
        yield Finding("nothing runs at a push or a pull request", first.path, 1, ", ".join(sorted(first.triggers)))


_TEST_FILE = regex(r"(?:^|/)(?:tests?/.*\.py|test_[^/]*\.py|[^/]*_test\.py)\Z")
_TESTING_ACTION = regex(r"test|tox|nox|ci\b|pre-commit|notebook", re.IGNORECASE)


@rule(
    "CI004",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=5,
    bad={"README.md": "# Churn\n", **_TEST, WORKFLOW_PATH: WORKFLOW.replace("python -m pytest", "ruff check")},
    good={
        "README.md": "# Churn\n",
        **_TEST,
        "Makefile": "check:\n\tpytest -q\n",
        WORKFLOW_PATH: WORKFLOW.replace("python -m pytest", "make check"),
    },
)
def ci_runs_no_tests(project: Project) -> Iterator[Finding]:
    """There are tests, there are workflows, and no workflow runs the tests.

    Commands are followed through make, just, nox, tox, npm, pre-commit, scripts and local actions. Where one leads out
    of the repository, nothing is said.

    **Why.** A check mark that stands for formatting alone is taken for one that stands for tests (Google's ML Test
    Score asks that tests run at each change).

    **Fix.** Add a step that runs the tests: `python -m pytest`.
    """
    tests = (path for path in project.files.paths if _TEST_FILE.search(path))
    if not any(MAY_ASSERT.search(project.content(path)) for path in tests):
        raise NotAssessedError("no tests")
    if project.other_ci_paths:
        raise NotAssessedError("another system may run the tests")
    sound = sound_workflows(project)
    answers = {answer for workflow in sound for job in workflow.jobs for answer in _answers(project, job)}
    if Tests.YES in answers:
        return
    if Tests.UNKNOWN in answers:
        raise NotAssessedError("a workflow starts what is not in this repository")
    names = ", ".join(workflow.path.rpartition("/")[2] for workflow in sound)
    yield Finding("the workflows run no tests", sound[0].path, 1, names)


def _answers(project: Project, job: Job) -> Iterator[Tests]:
    """What each step of a job, or the workflow it calls, says on tests."""
    if job.uses is not None and not job.uses.startswith("./"):
        yield Tests.UNKNOWN
    for step in job.steps:
        yield from _of_step(project, step)


def _of_step(project: Project, step: Step, depth: int = 3) -> Iterator[Tests]:
    if step.run is not None:
        yield runs_tests(step.run, project.paths, project.text)
    if step.uses is None:
        return
    if step.uses.startswith("./") and depth:
        for inner in _local_steps(project, step.uses):
            yield from _of_step(project, inner, depth - 1)
    elif step.uses.startswith(("./", "docker://")) or _TESTING_ACTION.search(step.uses.partition("@")[0]):
        yield Tests.UNKNOWN


def _local_steps(project: Project, uses: str) -> tuple[Step, ...]:
    folder = uses.removeprefix("./").rstrip("/")
    path = next((path for path in (f"{folder}/action.yml", f"{folder}/action.yaml") if path in project.paths), None)
    if path is None:
        return ()
    try:
        action = read_yaml(project.text(path))
    except (BrokenYamlError, UnreadYamlError):
        return ()
    runs = action.get("runs") if isinstance(action, Table) else None
    return read_steps(runs.get("steps")) if isinstance(runs, Table) else ()


_CHECKING = regex(r"\b(?:py\.?test|unittest|nosetests|tox|nox|mypy|pyright|make (?:test|check|lint)|run_tests)\b")
_ON_TRIAL = regex(r"newe(?:r|st)|latest|nightly|experimental|upcoming|future|unstable|optional|dev|pre", re.IGNORECASE)
_MASKED = regex(r"\|\|[ \t]*(?:true|:|exit 0|echo\b[^\n]{0,80})[ \t]*(?:\n|\Z)|;[ \t]*(?:true|exit 0)[ \t]*(?:\n|\Z)")


@rule(
    "CI005",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=10,
    bad={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW.replace("python -m pytest", "python -m pytest || true")},
    good={"README.md": "# Churn\n", WORKFLOW_PATH: WORKFLOW + "      - run: rm -r build || true\n"},
)
def failures_masked(project: Project) -> Iterator[Finding]:
    """A step that runs tests or type checks cannot fail: `|| true`, or `continue-on-error: true`.

    A whole job that may fail is no fault, nor is one named for the newest versions of what is used.

    **Why.** Such a workflow is green whatever the tests say, so its mark misleads the reader it was made for.

    **Fix.** Take the mask away. A test that is known to fail belongs under `pytest.mark.xfail`, with the reason.
    """
    for workflow in sound_workflows(project):
        for job in workflow.jobs:
            for step in job.steps:
                yield from _masked(workflow.path, job, step)


def _masked(path: str, job: Job, step: Step) -> Iterator[Finding]:
    if step.run is None or not _CHECKING.search(step.run) or _ON_TRIAL.search(job.name):
        return
    for number, line in enumerate(step.run.split("\n")):
        if _CHECKING.search(line) and _MASKED.search(line) and not line.lstrip().startswith("#"):
            at = step.run.line + number + ("\n" in step.run)
            yield Finding(f"a failure in job {job.name} is masked", path, at, line.strip()[:100])
    if step.continue_on_error == "true":
        yield Finding(f"a failure in job {job.name} is masked", path, step.line, "continue-on-error: true")
