"""GitHub Actions workflows: what starts them, what their steps run, and what GitHub would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scaffolio.nouns import dataclass
from scaffolio.parsers.yaml_tree import ALIAS, BrokenYamlError, Items, Table, Text, UnreadYamlError, read_yaml
from scaffolio.patterns import regex

_WORKFLOW = regex(r"\.github/workflows/[^/]+\.ya?ml\Z")
_OTHER_SYSTEMS = regex(
    r"(?:\.gitlab-ci\.ya?ml|\.travis\.ya?ml|\.circleci/config\.ya?ml|(?:[\w.-]+/)?[\w.-]*azure[\w.-]*\.ya?ml|"
    r"\.azure[\w-]*/.+\.ya?ml|\.?appveyor\.ya?ml|jenkinsfile[\w.-]*|bitbucket-pipelines\.ya?ml|\.drone\.(?:ya?ml|star)|"
    r"\.woodpecker(?:\.ya?ml|/.+\.ya?ml)|\.cirrus\.(?:ya?ml|star)|\.buildkite/.+|cloudbuild\.ya?ml|\.semaphore/.+|"
    r"\.(?:gitea|forgejo)/workflows/.+|wercker\.ya?ml|\.teamcity/.+|codeship-\w+\.ya?ml|\.?zuul\.ya?ml|\.?zuul\.d/.+|\.builds?/.+\.ya?ml|\.build\.yml)\Z",
    re.IGNORECASE,
)
_ON_CHANGE = frozenset(
    {"push", "pull_request", "pull_request_target", "merge_group", "workflow_call", "workflow_run", "issue_comment"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: what it runs or uses, and whether its failure counts."""

    line: int
    run: Text | None
    uses: Text | None
    arguments: Table
    continue_on_error: Text | None


@dataclass(frozen=True, slots=True)
class Job:
    """One job; ``uses`` names the workflow it calls instead of having steps, ``condition`` is its ``if``."""

    name: str
    line: int
    steps: tuple[Step, ...]
    uses: Text | None
    condition: Text | None


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow: its triggers with their filters, its jobs, and each fault with its line.

    ``unread`` says why a file was not read, which is no fault of it.
    """

    path: str
    triggers: dict[str, Any]
    jobs: tuple[Job, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    unread: str | None = None

    @property
    def runs_on_change(self) -> bool:
        """Whether a push to a branch or a pull request starts it, or another workflow does."""
        return any(name in _ON_CHANGE and not _tags_alone(name, how) for name, how in self.triggers.items())


def is_workflow(path: str) -> bool:
    """Whether GitHub reads this file as a workflow."""
    return _WORKFLOW.fullmatch(path) is not None


def is_other_ci(path: str) -> bool:
    """Whether another system for continuous integration reads this file."""
    return _OTHER_SYSTEMS.fullmatch(path) is not None


def read_workflow(path: str, text: str) -> Workflow:
    """Read one workflow; never raises."""
    try:
        tree = read_yaml(text)
    except BrokenYamlError as error:
        return Workflow(path, {}, faults=((error.line, f"it is no YAML: {error.reason}"),))
    except UnreadYamlError as error:
        return Workflow(path, {}, unread=str(error))
    if not isinstance(tree, Table):
        return Workflow(path, {}, faults=((1, "it is empty" if tree is None else "it holds no keys"),))
    jobs = tree.get("jobs")
    table = jobs if isinstance(jobs, Table) else Table(1)
    read = tuple(_job(name, job) for name, job in table.items() if isinstance(job, Table))
    return Workflow(path, _triggers(tree.get("on")), read, tuple(_faults(tree, table)))


def _triggers(on: Any) -> dict[str, Any]:  # noqa: ANN401  YAML is of any type
    if isinstance(on, Table):
        return dict(on)
    names = on if isinstance(on, Items) else [on]
    return {str(name): None for name in names if isinstance(name, Text)}


def _tags_alone(name: str, how: Any) -> bool:  # noqa: ANN401
    """Whether a push counts only when it brings a tag."""
    if name != "push" or not isinstance(how, Table):
        return False
    return "tags" in how and not any(key in how for key in ("branches", "branches-ignore", "paths", "paths-ignore"))


def _job(name: str, job: Table) -> Job:
    return Job(name, job.line, read_steps(job.get("steps")), _scalar(job.get("uses")), _scalar(job.get("if")))


def read_steps(steps: Any) -> tuple[Step, ...]:  # noqa: ANN401
    """The steps of a job or of a composite action."""
    return tuple(_step(step) for step in steps if isinstance(step, Table)) if isinstance(steps, Items) else ()


def _step(step: Table) -> Step:
    arguments = step.get("with")
    return Step(
        step.line,
        _scalar(step.get("run")),
        _scalar(step.get("uses")),
        arguments if isinstance(arguments, Table) else Table(step.line),
        _scalar(step.get("continue-on-error")),
    )


def _scalar(value: Any) -> Text | None:  # noqa: ANN401
    return value if isinstance(value, Text) and value is not ALIAS else None


def _faults(tree: Table, jobs: Table) -> Iterator[tuple[int, str]]:
    if "on" not in tree:
        yield 1, "nothing starts it: it has no `on`"
    if not jobs and tree.get("jobs") is not ALIAS:
        yield tree.lines.get("jobs", 1), "it has no jobs"
    yield from _twice(tree)
    yield from _twice(jobs)
    for name, job in jobs.items():
        if isinstance(job, Table):
            yield from _job_faults(name, job, jobs)
        elif job is not ALIAS:
            yield jobs.lines[name], f"job {name} holds no keys"


def _job_faults(name: str, job: Table, jobs: Table) -> Iterator[tuple[int, str]]:
    yield from _twice(job)
    needs = job.get("needs")
    for needed in needs if isinstance(needs, Items) else [needs]:
        if isinstance(needed, Text) and needed is not ALIAS and needed not in jobs and "${{" not in needed:
            yield needed.line, f"job {name} needs {needed}, which is not there"
    if "uses" in job or "<<" in job:
        return
    if "runs-on" not in job:
        yield job.line, f"job {name} does not say what it runs on"
    steps = job.get("steps")
    if steps is ALIAS:
        return
    if not isinstance(steps, Items) or not steps:
        yield job.line, f"job {name} has no steps"
        return
    for step in steps:
        if isinstance(step, Table) and "<<" not in step:
            yield from _step_faults(name, step)


def _step_faults(name: str, step: Table) -> Iterator[tuple[int, str]]:
    yield from _twice(step)
    if "run" in step and "uses" in step:
        yield step.line, f"a step of job {name} has both `run` and `uses`"
    if "run" not in step and "uses" not in step:
        yield step.line, f"a step of job {name} has neither `run` nor `uses`"


def _twice(table: Table) -> Iterator[tuple[int, str]]:
    yield from ((key.line, f"`{key}` stands there twice") for key in table.twice)
