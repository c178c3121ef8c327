"""Secrets are told by their exact form and never shown; the history is judged only as far as it is here."""

import json
import zlib

import pytest

from scaffolio.parsers import history as history_module
from scaffolio.rule import NotAssessedError
from scaffolio.rules import git_past as rules

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LETTERS = "QzWtBuSoRiAsHcVyNnDkXjLqMbGfPeTaUvCxKwYrJmOdIhEgFl"
HEXES = "4c9a71be0d52f6138e7ba95dc2046f31"
MIXED = "9aZ4kQ7mW2xR8tB5nV3cL6pH1sD0fG4jY7uE9iO2wK5qA8zX3vN6bM1rT4yJ7hC9gS2dF5lP8kU3eI6oW1a"


def github(body: str) -> str:
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = DIGITS[digit] + digits
    return f"ghp_{body}{digits.rjust(6, '0')}"


TOKEN = github(MIXED[:30])
PEM = "-----BEGIN RSA PRIVATE " + "KEY-----\n" + "\n".join(MIXED[:64] for _ in range(4)) + "\n-----END"
GENUINE = {
    "AWS access key": "AKIA" + "Q7ZB2XWMT5KRLDVE",
    "GitHub token": TOKEN,
    "GitLab token": "glpat-" + MIXED[:20],
    "Slack token": f"xoxb-2134567890-9876543210123-{MIXED[:24]}",
    "Slack webhook": "https://hooks.slack.com/services/" + f"T0ZQ8WMXR/B01KRLDVEQ7/{MIXED[:24]}",
    "Google API key": "AIza" + MIXED[:35],
    "OpenAI key": f"sk-{MIXED[:20]}T3BlbkFJ{MIXED[20:40]}",
    "Anthropic key": "sk-ant-api03-" + (MIXED + MIXED)[:95],
    "Stripe live key": "sk_" + "live_" + MIXED[:24],
    "Hugging Face token": "hf_" + LETTERS[:34],
    "PyPI token": "pypi-AgEIcHlwaS5vcmc" + MIXED[:60],
    "Telegram bot token": "8214567093:AA" + MIXED[:33],
    "Azure storage key": "AccountKey=" + (MIXED + MIXED)[:86] + "==",
    "Kaggle key": '{"username":"ada","key":"' + "4c9a71be0d52f6138e7ba95dc2046f31" + '"}',
    "Weights & Biases key": 'wandb.login(key="' + "4c9a71be0d52f6138e7ba95dc2046f31a9d3c07e" + '")',
    "private key": PEM,
}


@pytest.mark.parametrize("kind", GENUINE)
def test_each_kind_is_found_and_never_shown(findings, kind):
    (found,) = findings("GIT001", {"config.py": f"\n\nvalue = '''{GENUINE[kind]}'''\n"})
    assert (found.message, found.line) == (f"this looks like a {kind}", 3)
    assert GENUINE[kind][8:30] not in f"{found.message} {found.evidence}"


@pytest.mark.parametrize(
    "text",
    [
        "mask-inpainting, risk-adjusted and task-" + LETTERS,
        "disk-" + MIXED[:48],
        f"token = 'sk-{MIXED[:48]}'",  # no mark of any service
        "ghp_" + MIXED[:36],  # the checksum is wrong
        "AKIAIOSFODNN7EXAMPLE",
        "https://a.example/x.png?X-Amz-Credential=" + "AKIA" + "Q7ZB2XWMT5KRLDVE%2F20240625",
        "AKIA" + "A" * 16,
        "hf_" + "x" * 34,
        "hf_" + "yourHuggingFaceTokenGoesInThisPlace",
        "hf_hub_download_with_a_name_long_enough_to_be",
        '{"username": "your_name", "key": "' + "0" * 32 + '"}',
        'KAGGLE_KEY = os.environ["KAGGLE_KEY"]',
        'wandb.login(key=os.environ["WANDB_API_KEY"])',
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "sk_test_" + MIXED[:24],
        "password = 'hunter2'",
        "AccountKey=<your key>",
    ],
)
def test_what_is_no_secret(findings, text):
    assert not findings("GIT001", {"config.py": f"{text}\n"})


