"""The two reports: complete, schema-true, deterministic, and safe in a terminal."""

from __future__ import annotations

import json

import jsonschema
import pytest

from scaffolio import engine
from scaffolio.checklist import completeness
from scaffolio.claims import count_claims, tabled
from scaffolio.errors import UsageError
from scaffolio.grade import grade
from scaffolio.model import Profile, ProjectReport, Report, SectionSummary, TargetReport, TargetStatus
from scaffolio.project import MemoryFiles, Project
from scaffolio.report import FORMATS, renderer
from scaffolio.report import json as json_report
from scaffolio.report import rules as pages
from scaffolio.report import text as text_report
from scaffolio.report.items import alike, items
from scaffolio.report.stored import dump, load_target
from scaffolio.rules import catalogue
from tests.scaffolded import README, SCAFFOLDED, told

TREES = {
    "claims": {
        "README.md": "# Churn\n\nF1 is 0.81, accuracy is 0.90 and recall is 0.5.\n",
        "metrics.json": '{"f1": 0.8137, "accuracy": 0.85}',
    },
    "empty": {},
    "bare": {"train.py": "import numpy\n"},
    "broken": {
        "README.md": "# Churn\n\n![x](no.png)\n\n| model | F1 |\n|---|---|\n| forest | 0.84 |\n",
        "metrics.json": '{"forest": {"f1": 0.8}}',
    },
    "hostile": {
        "README.md": "# A \x1b[31m\n\n[x](\x1b]0;evil.md)\n",
        "a\x1b[2Jb/.DS_Store": "",
        "\u202egnp.py": "import \u202e\n",
    },
}


def judged(tree, path="."):
    rules, project = catalogue(), Project(MemoryFiles(tree), "churn")
    verdicts = engine.run(project, rules, rules, {})
    stage, blocking = grade(project, verdicts)
    sections = tuple(SectionSummary(s.heading, s.line, s.kinds) for s in project.readme_sections)
    counts, table = count_claims(project.claims), tuple(tabled(claim) for claim in project.claims)
    return ProjectReport(
        path,
        "churn",
        None,
        stage,
        blocking,
        counts,
        completeness(project),
        sections,
        verdicts,
        claim_table=table,
    )


def report(*trees):
    projects = tuple(judged(tree, f"p{number}") for number, tree in enumerate(trees))
    targets = (
        TargetReport("folder", TargetStatus.AUDITED, "a" * 40, None, projects),
        TargetReport("gone", TargetStatus.FAILED, error="gone does not exist."),
    )
    return Report("1.0", Profile.READY, targets)


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_json_satisfies_the_shipped_schema(tree):
    jsonschema.Draft202012Validator.check_schema(json_report.schema())
    jsonschema.validate(
        json.loads(json_report.render(report(tree))), json_report.schema(), cls=jsonschema.Draft202012Validator
    )


def test_json_orders_findings_by_path_line_and_code():
    findings = json.loads(json_report.render(report(TREES["broken"])))["targets"][0]["projects"][0]["findings"]
    keys = [(f["path"], f["line"] or 0, f["code"]) for f in findings]
    assert keys == sorted(keys)
    assert {"code", "name", "severity", "message", "path", "line", "evidence", "fix", "minutes"} == findings[0].keys()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_second_run_gives_the_same_bytes(name, tree):
    assert renderer(name)(report(tree)) == renderer(name)(report(tree))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_a_terminal_obeys_gets_through(name):
    text = renderer(name)(report(TREES["hostile"]), verbose=True)
    assert "\x1b" not in text
    if name in {"text", "markdown", "html"}:
        assert "\u202e" not in text


def test_text_puts_effect_per_minute_first():
    lines = renderer("text")(report(TREES["broken"])).splitlines()
    first = lines[lines.index("Fix first") + 1]
    assert "TRU00" in first
    assert "README.md:" in first
    assert first.endswith("2 min")


def test_what_one_act_mends_is_one_line_of_the_text():
    licensed = {"README.md": "# Churn\n\n## License\n\nThis project is licensed under the [MIT License](LICENSE).\n"}
    codes = ("LIC001", "TRU001", "TRU007")
    first = text_report.render(report(licensed)).partition("Fix first")[2].partition("\n\n")[0]
    assert sum(first.count(code) for code in codes) == 1
    assert "(+2 like it)" in first
    every = text_report.render(report(licensed), verbose=True).partition("All findings")[2].partition("\n\n")[0]
    assert all(code in every for code in codes)


ABOUT = "A model says which of a telecom's customers leave next month, from what they bought and how they pay. " * 4


@pytest.mark.parametrize(("readme", "leader"), [("Run `train.py`.", "REP001"), ("Have a look.", "DOC006")])
def test_how_to_install_joins_what_it_needs_or_the_commands(readme, leader):
    files = {"REP001": {}, "DOC006": {"requirements.txt": "numpy==2.3\n"}}[leader]
    tree = {"README.md": f"# Churn\n\n{ABOUT}\n\n{readme}\n", "train.py": "import numpy\n", **files}
    found = items(report(tree).targets[0].projects)
    (group,) = (group for group in alike(found) if "DOC005" in {item.rule.code for item in group})
    assert {item.rule.code for item in group} == {"DOC005", leader}


