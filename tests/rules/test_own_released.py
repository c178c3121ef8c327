"""A scaffold is known by what it wrote, manifest or not; a stranger's project is not taken for one."""

import json
from pathlib import Path

import pytest

from scaffolio.adapters.files import FolderFiles
from scaffolio.ownership import on_sample, own_share
from scaffolio.parsers.released import releases
from scaffolio.project import MemoryFiles, Project
from tools import released

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())


def without_traces(name, **changes):
    """An example without manifest and answers, its package renamed, and some files changed."""
    source, package = FolderFiles(EXAMPLES / name), name.replace("-", "_")
    tree = {
        path.replace(f"src/{package}", "src/mine"): source.read(path, 10**7).replace(package.encode(), b"mine")
        for path in source.paths
        if path != ".copier-answers.yml" and not path.startswith(".scaffolio/")
    }
    return Project(MemoryFiles({**tree, **changes}))


@pytest.mark.parametrize("name", NAMES)
def test_deleting_the_manifest_hides_nothing(name):
    known = Project(FolderFiles(EXAMPLES / name), name)
    bare = without_traces(name)
    share = own_share(bare)
    assert bare.technique == known.technique
    assert share.template_words > 0.85 * share.words
    assert share.untouched_functions > 0.9 * share.functions
    assert share.open_questions == own_share(known).open_questions
    assert on_sample(bare)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_never_asked_is_no_deleted_question(findings, name):
    bare = without_traces(name)
    assert not findings("OWN002", {path: bare.content(path) for path in bare.paths})


def test_a_deleted_question_is_found_without_the_manifest(findings):
    bare = without_traces("bird-strikes")
    text = bare.text("README.md")
    cut = "\n".join(line for line in text.splitlines() if "PLACEHOLDER(approach)" not in line)
    (found,) = findings("OWN002", {**{path: bare.content(path) for path in bare.paths}, "README.md": cut})
    assert found.evidence == "Approach"


def test_words_of_ones_own_are_not_the_scaffolds():
    text = "# Night strikes\n\n" + "Crews at night tell no height, so their reports sink in the ranking. " * 20 + "\n"
    share = own_share(without_traces("bird-strikes", **{"README.md": text}))
    assert share.template_words == 0


@pytest.mark.parametrize(
    "tree",
    [
        {"README.md": "# Churn\n\n<!-- results:start -->\n<!-- results:end -->\n\n> PLACEHOLDER(approach): Why?\n"},
        {"src/churn/__main__.py": "print()\n", "data/schema.yaml": "columns: []\n", "README.md": "# Churn\n"},
        {"README.md": "# Churn\n\nWhat the scaffold set up was thrown away.\n"},
        {},
    ],
)
def test_a_strangers_project_is_not_recognised(tree):
    assert Project(MemoryFiles(tree)).manifest is None


def test_every_technique_of_the_template_is_among_the_releases():
    assert {release.technique for release in releases()} >= set(released.new.techniques())


@pytest.mark.parametrize("technique", released.new.techniques())
def test_the_stored_fingerprints_are_those_of_the_template(technique):
    stored = json.loads(released.STORED.read_text(encoding="utf-8"))
    assert stored[technique] == released.of_technique(technique), "python -m tools.released write"