@pytest.mark.parametrize(
    "path",
    [
        "tests/test_client.py",
        "test_client.py",
        "tests/fixtures/key.pem",
        "package-lock.json",
        "poetry.lock",
        "a.csv",
        "node_modules/x/index.js",
        "model.bin",
        "image.png",
        "app.min.js",
    ],
)
def test_files_that_are_not_searched(findings, path):
    assert not findings("GIT001", {path: TOKEN})


def test_a_project_named_like_settings_holds_no_secret_for_that(findings):
    assert not findings("GIT001", {"docker/.env": "COMPOSE_PROJECT_NAME=rain\nPORT=8000\n", "secrets/README.md": "Key"})


def test_a_key_meant_for_browsers_may_stand_in_a_page(findings):
    assert not findings("GIT001", {"index.html": GENUINE["Google API key"]})
    assert findings("GIT001", {"index.html": TOKEN})


GOOGLE = GENUINE["Google API key"]


@pytest.mark.parametrize(
    "text",
    [
        f'<script src="https://maps.googleapis.com/maps/api/js?key={GOOGLE}&callback=init"></script>',
        f'config = {{"apiKey": "{GOOGLE}",\n    "authDomain": "birds-1.firebaseapp.com"}}',
        f"VITE_FIREBASE_API_KEY={GOOGLE}",
    ],
    ids=["map", "Firebase", "Firebase's variable"],
)
def test_a_key_that_any_browser_is_given_is_no_secret(findings, text):
    assert not findings("GIT001", {"page.php": text})


@pytest.mark.parametrize(
    "text",
    [
        f"os.environ['KAGGLE_KEY'] = '{HEXES}'",
        f'token = "KGAT_{HEXES}"',
        f'wandb.login(key="wandb_v1_{MIXED[:27]}_{MIXED[5:54]}")',
        f'connect("xoxb-12632536997-{MIXED[:24]}")',
    ],
    ids=["Kaggle's variable", "new Kaggle token", "new W&B key", "old Slack token"],
)
def test_other_spellings_of_a_key(findings, text):
    assert findings("GIT001", {"a.py": text})


def test_one_character_again_and_again_stands_for_what_was_taken_out(findings):
    masked = "xoxp-903711738716-407193482716-433719402851-a84444444448888888882222222b19f0"
    assert not findings("GIT001", {"README.md": masked})


def notebook(*, source=(), text=None, image=None):
    data = {"image/png": image} if image else {}
    outputs = [{"output_type": "stream", "text": text}] if text else [{"output_type": "display_data", "data": data}]
    cell = {"cell_type": "code", "source": list(source), "outputs": outputs}
    return json.dumps({"cells": [cell], "nbformat": 4}, indent=1)


def test_a_notebook_is_decoded_and_its_line_named(findings):
    content = notebook(source=["import os\n", f'os.environ["X"] = "{TOKEN}"\n'])
    (found,) = findings("GIT001", {"a.ipynb": content})
    assert TOKEN in content.splitlines()[found.line - 1]


def test_what_a_notebook_printed_is_searched_and_its_pictures_are_not(findings):
    assert findings("GIT001", {"a.ipynb": notebook(text=f"logged in with {TOKEN}\n")})
    assert not findings("GIT001", {"a.ipynb": notebook(image=f"iVBORw0KGgo {TOKEN} {GENUINE['AWS access key']}")})


def test_a_broken_notebook_is_no_crash(findings):
    assert not findings("GIT001", {"a.ipynb": TOKEN + "[" * 100_000, "b.ipynb": f'{{"cells": 3, "x": "{TOKEN}"}}'})


def test_one_value_is_told_once(findings):
    assert len(findings("GIT001", {"a.py": TOKEN, "b.py": TOKEN})) == 1


def past(content, *, subject="Drop"):
    log = f"2026-03-02 Ada: {subject}\nD a.py\n2026-03-01 Ada: Begin\nA a.py\n"
    return {"README.md": "", ".git/log": log, ".git/past/a.py": content}


