"""Commands of a document: prompts, joined lines, folders and clones are read; prose and output are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.markdown import parse
from scaffolio.parsers.shell import read_commands

FOLDERS = {"src", "app", "app/api"}


def commands(text):
    own = {"churn", "https://github.com/ada/churn.git"}
    return read_commands(parse(text), FOLDERS, lambda name: name in own or None)


def block(text, language="bash"):
    return commands(f"# T\n\n```{language}\n{text}\n```\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python train.py", ["python train.py"]),
        ("$ python train.py\nepoch 1 done", ["python train.py"]),
        ("(venv) $ pip install x  # needed", ["pip install x"]),
        ("ada@box:~/churn$ make test", ["make test"]),
        (r"C:\Users\ada> python src\train.py", ["python src/train.py"]),
        ("PS C:\\x> python train.py", ["python train.py"]),
        (r"pytest tests\unit\ -v", ["pytest tests/unit/ -v"]),
        (r"python my\ first\ script.py", ["python my first script.py"]),
        ("python train.py \\\n  --epochs 3", ["python train.py --epochs 3"]),
        ("export A=1 && CUDA_VISIBLE_DEVICES=0 python a.py; sudo make b", ["export A=1", "python a.py", "make b"]),
        ("uv run --extra gpu python a.py", ["python a.py"]),
        ("cat <<EOF > x.py\npython not_run.py\nEOF\npython run.py", ["cat <<EOF > x.py", "python run.py"]),
        ("project/\n├── train.py\n└── python x.py", []),
    ],
)
def test_a_block_gives_its_commands(text, expected):
    assert [command.text for command in block(text)] == expected


def test_a_block_without_a_language_gives_only_lines_that_call_a_known_program():
    assert [c.text for c in block("python train.py\nLoss 0.3\ntrain_loss = 3", "")] == ["python train.py"]


def test_a_block_in_another_language_gives_none():
    assert not block('{"python": "train.py"}', "json")


def test_a_span_counts_where_it_calls_a_program():
    found = commands("Run `python train.py`, see `train.py` and `make`.")
    assert [(c.text, c.block) for c in found] == [("python train.py", -1)]


def test_a_folder_entered_in_a_span_counts_in_that_span_alone():
    found = commands("Backend: `cd app && uvicorn main:app`. All: `python train.py`; `cd src`, then `python x.py`.")
    programs = [(c.words[0], c.folders) for c in found if c.words[0] != "cd"]
    assert programs == [("uvicorn", ("app",)), ("python", ("",)), ("python", ("",))]


def test_a_command_in_plain_words_counts_where_it_cannot_be_anything_else():
    found = commands("Install with pip install -r requirements.txt and then run python src/train.py to train.")
    assert [command.text for command in found] == ["pip install -r requirements.txt", "python src/train.py"]


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        ("python x.py", ("",)),
        ("cd src\npython x.py", ("src",)),
        ("cd app && cd api && python x.py", ("app/api",)),
        ("cd app/api\ncd ..\npython x.py", ("app",)),
        ("git clone https://github.com/ada/churn.git\ncd churn\npython x.py", ("",)),
        ("git clone https://github.com/your-name/model.git\ncd model\npython x.py", ()),
        ("git clone https://github.com/openai/CLIP\ncd CLIP\npython x.py", ()),
        ("cd <folder>\npython x.py", ("",)),
        ("cd /opt/spark\npython x.py", ()),
        ("mkdir work\ncd work\npython x.py", ()),
        ("git checkout other\npython x.py", ()),
    ],
)
def test_the_folder_is_followed(text, folders):
    assert block(text)[-1].folders == folders


def test_a_later_block_may_go_on_in_the_folder_or_start_anew():
    found = commands("```bash\ncd src\n```\n\n```bash\npython x.py\n```\n")
    assert found[-1].folders == ("src", "")


def test_a_new_section_leaves_another_repository():
    found = commands("```bash\ncd /opt\n```\n\n## Run\n\n```bash\npython x.py\n```\n")
    assert found[-1].folders == ("",)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    commands(f"```bash\n{text}\n```\n\n`{text}`")
