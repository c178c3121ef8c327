"""TRU002 and TRU015: a command that works must not be called broken; code nobody reaches is not judged."""

import pytest


def shown(commands, prose="", **files):
    return {"README.md": f"# Churn\n\n{prose}\n\n```bash\n{commands}\n```\n", "src/train.py": "import os\n", **files}


@pytest.mark.parametrize(
    ("commands", "files"),
    [
        ("python src/train.py", {}),
        ("cd src\npython train.py", {}),
        ("git clone https://github.com/o/tool\ncd tool\npython setup.py install", {}),
        ("python path/to/script.py && python my_script.py", {}),
        ("wget https://x.y/run.sh\nbash run.sh", {}),
        ("touch new.py\npython new.py", {}),
        ("python secret.py", {".gitignore": "secret.py\n"}),
        ("make test", {"Makefile": "test:\n\ttrue\n"}),
        ("make lib", {"Makefile": "include more.mk\n"}),
        ("uvicorn api.main:app", {"api/main.py": "app = 1\n"}),
        ("uvicorn main:app", {}),
        ("python -m churn", {"src/churn/__main__.py": ""}),
        ("python -m http.server && python -m spacy download en", {}),
        ("docker build -t x .", {"Dockerfile": "FROM x\n"}),
        ("docker compose up", {"compose.yaml": ""}),
        ("pip install -e .", {"setup.py": ""}),
        ("pytest tests/", {"tests/test_a.py": ""}),
        ("tox -e py312", {"tox.ini": "[tox]\n"}),
    ],
)
def test_silent_where_the_command_can_run(findings, commands, files):
    assert not findings("TRU002", shown(commands, **files))


def test_silent_where_the_words_before_send_the_reader_to_the_folder(findings):
    assert not findings("TRU002", shown("python train.py", prose="Go to the `src` directory first."))


def test_silent_where_the_reader_is_asked_to_make_the_file(findings):
    prose = "Create a `requirements.txt` file with the following content:"
    assert not findings("TRU002", shown("pip install -r requirements.txt", prose=prose))
    prose = "Create an environment and install what requirements.txt names:"
    assert findings("TRU002", shown("pip install -r requirements.txt", prose=prose))


def test_a_folder_may_have_to_be_made_too(findings):
    assert findings("TRU002", shown("pytest cases/ -v", prose="Create an environment first."))
    assert not findings("TRU002", shown("pytest cases/ -v", prose="Create a folder called cases first."))


def test_silent_on_a_template_whose_files_lie_below_a_stand_in(findings):
    tree = {"README.md": "```bash\npip install -r requirements.txt\n```\n", "{{ name }}/requirements.txt": ""}
    assert not findings("TRU002", tree)


@pytest.mark.parametrize(
    ("commands", "files", "said"),
    [
        ("python train.py", {}, "train.py is not there; src/train.py is"),
        ("pip install -r requirements.txt", {}, "requirements.txt is not there"),
        ("cd src\npython evaluate.py", {}, "evaluate.py is not there"),
        ("make deploy", {"Makefile": "test:\n\ttrue\n"}, "Makefile defines no deploy"),
        ("make test", {}, "there is no Makefile"),
        ("npm run build", {"package.json": '{"scripts": {}}'}, "package.json defines no build"),
        ("nox -s docs", {"noxfile.py": "@nox.session\ndef tests(s):\n  pass\n"}, "noxfile.py defines no docs"),
        ("uvicorn api.app:app", {"api/main.py": ""}, "there is no module api.app"),
        (
            "python -m churn",
            {"churn/__init__.py": ""},
            "churn cannot be run as a module: churn/__main__.py is not there",
        ),
        ("docker build -t x .", {}, "there is no Dockerfile"),
        ("pip install -e .", {}, "there is no pyproject.toml"),
        ("python src\\missing.py", {}, "src/missing.py is not there"),
        ("cd ml\npip install -r need.txt", {"need.txt": "", "ml/a.py": ""}, "ml/need.txt is not there; need.txt is"),
    ],
)
def test_a_broken_command_is_told(findings, commands, files, said):
    assert [found.message for found in findings("TRU002", shown(commands, **files))] == [said]


NAMED = '[project]\nname = "churn"\n'


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (NAMED, ["pyproject.toml declares no command churn"]),
        (f'{NAMED}dynamic = ["scripts"]\n', []),
        (f'{NAMED}[project.scripts]\nchurn = "churn.cli:main"\n', []),
        (
            f'{NAMED}[project.scripts]\nchurn = "churn.gone:main"\n',
            ["the command churn calls churn.gone, which is not there"],
        ),
        ('[project]\nname = "other"\n', []),
    ],
)
def test_a_command_of_the_packages_own_has_to_be_declared(findings, manifest, said):
    tree = shown("churn train --fast", **{"pyproject.toml": manifest, "src/churn/cli.py": ""})
    assert [found.message for found in findings("TRU002", tree)] == said


def test_the_line_is_that_of_the_command(findings):
    (found,) = findings("TRU002", {"README.md": "# A\n\n```bash\npython a.py\npython gone.py\n```\n", "a.py": ""})
    assert (found.line, found.evidence) == (5, "python gone.py")


BROKEN = "def fit(rows:\n"


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": "from pkg import model\n", "pkg/__init__.py": "", "pkg/model.py": BROKEN},
        {"train.py": "from pkg.model import (\n    fit,  # all\n    score,\n)\n", "pkg/model.py": BROKEN},
        {"train.py": "import helper\n", "helper.py": "from .deep import x\n", "deep.py": BROKEN},
        {"train.py": BROKEN},
    ],
)
def test_broken_code_is_found_through_imports(findings, files):
    (found,) = findings("TRU015", {"README.md": "Run `python train.py`.\n", **files})
    assert found.message.startswith("does not parse")


def test_an_entry_point_reaches_code(findings):
    tree = {"pyproject.toml": '[project.scripts]\nchurn = "churn.cli:main"\n', "src/churn/cli.py": BROKEN}
    (found,) = findings("TRU015", tree)
    assert found.message.endswith("the command churn reaches it")


def test_python_2_is_said_to_be_such(findings):
    (found,) = findings("TRU015", {"README.md": "`python a.py`\n", "a.py": "print 'x'\n"})
    assert found.message.startswith("is Python 2")


@pytest.mark.parametrize(
    "files",
    [
        {"unused.py": BROKEN, "train.py": "import os\n"},
        {"train.py": "{{ cookiecutter.x }}\n"},
        {"train.py": "import unused_data\n", "unused_data/x.py": BROKEN},
        {"train.py": "import a\n", "a.py": "import train\n"},
        {"train.py": "class Box[T]:\n    pass\n"},
    ],
)
def test_silent_on_code_that_nothing_reaches_and_on_templates(findings, files):
    assert not findings("TRU015", {"README.md": "`python train.py`\n", **files})


def test_a_script_of_a_cloned_library_may_be_called_far_below(findings):
    told = "git clone https://github.com/o/fairseq\ncd fairseq\n```\n\n## Decode\n\n```bash\npython scripts/average.py"
    assert not findings("TRU002", shown(told, **{"src/train.py": "import fairseq\n"}))
    assert findings("TRU002", shown(told))
    assert findings("TRU002", shown(told.replace("scripts/", "src/"), **{"src/train.py": "import fairseq\n"}))