def test_a_missing_file_that_is_linked_and_called_is_one_line():
    readme = (
        "# Churn\n\nSee [the list](needs.txt) and [the other](more.txt).\n\n```bash\npip install -r needs.txt\n```\n"
    )
    found = items(report({"README.md": readme, "train.py": "import numpy\n"}).targets[0].projects)
    groups = [[item.finding.message for item in group] for group in alike(found) if "TRU00" in group[0].rule.code]
    assert sorted(map(sorted, groups)) == [["more.txt is not there"], ["needs.txt is not there"] * 2]


def test_text_fits_a_screen_unless_asked_for_more():
    text = renderer("text")(report(*[TREES["broken"]] * 9))
    assert len(text.splitlines()) <= 26
    assert "more" in text
    assert len(renderer("text")(report(*[TREES["broken"]] * 9), verbose=True)) > len(text)


def test_text_fits_the_width_of_a_terminal(judged):
    long = "".join(f"[x](notes/a-rather-long-name-of-a-file-{number}.md)\n" for number in range(3))
    made = judged({"README.md": f"# A\n\n{long}", "train.py": "import numpy\n"})
    told_at = (text_report.render(made, verbose=True, width=width) for width in (None, 80))
    wide, narrow = (words.partition("All findings")[2].split("\n\n")[0] for words in told_at)
    assert max(map(len, wide.splitlines())) > 80
    assert max(map(len, narrow.splitlines())) <= 80


def test_text_names_what_was_not_assessed_and_what_failed():
    text = renderer("text")(report(TREES["bare"]))
    assert "Not assessed:" in text
    assert "gone: failed: gone does not exist." in text


def test_praise_rests_on_what_was_seen():
    assert "Good:" not in renderer("text")(report(TREES["bare"]))


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(UsageError) as raised:
        renderer("jsno")
    assert "json" in raised.value.hint


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.info.code)
def test_a_rules_page_has_every_part(rule):
    page = pages.render_markdown((rule,))
    assert all(f"\n## {part}\n" in page for part in ("Why", "Fix", "It fires here", "It is silent here"))
    assert rule.info.what in page
    assert rule.info.code in pages.render_text((rule,))


def test_the_catalogue_lists_every_rule():
    rules = catalogue()
    assert len(pages.render_text(rules).splitlines()) == len(rules)
    assert all(f"[{rule.info.code}]({rule.info.code}.md)" in pages.render_markdown(rules) for rule in rules)
    assert [entry["code"] for entry in json.loads(pages.render_json(rules))] == [rule.info.code for rule in rules]


def test_what_is_ones_own_is_told_in_full_reports_only(judged) -> None:
    made = judged({**SCAFFOLDED, "README.md": told(README, ("approach", "Trees lost by two hundredths."))})
    content = json.loads(json_report.render(made))
    jsonschema.validate(content, json_report.schema(), cls=jsonschema.Draft202012Validator)
    own = content["targets"][0]["projects"][0]["own"]
    assert (own["words"] - own["template_words"], own["open_questions"]) == (5, 3)
    assert own["untouched_sections"] == ["Which reports first?", "Data", "Run it"]
    full = renderer("text")(made, verbose=True)
    assert "3 questions open; as the scaffold wrote them: Which reports first?, Data" in full
    assert "are your own" not in renderer("text")(made)


def test_a_strangers_project_has_no_share_of_its_own(judged) -> None:
    (project,) = json.loads(json_report.render(judged({"README.md": "# A\n"})))["targets"][0]["projects"]
    assert project["own"] is None


def test_text_lists_the_claims_with_their_evidence_when_asked():
    judged_once = report(TREES["claims"])
    assert "Claims" not in renderer("text")(judged_once)
    lines = renderer("text")(judged_once, verbose=True).splitlines()
    start = lines.index("Claims")
    assert [" ".join(line.split()) for line in lines[start + 1 : start + 4]] == [
        "README.md:3 recall 0.5 unsupported",
        "README.md:3 f1 0.81 supported metrics.json f1: 0.8137",
        "README.md:3 accuracy 0.90 contradicted metrics.json accuracy: 0.85",
    ]


def test_json_carries_the_claims_with_their_evidence():
    table = json.loads(json_report.render(report(TREES["claims"])))["targets"][0]["projects"][0]["claim_table"]
    assert {"path": "metrics.json", "locator": "f1", "value": 0.8137} in [claim["evidence"] for claim in table]
    assert {claim["standing"] for claim in table} == {"supported", "contradicted", "unsupported"}


def test_a_stored_report_keeps_its_claims():
    rules = {rule.info.code: rule.info for rule in catalogue()}
    target = report(TREES["claims"]).targets[0]
    assert load_target(json.loads(json.dumps(dump(target))), rules) == target
