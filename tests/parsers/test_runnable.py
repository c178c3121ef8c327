"""Which documented commands are run unattended, in which order, and why the others are left out."""

import pytest

from scaffolio.parsers.markdown import parse
from scaffolio.parsers.runnable import Role, steps_of
from scaffolio.parsers.shell import assignments_of, read_commands

SCRIPTS = {"app.py": b"app.run(debug=True)", "ask.py": b"name = input('name')"}


def steps(text):
    commands = read_commands(parse(f"```bash\n{text}\n```\n\nOr `python span.py`.\n"), {"src"}, lambda _name: None)
    return list(steps_of(commands, lambda path: SCRIPTS.get(path, b""), lambda path: path == "src"))


def test_installations_come_first_and_the_rest_keeps_its_order():
    found = steps("python a.py\npip install -r requirements.txt\npython -m pip install -e .\npython b.py")
    assert [step.source for step in found] == [
        "pip install -r requirements.txt",
        "python -m pip install -e .",
        "python a.py",
        "python b.py",
    ]


def test_a_command_knows_its_folder_and_is_run_as_written():
    (found,) = steps('cd src && python a.py --name "a b" > out.txt')
    assert (found.source, found.folder, found.line) == ('python a.py --name "a b" > out.txt', "src", 2)


def test_commands_that_pass_their_output_on_stay_together():
    (found,) = steps("python a.py | tee out.txt")
    assert found.source == "python a.py | tee out.txt"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("git clone https://github.com/a/b", "the copy is fresh already"),
        ("source .venv/bin/activate", "the environment is fresh already"),
        ("venv\\Scripts\\activate", "the environment is fresh already"),
        ("python -m venv .venv", "the environment is fresh already"),
        ("conda create -n x python=3.12", "the environment is fresh already"),
        ("sudo apt install graphviz", "changes the system"),
        ("streamlit run app.py", "serves until it is stopped"),
        ("jupyter notebook a.ipynb", "serves until it is stopped"),
        ("python -m http.server", "serves until it is stopped"),
        ("python app.py", "serves, or asks for input"),
        ("python ask.py", "serves, or asks for input"),
        ("docker build .", "runs containers"),
        ("python <script>.py", "holds a stand-in"),
        ("python train.py &", "runs in the background"),
        ("python", "interactive"),
        ("curl http://localhost:8000/predict", "asks a server"),
        ("kaggle datasets download x/y", "needs an account"),
        ("cd /opt/x && python a.py", "belongs to another repository"),
    ],
)
def test_left_out(text, reason):
    assert steps(text)[-1].reason == reason
    assert steps(text)[-1].role is Role.SKIPPED


@pytest.mark.parametrize(
    "text", ["python train.py", "pytest", "make all", "jupyter nbconvert --execute a.ipynb", "ls *.csv"]
)
def test_run(text):
    assert [step.role for step in steps(text)] == [Role.RUN]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("export A=1 B='x y'", {"A": "1", "B": "x y"}),
        ("set DATA=raw", {"DATA": "raw"}),
        ("A=1 python x.py", None),
        ("export PATH=$PATH:x", None),
        ("python x.py", None),
    ],
)
def test_assignments(line, expected):
    assert assignments_of(line) == expected