def test_a_secret_that_is_still_there_is_not_told_twice(findings):
    assert findings("GIT002", past(TOKEN))
    assert not findings("GIT002", past(TOKEN) | {"b.py": TOKEN})


def test_no_history_is_not_assessed(findings):
    for code in ("GIT002", "GIT005", "GIT006", "GIT007"):
        with pytest.raises(NotAssessedError, match="no Git history"):
            findings(code, {"README.md": TOKEN})


def test_a_history_too_long_to_search_is_said(findings, monkeypatch):
    monkeypatch.setattr(rules, "PAST_VERSIONS", 0)
    with pytest.raises(NotAssessedError, match="there are more"):
        findings("GIT002", past("x = 1\n"))


def test_a_shallow_history_without_a_finding_is_not_assessed(findings, monkeypatch):
    told = history_module.told_history
    monkeypatch.setattr(
        "scaffolio.project.source.told_history", lambda tree: history_module.replace(told(tree), shallow=True)
    )
    assert findings("GIT002", past(TOKEN))
    for code in ("GIT002", "GIT005", "GIT006"):
        with pytest.raises(NotAssessedError):
            findings(code, past("x = 1\n"))


def test_a_large_file_of_today_is_another_rules_business(findings):
    assert not findings("GIT005", {"big.bin": "", ".git/log": "2026-03-01 Ada: Begin\nA big.bin 40000000\n"})


def test_versions_of_one_large_file_are_one_finding(findings):
    log = "".join(f"2026-03-0{n} Ada: Train\nM big.bin {n}0000000\n" for n in range(9, 1, -1))
    (found,) = findings("GIT005", {"big.bin": "", ".git/log": log})
    assert found.evidence == "7 versions"


@pytest.mark.parametrize(
    ("subject", "noise"),
    [
        ("update", True),
        ("Update README.md", True),
        ("Add files via upload", True),
        ("fix bug", True),
        ("Initial commit", True),
        ("...", True),
        ("Fix leak of the target into the features", False),
        ("Add learning curve", False),
        ("Update scikit-learn to 1.5", False),
        ("2.1.1", False),
    ],
)
def test_subjects_that_name_no_change(findings, subject, noise):
    log = "".join(f"2026-03-{20 - n} Ada: {subject}\n" for n in range(10))
    assert bool(findings("GIT007", {"a.py": "", ".git/log": log})) is noise


def test_a_short_history_of_a_small_project_is_no_dump(findings):
    assert not findings("GIT006", {"a.py": "", ".git/log": "2026-03-01 Ada: Begin\nA a.py\n"})


@pytest.mark.parametrize("tree", [{"README.md": ""}, {"a.py": "", "sub/.gitignore": "x"}])
def test_no_gitignore_is_missed_where_none_is_needed(findings, tree):
    assert not findings("GIT008", tree)


def test_a_partial_clone_says_that_it_lacks_versions(findings, monkeypatch):
    told = history_module.told_history
    monkeypatch.setattr(
        "scaffolio.project.source.told_history", lambda tree: history_module.replace(told(tree), sizes={})
    )
    with pytest.raises(NotAssessedError, match="lacks"):
        findings("GIT005", past("x = 1\n"))


def test_a_notebook_whose_only_copy_is_a_checkpoint_is_to_be_moved_first(findings):
    copies = {".ipynb_checkpoints/churn-checkpoint.ipynb": "{}"}
    (alone,) = findings("GIT003", copies)
    (beside,) = findings("GIT003", copies | {"churn.ipynb": "{}"})
    assert (alone.fix or "").startswith("Move what is nowhere else")
    assert beside.fix is None


def test_all_of_an_environment_is_counted(findings):
    tree = {"env/pyvenv.cfg": "home = x\n", "env/Scripts/pip.exe": b"MZ", "env/share/man/man1/ttx.1": "ttx\n"}
    (found,) = findings("GIT003", tree)
    assert (found.path, found.evidence) == ("env", "3 files")
