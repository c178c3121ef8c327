"""What a command needs: files, modules, tasks; nothing where it stands for another or is a sentence."""

import shlex

import pytest

from scaffolio.parsers.needs import Kind, needs_of
from scaffolio.parsers.task_names import runs_anyway, tasks_of


@pytest.mark.parametrize(
    ("command", "kind", "said"),
    [
        ("python train.py --epochs 3", Kind.FILE, "train.py"),
        ("python3 -u src/train.py", Kind.FILE, "src/train.py"),
        ("python -m churn.train", Kind.MODULE, "churn.train"),
        ("python -m streamlit run app.py", Kind.FILE, "app.py"),
        ("python -m torch.distributed.launch --nproc_per_node 2 train.py", Kind.FILE, "train.py"),
        ("-m churn.train", Kind.MODULE, "churn.train"),
        ("main.py --fast", Kind.FILE, "main.py"),
        ("pip install -r requirements.txt", Kind.FILE, "requirements.txt"),
        ("pip install -rrequirements.txt", Kind.FILE, "requirements.txt"),
        ("pip install -e '.[dev]'", Kind.ONE_OF, "."),
        ("uv pip install -r requirements.txt", Kind.FILE, "requirements.txt"),
        ("conda env create -f environment.yml", Kind.FILE, "environment.yml"),
        ("streamlit run app.py", Kind.FILE, "app.py"),
        ("jupyter notebook 'My Notebook.ipynb'", Kind.FILE, "My Notebook.ipynb"),
        ("uvicorn app.main:app --reload", Kind.IMPORT, "app.main"),
        ("bash scripts/run.sh", Kind.FILE, "scripts/run.sh"),
        ("./run.sh", Kind.FILE, "./run.sh"),
        ("docker build -t churn api", Kind.ONE_OF, "api"),
        ("docker build -f docker/Dockerfile .", Kind.FILE, "docker/Dockerfile"),
        ("docker compose up -d", Kind.ONE_OF, ""),
        ("npm run build", Kind.TASK, "build"),
        ("make train", Kind.ONE_OF, ""),
        ("nox -s tests", Kind.TASK, "tests"),
        ("pytest tests/test_a.py::test_b", Kind.FILE, "tests/test_a.py"),
        ("cp .env.example .env", Kind.FILE, ".env.example"),
        ("torchrun --nproc_per_node=2 train.py", Kind.FILE, "train.py"),
    ],
)
def test_a_command_needs(command, kind, said):
    first = next(needs_of(shlex.split(command)))
    assert (first.kind, first.said) == (kind, said)


@pytest.mark.parametrize(
    "command",
    [
        "python path/to/file.py",
        "python your_script.py",
        "python <script>.py",
        "python $SCRIPT.py",
        "python /opt/x.py",
        "python -c 'import x'",
        "pip install pandas",
        "npm install express",
        "npm install -g serve",
        "docker-compose logs -f api",
        "docker run image",
        "source venv/bin/activate",
        "./.venv/Scripts/Activate.ps1",
        "./sbin/start-master.sh",
        "make the model better",
        "jupyter notebook",
        "uvicorn app:app --app-dir src",
    ],
)
def test_a_command_needs_nothing_that_could_be_missing(command):
    assert not list(needs_of(shlex.split(command)))


@pytest.mark.parametrize(
    ("runner", "content", "expected"),
    [
        ("make", "VAR := 1\n.PHONY: a\na b: c\n\techo\nc:\n", {".PHONY", "a", "b", "c"}),
        ("make", "include other.mk\na:\n", None),
        ("make", "%.o: %.c\n\tcc\n", None),
        ("just", "set x\ntest arg='1':\n  echo\nalias t := test\n", {"test", "t"}),
        ("nox", "@nox.session(python=['3.12'])\ndef my_tests(session):\n  pass\n", {"my_tests", "my-tests"}),
        ("nox", "@nox.session(name='unit')\ndef f(session):\n  pass\n", {"unit"}),
        ("tox", "[tox]\nenvlist = lint, docs\n[testenv:unit]\n", {"lint", "docs", "unit"}),
        ("tox", "[tox]\nenvlist = py{38,39}-x\n", None),
        ("npm", '{"scripts": {"build": "vite"}}', {"build"}),
        ("npm", "{", None),
    ],
)
def test_the_tasks_of_a_file(runner, content, expected):
    assert tasks_of(runner, content) == (None if expected is None else frozenset(expected))


def test_tox_makes_environments_of_versions_itself():
    assert runs_anyway("tox", "py311")
    assert not runs_anyway("tox", "lint")
