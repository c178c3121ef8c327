"""``new --data`` and ``data`` as a user meets them: a project on one's own table, and moving one there."""

import json
import subprocess
from random import Random

import pytest
import yaml

from scaffolio.parsers.scaffold import read_manifest

QUESTION = "The desk calls the top fifty each morning; a missed client costs more.\n"


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def clients(desk):
    """Write a table as offices export it: semicolons, decimal commas, Windows letters, odd names."""
    draw = Random(1)  # noqa: S311  data, not a secret
    lines = ["Kunde;Gebühr €;class;Ort, Land;Gekündigt"]
    for number in range(300):
        yes = draw.random() < 0.4
        fee = f"{30 + 9 * yes + draw.gauss(0, 9):.2f}".replace(".", ",")
        lines.append(f"K-{number:04d};{fee};{draw.choice('abc')};Köln, DE;{'ja' if yes else 'nein'}")
    path = desk / "Kündigungen 2024.csv"
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path


def test_a_table_becomes_a_committed_project_that_the_audit_passes(scaffolio, desk, ada, clients):
    done = scaffolio("new", "-y", "-t", "classification", "--data", clients.name, "--target", "Gekündigt")
    assert done.returncode == 0, done.stderr
    for decision in ("Windows-1252", "decimal comma", "Gekündigt = ja is the yes", "Kunde: another value in every row"):
        assert decision in done.stdout
    assert "0 errors, 0 warnings" in done.stdout
    project = desk / "kundigungen-2024"
    assert git(project, "status", "--porcelain") == ""
    schema = yaml.safe_load((project / "data/schema.yaml").read_text(encoding="utf-8"))
    assert schema["dataset"]["sample"] is False
    assert schema["columns"]["class"] == {"type": "category", "allowed": ["a", "b", "c"]}
    page = (project / "README.md").read_text(encoding="utf-8")
    assert "Classification: 300 rows; the target is `Gekündigt`, 2 classes" in page
    assert "sample" not in page
    assert "bird" not in page
    assert "under\na minute" not in page


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--target", "Gekundigt"), "Did you mean Gekündigt?"),
        (("--target", "Kunde"), "no classes"),
        (("--target", "Gekündigt", "--positive", "yes"), "It holds ja and nein"),
        (("--target", "Gekündigt", "--horizon", "3"), "--horizon means nothing"),
    ],
)
def test_unusable_data_make_nothing(scaffolio, desk, clients, flags, message):
    done = scaffolio("new", "mine", "-y", "-t", "classification", "--data", clients.name, *flags)
    assert done.returncode == 2
    assert message in done.stderr
    assert list(desk.iterdir()) == [clients]


@pytest.fixture
def project(scaffolio, desk, ada):
    """A project on the sample with its author's words and code, and a result of the sample's, committed."""
    scaffolio("new", "birds", "-y", "-t", "classification")
    root = desk / "birds"
    page = (root / "README.md").read_text(encoding="utf-8")
    asked = next(line for line in page.splitlines(keepends=True) if "PLACEHOLDER(question)" in line)
    page = page.replace(asked, QUESTION).replace(
        "## Approach\n", "## Approach\n\nNaive Bayes on all 19,302 came first.\n", 1
    )
    page = page.replace("Not run yet.", "**Finds 12 of 20.**", 1)
    (root / "README.md").write_text(page, encoding="utf-8")
    for name, code in (("features", "\n\nMINE = 1\n"), ("model", "\n\nALSO_MINE = 2\n")):
        with (root / f"src/birds/{name}.py").open("a", encoding="utf-8") as seam:
            seam.write(code)
    (root / "reports").mkdir()
    (root / "reports/metrics.json").write_text("{}\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Mine")
    return root


def test_moving_keeps_words_and_code_and_says_what_is_stale(scaffolio, project, clients):
    done = scaffolio("data", "birds", "--data", clients.name, "--target", "Gekündigt")
    assert done.returncode == 0, done.stderr
    page = (project / "README.md").read_text(encoding="utf-8")
    line = next(number for number, text in enumerate(page.splitlines(), 1) if "19,302" in text)
    assert QUESTION in page
    assert "Finds 12 of 20" not in page
    assert "the numbers in README.md were the former data's" in done.stdout
    assert f"still speak of the former data: README.md:{line} (19,302)" in done.stdout
    assert git(project, "status", "--porcelain", "--", "src", "tests") == ""
    assert not (project / "data/birds.csv.gz").exists()
    assert not (project / "reports/metrics.json").exists()
    for name in ("README.md", "MODEL_CARD.md", "data/README.md", "pyproject.toml", "CITATION.cff"):
        text = (project / name).read_text(encoding="utf-8").replace("19,302", "")
        assert "sample" not in text, name
        assert "bird" not in text.replace("birds", ""), name
    manifest = read_manifest((project / ".scaffolio/manifest.json").read_text(encoding="utf-8"))
    assert manifest is not None
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Moved")
    audit = json.loads(scaffolio("audit", "birds", "--profile", "draft", "-f", "json").stdout)
    (judged,) = audit["targets"][0]["projects"]
    assert [finding for finding in judged["findings"] if finding["severity"] == "error"] == []


def test_a_dry_run_changes_nothing_and_json_lists_what_would(scaffolio, project, clients):
    words = ("data", "birds", "--data", clients.name, "--target", "Gekündigt", "--dry-run", "--json")
    moved = json.loads(scaffolio(*words).stdout)
    assert git(project, "status", "--porcelain") == ""
    assert moved["stale"] == ["README.md"]
    assert moved["removed"] == ["data/birds.csv.gz", "reports/metrics.json"]
    assert [mention.split(" ", 1)[1] for mention in moved["former"]] == ["(19,302)"]


def test_words_not_yet_committed_are_not_risked(scaffolio, project, clients):
    page = project / "README.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more thought.\n", encoding="utf-8")
    done = scaffolio("data", "birds", "--data", clients.name, "--target", "Gekündigt")
    assert done.returncode == 2
    assert "README.md: changed and not committed" in done.stderr
    assert git(project, "status", "--porcelain").split() == ["M", "README.md"]


def test_data_that_cannot_be_used_leave_the_project_as_it_was(scaffolio, project, desk):
    (desk / "two.csv").write_text("a,y\n1,yes\n2,no\n")
    done = scaffolio("data", "birds", "--data", "two.csv", "--target", "y")
    assert (done.returncode, git(project, "status", "--porcelain")) == (2, "")
    assert "2 rows" in done.stderr
