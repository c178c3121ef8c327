"""One repository, one project or many: who answers for what."""

from __future__ import annotations

import pytest

from scaffolio.errors import UsageError
from scaffolio.model import Severity, Stage
from scaffolio.project import MemoryFiles, Project
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all

README = "# Which flats are let?\n\nPredicts from 4,000 adverts how long a flat stays empty. See [the code]({link}).\n"


def collection(**extra: str) -> Project:
    tree = {"README.md": README.format(link="rent/a.py")}
    for name in ("churn", "mail", "rent"):
        tree |= {f"{name}/README.md": README.format(link="a.py"), f"{name}/a.py": "import pandas\n"}
    return Project(MemoryFiles(tree | extra), "flats")


def codes(report, path: str) -> list[tuple[str, str]]:
    found = next(project for project in report if project.path == path)
    return [(verdict.rule.code, finding.path) for verdict in found.verdicts for finding in verdict.findings]


def test_a_family_alone_brings_what_it_requires() -> None:
    report = judge_all(Project.from_tree({"README.md": "# Churn\n"}), Settings(select=("OWN",)))[0]
    assert {verdict.rule.family for verdict in report.verdicts} == {"OWN"}


def test_the_whole_comes_first_and_each_project_after_it() -> None:
    assert [project.path for project in judge_all(collection(), Settings())] == [".", "churn", "mail", "rent"]


def test_a_fault_is_told_by_the_innermost_project_alone_and_by_its_path_from_the_top() -> None:
    whole = collection(**{"mail/data.csv": "<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n"})
    report = judge_all(whole, Settings(select=("GIT004",)))
    assert codes(report, ".") == codes(report, "churn") == []
    assert {path for _, path in codes(report, "mail")} == {"mail/data.csv"}


def test_the_licence_is_asked_for_once() -> None:
    report = judge_all(collection(), Settings(select=("LIC",)))
    assert [bool(codes(report, path)) for path in (".", "churn", "mail", "rent")] == [True, False, False, False]


def test_what_only_a_project_can_tell_is_not_asked_of_the_whole() -> None:
    report = judge_all(collection(), Settings(select=("REP001",)))
    assert [verdict.not_assessed for verdict in report[0].verdicts] == ["each project is judged on its own"]
    assert all(project.verdicts[0].findings for project in report[1:])


def test_a_link_from_a_part_to_the_rest_of_the_repository_is_no_fault() -> None:
    plot = {"shared/plot.png": "\x89PNG"}
    for link, faults in (("../shared/plot.png", 0), ("shared/plot.png", 0), ("plot.png", 1)):
        report = judge_all(
            collection(**plot, **{"churn/README.md": README.format(link=link)}), Settings(select=("TRU001",))
        )
        assert len(codes(report, "churn")) == faults


def test_a_collection_is_as_far_as_the_project_least_far() -> None:
    words = "Each flat is held against the mean of its street. " * 20
    long = f"{README.format(link='rent/a.py')}{words}\n\n## Usage\n\n```bash\npython rent/a.py\n```\n"
    whole, *parts = judge_all(collection(**{"README.md": long}), Settings())
    assert {part.stage for part in parts} == {Stage.DRAFT}
    assert (whole.stage, whole.blocking) == (Stage.DRAFT, ("projects",))


def test_a_stage_stands_on_all_rules_whichever_are_told() -> None:
    (told,) = judge_all(Project.from_tree({"README.md": "# Churn\n"}), Settings(select=("LIC",)))
    assert {verdict.rule.family for verdict in told.verdicts} == {"LIC"}
    assert told.stage is Stage.DRAFT
    assert "DOC002" in told.blocking


def test_where_findings_alone_are_asked_for_there_is_no_stage() -> None:
    (told,) = judge_all(Project.from_tree({"README.md": "# Churn\n"}), Settings(select=("LIC",)), findings_only=True)
    assert told.stage is None


def test_settings_leave_codes_out_where_their_paths_match() -> None:
    broken = {"mail/data.csv": "<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n"}
    settings = Settings(select=("GIT004",), per_file_ignores={"mail/*.csv": ("GIT",)})
    assert codes(judge_all(collection(**broken), settings), "mail") == []
    elsewhere = Settings(select=("GIT004",), per_file_ignores={"churn/*.csv": ("GIT",)})
    assert len(codes(judge_all(collection(**broken), elsewhere), "mail")) > 0


def test_settings_weigh_a_rule_otherwise_and_the_most_exact_choice_counts() -> None:
    settings = Settings(select=("LIC001",), severity={"LIC": Severity.ERROR, "LIC001": Severity.ADVICE})
    verdict = judge_all(collection(), settings)[0].verdicts[0]
    assert (verdict.severity, verdict.rule.severity) == (Severity.ADVICE, Severity.WARNING)


def test_a_code_in_the_settings_that_fits_no_rule_is_refused() -> None:
    with pytest.raises(UsageError) as raised:
        judge_all(collection(), Settings(severity={"LIX001": Severity.ADVICE}))
    assert "LIC001" in raised.value.hint


CLAIMED = "# Churn\n\nF1 is 0.81, accuracy is 0.90 and recall is 0.5.\n"
RECORDED = '{"f1": 0.8137, "accuracy": 0.85}'


def table(tree: dict[str, str], settings: Settings | None = None) -> set[tuple[str | None, str, str]]:
    (report,) = judge_all(Project(MemoryFiles(tree), "churn"), settings or Settings())
    return {(c.metric, c.standing, c.evidence.locator if c.evidence else "") for c in report.claim_table}


def test_the_table_of_claims_says_how_each_number_stands_and_by_what() -> None:
    assert table({"README.md": CLAIMED, "metrics.json": RECORDED}) == {
        ("f1", "supported", "f1"),
        ("accuracy", "contradicted", "accuracy"),
        ("recall", "unsupported", ""),
    }


def test_the_settings_name_a_metrics_file_of_any_name() -> None:
    tree = {"README.md": CLAIMED, "out/final.json": RECORDED}
    assert {standing for _, standing, _ in table(tree)} == {"unsupported"}
    assert ("f1", "supported", "f1") in table(tree, Settings(metrics=("out/final.json",)))


def test_the_table_of_a_part_has_paths_from_the_top() -> None:
    project = collection(**{"churn/README.md": CLAIMED, "churn/metrics.json": RECORDED, "mail/out.json": RECORDED})
    reports = judge_all(project, Settings(metrics=("mail/out.json",)))
    claims = [claim for report in reports for claim in report.claim_table if claim.evidence]
    assert {(c.path, c.evidence.path) for c in claims if c.evidence} == {("churn/README.md", "churn/metrics.json")}
