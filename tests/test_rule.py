"""Writing a rule: the docstring and the name are its documentation."""

import pytest

from scaffolio.model import Severity
from scaffolio.project import MemoryFiles, Project
from scaffolio.rule import NotAssessedError, markdown_readme, rule

PARTS = {"bad": {}, "good": {}, "minutes": 1}


def test_name_and_docstring_become_documentation():
    @rule("AA001", Severity.ERROR, requires=("AA002",), **PARTS)
    def thing_missing(project):
        """A thing is
        missing.

        **Why.** Because.

        **Fix.** Add it.
        """
        yield from ()

    info = thing_missing.info
    assert (info.name, info.what, info.why, info.fix) == ("thing-missing", "A thing is missing.", "Because.", "Add it.")
    assert (info.family, info.requires) == ("AA", ("AA002",))


@pytest.mark.parametrize("docstring", [None, "What.", "What.\n\n**Why.** x", "What.\n\n**Fix.** x"])
def test_a_rule_without_its_documentation_is_refused(docstring):
    def check(project):
        yield from ()

    check.__doc__ = docstring
    with pytest.raises(ValueError, match="docstring"):
        rule("AA001", Severity.ERROR, **PARTS)(check)


@pytest.mark.parametrize("code", ["A1", "aa001", "AAAA001", "AA01", "AA0011"])
def test_a_malformed_code_is_refused(code):
    with pytest.raises(ValueError, match="rule code"):
        rule(code, Severity.ERROR, **PARTS)


@pytest.mark.parametrize(("tree", "reason"), [({}, "no README"), ({"README": b"\0x"}, "no text")])
def test_a_readme_that_is_no_markdown_is_not_assessed(tree, reason):
    with pytest.raises(NotAssessedError, match=reason):
        markdown_readme(Project(MemoryFiles(tree)))
