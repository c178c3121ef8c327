"""Which repository on GitHub a status badge speaks of, and which workflow."""

from __future__ import annotations

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_NAME = r"(?P<owner>[\w-]{1,60})/(?P<name>[\w.-]{1,100}?)"
_KINDS = (
    regex(rf"github\.com/{_NAME}/(?:actions/)?workflows/(?P<workflow>[^/?#]{{1,100}})/badge\.svg"),
    regex(
        rf"shields\.io/github/actions/workflow/status/{_NAME}/(?P<workflow>[\w.-]{{1,100}}\.ya?ml)(?=[?/#]|\Z)",
    ),
    regex(rf"(?:codecov\.io|app\.codecov\.io)/(?:gh|github)/{_NAME}(?=[/?#]|\Z)"),
    regex(rf"coveralls\.io/repos/github/{_NAME}(?=[/?#]|\Z)"),
    regex(rf"(?:travis-ci\.(?:org|com))/(?:github/)?{_NAME}(?=\.svg|[/?#]|\Z)"),
    regex(rf"circleci\.com/gh/{_NAME}(?=\.svg|[/?#]|\Z)"),
    regex(
        rf"shields\.io/(?:github|codecov/c)/(?:license|stars|forks|issues(?:-(?:raw|pr|pr-raw|closed|pr-closed))?|contributors|"
        rf"last-commit|repo-size|languages/top|languages/count|commit-activity/\w|v/release|release|watchers|tag|github|"
        rf"languages/code-size)/{_NAME}(?=\.svg|[/?#]|\Z)",
    ),
)


@dataclass(frozen=True, slots=True)
class Badge:
    """The repository a badge is about; ``workflow`` is a file's name where the address holds one."""

    owner: str
    name: str
    workflow: str = ""

    @property
    def repository(self) -> str:
        """Owner and name, as GitHub compares them."""
        return f"{self.owner}/{self.name}".lower()


def read_badge(address: str) -> Badge | None:
    """What a badge's address says; ``None`` for any other picture."""
    for kind in _KINDS:
        found = kind.search(address[:500])
        if found:
            workflow = found["workflow"] if "workflow" in found.re.groupindex else ""
            return Badge(found["owner"], found["name"], workflow if workflow.endswith((".yml", ".yaml")) else "")
    return None
