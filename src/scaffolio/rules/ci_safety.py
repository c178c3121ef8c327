"""CI, on safety: whether a workflow lets strangers run code in it."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.example_files import WORKFLOW, WORKFLOW_PATH
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.workflow import Step, Workflow
from scaffolio.parsers.yaml_tree import Text
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule, sound_workflows

_FOREIGN_TEXT = regex(
    r"\$\{\{[^}]{0,200}?(?P<value>github\.head_ref|github\.event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body|"
    r"head\.(?:ref|label|repo\.default_branch))|comment\.body|review\.body|review_comment\.body|discussion\.(?:title|body)|"
    r"head_commit\.(?:message|author\.(?:name|email))|commits\[?[^}\s]{0,20}\.(?:message|author\.(?:name|email))|"
    r"pages\[?[^}\s]{0,20}\.page_name|workflow_run\.(?:head_branch|head_commit\.message)))\b"
)
_FOREIGN_CODE = regex(
    r"github\.event\.(?:pull_request\.head\.(?:sha|ref)|workflow_run\.head_(?:sha|branch)|pull_request\.number|number)|"
    r"github\.head_ref|refs/pull/"
)
_AFTER_PUSH = regex(r"github\.event\.workflow_run\.event\s*==\s*[\"']push[\"']")
_PINNED = regex(r"@[0-9a-f]{40,64}\Z")
_FIRST_PARTY = ("actions/", "github/", "./", "docker://", "${{")
_BY_ANOTHER_TRIGGER = (
    "Run a pull request's code in a workflow that `pull_request` starts, where the token can only read; or leave `ref` "
    "out, so that the repository's own code runs."
)


@rule(
    "CI006",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    minutes=10,
    bad={
        "README.md": "# Churn\n",
        WORKFLOW_PATH: WORKFLOW.replace("push, pull_request", "issues")
        + '      - run: echo "${{ github.event.issue.title }}"\n',
    },
    good={
        "README.md": "# Churn\n",
        WORKFLOW_PATH: WORKFLOW.replace("push, pull_request", "issues")
        + '      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "$TITLE"\n',
    },
)
def workflow_unsafe(project: Project) -> Iterator[Finding]:
    """A workflow lets strangers run code, or runs an action that its owner can exchange at any time.

    Three cases: text that anybody can write (an issue's title, a branch's name) is put into a script; a workflow with
    write access checks out the code of a pull request; an action of a third party is named by a tag or branch, not by a
    commit. Actions by GitHub itself may be named by a tag.

    **Why.** These are how workflows were taken over (OpenSSF Scorecard, "Dangerous-Workflow" and "Pinned-Dependencies";
    docs.github.com, "Security hardening for GitHub Actions").

    **Fix.** Pass the text through `env:` and write `"$TITLE"` in the script; use `pull_request` in place of
    `pull_request_target`; name third-party actions by a full commit, with the version in a comment.
    """
    for workflow in sound_workflows(project):
        yield from _injections(workflow)
        yield from _foreign_checkouts(workflow)
    yield from _unpinned(project)


def _injections(workflow: Workflow) -> Iterator[Finding]:
    for job in workflow.jobs:
        for step in job.steps:
            text = step.run if step.run is not None else _script(step)
            found = _FOREIGN_TEXT.search(text) if text is not None else None
            if text is not None and found is not None:
                at = text.line + text.count("\n", 0, found.start()) + ("\n" in text)
                read = '"$TEXT"' if text is step.run else "process.env.TEXT"
                fix = f"Pass it on by `env:`, as `TEXT: ${{{{ {found['value']} }}}}`, and write `{read}` in the script."
                said = "text that anybody can write becomes part of a script"
                yield Finding(said, workflow.path, at, found["value"], fix)


def _script(step: Step) -> Text | None:
    """The JavaScript that a step hands to GitHub's own script action."""
    script = step.arguments.get("script")
    return script if step.uses and step.uses.startswith("actions/github-script@") and isinstance(script, Text) else None


def _foreign_checkouts(workflow: Workflow) -> Iterator[Finding]:
    if not {"pull_request_target", "workflow_run"} & set(workflow.triggers):
        return
    for job in workflow.jobs:
        if job.condition is not None and _AFTER_PUSH.search(job.condition):
            continue
        for step in job.steps:
            ref = step.arguments.get("ref")
            checkout = step.uses is not None and step.uses.startswith("actions/checkout@")
            if checkout and isinstance(ref, str) and _FOREIGN_CODE.search(ref):
                message = "a pull request's own code is checked out where the workflow may write"
                yield Finding(message, workflow.path, step.line, ref[:100], _BY_ANOTHER_TRIGGER)


def _unpinned(project: Project) -> Iterator[Finding]:
    """One finding a repository: where the first such action is used, and the names of all.

    An owner whose other repositories the README links to is no third party.
    """
    readme = project.text(project.readme_path).lower() if project.readme_path else ""
    loose: dict[str, tuple[str, int]] = {}
    for workflow in sound_workflows(project):
        used = [step.uses for job in workflow.jobs for step in job.steps] + [job.uses for job in workflow.jobs]
        for uses in used:
            if uses is None or uses.startswith(_FIRST_PARTY) or _PINNED.search(uses.strip()):
                continue
            if f"github.com/{uses.partition('/')[0].lower()}/" not in readme:
                loose.setdefault(uses, (workflow.path, uses.line))
    if loose:
        path, line = next(iter(loose.values()))
        number = "an action of a third party is" if len(loose) == 1 else f"{len(loose)} third-party actions are"
        which, example = "it" if len(loose) == 1 else "each", next(iter(loose)).partition("@")[0]
        fix = f"Name {which} by a full commit, with the version in a comment: `uses: {example}@COMMIT  # VERSION`."
        yield Finding(f"{number} not pinned to a commit", path, line, ", ".join(loose)[:200], fix)
