"""Drawn folder trees, and names in sentences that stand for several files."""

from scaffolio.parsers.document import Fence
from scaffolio.parsers.markdown import parse
from scaffolio.parsers.scripts import named_scripts
from scaffolio.parsers.trees import read_tree


def paths(content: str) -> list[str]:
    tree = read_tree(Fence("", content, 1))
    assert tree is not None
    return [entry.path for entry in tree.entries]


def test_a_slash_before_a_folder_is_no_part_of_its_name() -> None:
    assert paths("/churn\n├── /models\n│   └── lstm.py\n└── app.py") == ["models", "models/lstm.py", "app.py"]


def test_a_second_file_on_the_line_is_a_remark() -> None:
    assert paths("src\n├── vae.py + trainer.py\n└── gan.py   + trainer.py") == ["vae.py", "gan.py"]
    assert paths("src\n├── Data & Training\n└── gan.py") == ["gan.py"]


def test_a_knot_may_be_a_bar() -> None:
    drawn = "churn/\n│── src/\n│   ├── train.py\n│   └── model.py\n│\n│── app.py"
    assert paths(drawn) == ["src", "src/train.py", "src/model.py", "app.py"]


def test_a_first_folder_that_is_said_to_be_the_projects_is_the_root() -> None:
    drawn = "├── churn (project directory)\n│   ├── src\n│   └── app.py\n└── data (dataset directory)"
    tree = read_tree(Fence("", drawn, 1))
    assert tree is not None
    assert (tree.root, [entry.path for entry in tree.entries]) == ("churn", ["src", "app.py", "data"])
    assert paths(f"churn\n{drawn}")[:2] == ["churn", "churn/src"]


def test_of_several_trees_in_a_block_the_first_is_read() -> None:
    assert paths("src/\n├── train.py\n\n\ncomponents/      # React\n├── ui/\n└── forms/") == ["train.py"]


def test_a_name_with_a_letter_for_a_number_stands_for_many() -> None:
    text = "Reports `docs/milestone_0N_notes.md` and `docs/run_N.md`, in `docs/NOTES.md`."
    assert [name for name, _ in named_scripts(parse(text))] == ["docs/NOTES.md"]


def test_a_kind_of_files_is_no_folder_of_theirs() -> None:
    tree = read_tree(Fence("", "flats/\n├── app.py\n└── pictures (.jpg files)\n", 1))
    assert tree is not None
    assert [(entry.path, entry.elsewhere) for entry in tree.entries] == [("app.py", False), ("pictures", True)]


def test_a_blank_behind_the_slash_ends_a_folders_name() -> None:
    assert paths("src\n├── 29_encoding/ Safe target encoding\n└── best/") == ["29_encoding", "best"]
