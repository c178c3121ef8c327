"""Targets of every kind give the same judgement, and what stands in the way becomes a status."""

import os
from dataclasses import replace

import pytest

from scaffolio.errors import UsageError
from scaffolio.model import TargetStatus
from scaffolio.usecases.audit import audit, audit_target
from tests.repositories import bare, commit, git, repository
from tests.serving import serve_git

TREE = {
    "README.md": "# Churn\n\nWho leaves? We model churn of a phone company.\n\n## Results\n\nF1 is 0.84.\n",
    "train.py": "import pandas\n",
    "reports/figures/roc.png": b"\x89PNG",
}


@pytest.fixture
def work(tmp_path, home, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return repository(tmp_path / "churn", TREE)


def judged(target):
    report, _ = audit_target(str(target), {"preview": True}, ask=False)
    return report


def test_the_same_commit_is_judged_alike_wherever_it_lies(work, tmp_path):
    folder = judged(work)
    assert folder.status is TargetStatus.AUDITED
    (tmp_path / "host").mkdir()
    copy = bare(tmp_path / "host" / "churn.git", work)
    with serve_git(tmp_path / "host") as server:
        targets = (
            copy,
            f"file://{copy}",
            f"{work}@main",
            f"{server.address}/churn.git",
            f"{server.address}/churn@main",
        )
        for target in targets:
            if target == f"{server.address}/churn@main":
                copy.rename(tmp_path / "host" / "churn")
            assert replace(judged(target), target="") == replace(folder, target="")


def test_owner_and_name_mean_github_unless_there_is_such_a_folder(work, tmp_path, home):
    (tmp_path / "hub" / "ada").mkdir(parents=True)
    bare(tmp_path / "hub" / "ada" / "phone.git", work)
    with serve_git(tmp_path / "hub") as server:
        (home / ".gitconfig").write_text(f'[url "{server.address}/"]\ninsteadOf = https://github.com/\n')
        (tmp_path / "ada").mkdir()
        for target in ("ada/phone.git", "gh:ada/phone.git@main"):
            found = judged(target)
            assert (found.status, found.projects[0].name) == (TargetStatus.AUDITED, "phone")
        repository(tmp_path / "ada" / "phone.git", {"README.md": "# Local\n"})
        assert judged("ada/phone.git").projects[0].name == "phone.git"


def test_a_folder_inside_is_judged_for_itself(work):
    commit(work, {"projects/one/README.md": "# One\n", "projects/one/run.py": "x = 1\n"})
    for target in (f"{work}#projects/one", f"{work}@main#projects/one", f"{work / 'projects'}@main#one"):
        report = judged(target)
        assert (report.status, [project.name for project in report.projects]) == (TargetStatus.AUDITED, ["one"])


def test_settings_of_a_commit_are_its_own(work):
    commit(work, {".scaffolio.toml": 'select = ["LIC"]\n'})
    assert {v.rule.code[:3] for v in judged(f"{work}@main").projects[0].verdicts} == {"LIC"}


def test_what_was_not_fetched_is_not_assessed_and_contradicts_nothing(work, tmp_path):
    notebook = '{"cells": [{"cell_type": "code", "source": ["import os"], "outputs": [], "metadata": {"pad": "%s"}}]}'
    commit(work, {"analysis.ipynb": notebook % ("x" * 300_000), "metrics.json": '{"f1": 0.5}'})
    (tmp_path / "host").mkdir()
    bare(tmp_path / "host" / "churn.git", work)
    with serve_git(tmp_path / "host") as server:
        (project,) = judged(f"{server.address}/churn.git").projects
    verdicts = {verdict.rule.code: verdict for verdict in project.verdicts}
    assert "analysis.ipynb is too large to have been fetched" in (verdicts["TRU004"].not_assessed or "")
    assert project.claims.contradicted == 0
    assert judged(work).projects[0].claims.contradicted == 1


def test_a_leak_in_what_was_fetched_is_told_though_a_notebook_was_not(work, tmp_path):
    leak = "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\n"
    leak += "import pandas as pd\nX = pd.read_csv('a.csv')\nX = StandardScaler().fit_transform(X)\n"
    leak += "X_train, X_test = train_test_split(X)\n"
    commit(work, {"fit.py": leak, "analysis.ipynb": '{"cells": [], "pad": "%s"}' % ("x" * 300_000)})
    (tmp_path / "host").mkdir()
    bare(tmp_path / "host" / "churn.git", work)
    with serve_git(tmp_path / "host") as server:
        (project,) = judged(f"{server.address}/churn.git").projects
    verdicts = {verdict.rule.code: verdict for verdict in project.verdicts}
    assert [finding.path for finding in verdicts["EVA001"].findings] == ["fit.py"]
    assert "analysis.ipynb is too large" in (verdicts["EVA003"].not_assessed or "")


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("gone", "failed", "gone does not exist"),
        ("churn@nope", "failed", "no branch, tag or commit nope"),
        ("churn#nope", "failed", "does not exist"),
        ("churn@main#nope", "failed", "no folder 'nope'"),
        ("churn/README.md", "failed", "is a file"),
        ("plain@main", "failed", "no Git repository"),
        ("http://127.0.0.1:1/x.git", "unreachable", "cannot be cloned"),
        ("a\x00b", "failed", "does not exist"),
        ("x" * 5000, "failed", "does not exist"),
    ],
)
def test_what_cannot_be_judged_is_a_status_and_a_reason(work, tmp_path, target, status, words):
    (tmp_path / "plain").mkdir()
    report = judged(target)
    assert report.status == status
    assert words in (report.error or "")


def test_empty_ones_are_empty(tmp_path, home):
    git(tmp_path, "init", "--quiet", "--bare", "bare.git")
    git(tmp_path, "init", "--quiet", "work")
    (tmp_path / "folder").mkdir()
    assert {judged(tmp_path / name).status for name in ("bare.git", "work", "folder")} == {TargetStatus.EMPTY}


def test_a_shallow_clone_is_judged(work, tmp_path):
    commit(work, {"b.py": "x = 1\n"})
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{work}", "shallow")
    assert judged(tmp_path / "shallow").status is TargetStatus.AUDITED
    assert judged(f"{tmp_path / 'shallow'}@main").status is TargetStatus.AUDITED


def test_one_refused_address_stops_the_command_and_one_of_several_does_not(work):
    with pytest.raises(UsageError):
        audit(["ext::sh"], {})
    report, _ = audit(["ext::sh", str(work)], {})
    assert [target.status for target in report.targets] == ["failed", "audited"]


def test_a_wrong_flag_stops_the_command_whatever_the_targets(work):
    with pytest.raises(UsageError, match="NOPE"):
        audit([str(work), "gone"], {"select": "NOPE"})


def test_git_variables_of_a_hook_do_not_lead_astray(work, tmp_path, monkeypatch):
    other = repository(tmp_path / "other", {"README.md": "# Other\n"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)
    assert judged(f"{work}@main").commit == git(work, "--git-dir", str(work / ".git"), "rev-parse", "HEAD")
