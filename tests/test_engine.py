"""Selecting, ordering and running rules."""

import pytest

from scaffolio import engine
from scaffolio.errors import UsageError
from scaffolio.model import Finding, Measured, RuleInfo, Severity
from scaffolio.project import MemoryFiles, Project
from scaffolio.rule import NotAssessedError, Rule
from scaffolio.rules import catalogue

ENOUGH = Measured(exact="made up")
FEW = Measured(read=29, right=29, repositories=29)


def made(code, *, requires=(), finds=(), reason=None, measured=ENOUGH, pedantic=False):
    def check(project):
        if reason:
            raise NotAssessedError(reason)
        yield from finds

    info = RuleInfo(
        code, code.lower(), Severity.ERROR, "what", "why", "fix", 1, requires, pedantic=pedantic, measured=measured
    )
    return Rule(info, check, {}, {})


FINDING = Finding("seen", "a.md", 3)
PROJECT = Project(MemoryFiles({}))


def codes(rules):
    return [rule.info.code for rule in rules]


def test_nothing_chosen_selects_what_was_measured_and_is_not_pedantic():
    rules = [made("AA001"), made("BB001", measured=FEW), made("CC001", pedantic=True), made("DD001")]
    assert codes(engine.select(rules)) == ["AA001", "DD001"]
    assert codes(engine.select(rules, preview=True)) == ["AA001", "BB001", "DD001"]
    assert codes(engine.select(rules, ["BB", "CC"])) == ["BB001", "CC001"]


def test_measured_is_what_was_right_often_enough():
    assert not FEW.enough
    assert Measured(read=40, right=38, repositories=10).enough
    assert not Measured(read=40, right=37, repositories=10).enough
    assert not Measured(read=40, right=40, repositories=9).enough
    assert not Measured(read=2, right=1, repositories=2, exact="a letter").enough


def test_prefixes_choose_and_ignore():
    rules = [made("AA001"), made("AA012"), made("BB001")]
    assert codes(engine.select(rules, ["AA"], ["AA01"])) == ["AA001"]


def test_a_prefix_that_fits_nothing_is_an_error():
    with pytest.raises(UsageError):
        engine.select([made("AA001")], ["ZZ"])


def test_what_is_required_runs_first_and_is_not_reported():
    rules = [made("AA001", requires=("BB001",)), made("BB001")]
    assert codes(engine.ordered(rules[:1], rules)) == ["BB001", "AA001"]
    assert [v.rule.code for v in engine.run(PROJECT, rules[:1], rules, {})] == ["AA001"]


def test_a_rule_whose_requirement_failed_is_not_assessed():
    rules = [made("AA001", requires=("BB001",), finds=[FINDING]), made("BB001", finds=[FINDING])]
    first, _ = engine.run(PROJECT, rules, rules, {})
    assert first.not_assessed == "needs BB001 to pass"
    assert not first.findings
    assert not first.passed


def test_a_reason_not_to_speak_is_kept():
    rule = made("AA001", reason="no history")
    (verdict,) = engine.run(PROJECT, [rule], [rule], {})
    assert verdict.not_assessed == "no history"


def test_findings_are_sorted_and_levels_apply():
    later, earlier = Finding("b", "b.md"), Finding("a", "a.md", 9)
    rule = made("AA001", finds=[later, FINDING, earlier])
    (verdict,) = engine.run(PROJECT, [rule], [rule], {"AA001": Severity.ADVICE})
    assert verdict.findings == (FINDING, earlier, later)
    assert verdict.severity is Severity.ADVICE


def silenced(text: str, *codes: str) -> dict[str, list[int | None]]:
    rules = [rule for rule in catalogue() if rule.info.code in codes]
    verdicts = engine.run(Project(MemoryFiles({"README.md": text})), rules, catalogue(), {})
    return {verdict.rule.code: [finding.line for finding in verdict.findings] for verdict in verdicts}


LINK = "# Churn\n\nSee [the plot](plot.png)."


def test_a_comment_silences_its_own_line() -> None:
    text = f"{LINK} <!-- scaffolio: ignore[TRU001] -->\n\nSee [the table](table.csv).\n"
    assert silenced(text, "TRU001", "SUP001") == {"TRU001": [5], "SUP001": []}


def test_a_comment_alone_on_its_line_silences_the_next() -> None:
    text = "# Churn\n\n<!-- scaffolio: ignore[TRU001] -->\nSee [the plot](plot.png).\n"
    assert silenced(text, "TRU001", "SUP001") == {"TRU001": [], "SUP001": []}


def test_a_silence_of_another_code_is_idle() -> None:
    text = f"{LINK} <!-- scaffolio: ignore[GIT004] -->\n"
    assert silenced(text, "TRU001", "GIT004", "SUP001") == {"TRU001": [3], "GIT004": [], "SUP001": [3]}


def test_a_silence_of_a_rule_that_did_not_run_is_not_idle() -> None:
    assert silenced(f"{LINK} <!-- scaffolio: ignore[GIT004] -->\n", "SUP001") == {"SUP001": []}


@pytest.mark.parametrize(
    "quoted", ["`<!-- scaffolio: ignore[TRU999] -->`", "```\n<!-- scaffolio: ignore[TRU999] -->\n```"]
)
def test_a_quoted_silence_is_none(quoted: str) -> None:
    assert silenced(f"# Churn\n\n{quoted}\n", "SUP001") == {"SUP001": []}
