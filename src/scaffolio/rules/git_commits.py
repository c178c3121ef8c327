"""GIT, on the commits: whether they show how the work was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, git_history, rule

_FEW_COMMITS = 3
_MANY_FILES = 5
_WHOLE = 0.9


@rule(
    "GIT006",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    pedantic=True,
    minutes=5,
    bad={
        **{f"src/step_{number}.py": "x = 1\n" for number in range(6)},
        ".git/log": "2026-03-01 Ada: Add files via upload\n" + "".join(f"A src/step_{n}.py\n" for n in range(6)),
    },
    good={
        **{f"src/step_{number}.py": "x = 1\n" for number in range(6)},
        ".git/log": "".join(f"2026-03-0{9 - n} Ada: Step {n}\nA src/step_{n}.py\n" for n in range(6)),
    },
)
def single_dump_history(project: Project) -> Iterator[Finding]:
    """At most three commits, one of which brought nearly all of at least five files.

    **Why.** A history that grew shows how the work was done, and which steps were tried and left (The Turing Way,
    "Version control"); one dump shows none of it.

    **Fix.** Leave the past as it is: a history made up afterwards is worse. Commit each change from now on by itself.
    """
    history = git_history(project)
    if not history.whole:
        raise NotAssessedError("only the newest commits are here")
    commits = [commit for commit in history.commits if commit.changes]
    if not 0 < len(commits) <= _FEW_COMMITS:
        return
    added = max(sum(change.kind == "A" for change in commit.changes) for commit in commits)
    if added >= _MANY_FILES and added >= _WHOLE * len(project.files.paths):
        number = "one commit" if len(commits) == 1 else f"{len(commits)} commits"
        yield Finding(f"{number} made all of it", ".", None, f"{added} files at once")


_NOISE = regex(
    r"\W{0,3}(?:(?:minor|small|some|more|few|final|last|quick|first|initial|new|the|a|an|my|all|and|just|again|oops|"
    r"updat(?:e|es|ed|ing)|fix|fixes|fixed|fixing|chang(?:e|es|ed)|edit|edits|edited|commit|commits|wip|test|tests|temp|"
    r"tmp|asdf+|save|saved|stuff|things|misc|cleanup|clean|up|upload|uploads|uploaded|add|adds|added|create|created|"
    r"delete|deleted|remove|removed|rename|renamed|modify|modified|file|files|via|code|work|done|push|bug|bugs|typo|"
    r"readme(?:\.md)?|progress|ok|final|draft|[\w-]{1,60}\.(?:py|ipynb|md|txt|csv|yml|yaml|json))"
    r"\W{0,3}){1,4}\Z",
    re.IGNORECASE,
)
_SUBJECTS = 10
_LONGEST_NOISE = 60
_NOISY = 0.5


@rule(
    "GIT007",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    pedantic=True,
    minutes=5,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "".join(
            f"2026-03-{20 - n} Ada: {'update' if n % 3 else 'Add files via upload'}\n" for n in range(10)
        ),
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "".join(f"2026-03-{20 - n} Ada: Refuse rows without label {n}\n" for n in range(10)),
    },
)
def noise_commit_subjects(project: Project) -> Iterator[Finding]:
    """More than half of at least ten commit subjects say only that something was changed.

    **Why.** A subject that names the change is how a reader, and the author a year later, finds why a line is as it is
    (Chris Beams, "How to Write a Git Commit Message").

    **Fix.** Say in the next subject what the change does: "Split by customer before scaling" rather than "update".
    """
    history = git_history(project)
    subjects = [commit.subject for commit in history.commits if not commit.subject.startswith(("Merge ", "Revert "))]
    noise = [subject for subject in subjects if _says_nothing(subject)]
    if len(subjects) >= _SUBJECTS and len(noise) > _NOISY * len(subjects):
        common = Counter(subject.strip()[:40] for subject in noise).most_common(1)[0][0]
        yield Finding(f"{len(noise)} of {len(subjects)} commit subjects name no change", ".", None, common)


def _says_nothing(subject: str) -> bool:
    return len(subject) <= _LONGEST_NOISE and (not any(map(str.isalnum, subject)) or _NOISE.match(subject) is not None)
