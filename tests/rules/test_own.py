"""OWN: the scaffold's questions and its sections."""

from scaffolio.parsers.scaffold import make_manifest

SCAFFOLD = (
    "# Birds\n\n> PLACEHOLDER(question): Who acts?\n\n"
    "## Approach\n\nCompared on later years.\n\n> PLACEHOLDER(approach): Which alternative?\n"
)


def project(text):
    tree = {"README.md": SCAFFOLD}
    return {
        "README.md": text,
        ".scaffolio/manifest.json": make_manifest("1", "classification", tree, tree.__getitem__).to_json(),
    }


def test_every_question_is_named_by_line(findings):
    found = findings("OWN001", project(SCAFFOLD))
    assert [(f.line, f.evidence) for f in found] == [(3, "Who acts?"), (9, "Which alternative?")]


def test_a_placeholder_that_is_spoken_of_is_none(findings):
    text = "# Tool\n\nIt writes `PLACEHOLDER(approach): …` lines.\n\n```\n> PLACEHOLDER(a): b?\n```\n"
    assert not findings("OWN001", {"README.md": text})


def test_deleting_the_question_is_no_answer(findings):
    text = "\n".join(line for line in SCAFFOLD.splitlines() if "approach)" not in line)
    (found,) = findings("OWN002", project(text))
    assert (found.path, found.line) == ("README.md", 5)


def test_one_own_sentence_is_an_answer(findings):
    assert not findings("OWN002", project(SCAFFOLD.replace("> PLACEHOLDER(approach): Which alternative?", "Trees.")))


def test_a_deleted_section_is_not_untouched(findings):
    assert not findings("OWN002", project("# Birds\n\nMine.\n"))
