"""TRU: what is there must not be called missing, what agrees must not be called contradicted."""

import json

import pytest

from scaffolio.project import Project
from scaffolio.rules import catalogue


def readme(text, **files):
    return {"README.md": text, "src/train.py": "import os\n", **files}


@pytest.mark.parametrize("named", [".env", "runner/.secret_token", "keys/server.pem", "gcp-credentials.json"])
def test_nobody_is_asked_to_commit_a_key(findings, named):
    assert not findings("TRU001", readme(f"[it]({named})"))
    assert findings("TRU001", readme("[it](tokenizer.json)"))


@pytest.mark.parametrize(
    "text",
    [
        "[issues](../../issues) [wiki](../../wiki)",
        "[top](#results) [x](src/train.py#L10) [y](src/train.py?raw=true)",
        "[a](/src/train.py) [folder](src/) [dot](./src/train.py)",
        "[mail](mailto:a@b.c) [web](https://x.y/z.png) [host](github.com/a/b) [rel](//cdn.x/y.js)",
        "![a](my%20figure.png)",
        "[t]({{url}}/x) [u](path/to/...)",
        "[blob](blob/main/src/train.py)",
        "`src/train.py` and `train.py` and `python train.py`",
        "Writes `model.pkl` and `out/x.csv`.",
        "Create a file `my_config.py` of your own. Save it as `job.py`.",
        "```\n[no](gone.md) # not a link\n```",
        "`/etc/app/run.py` `~/x.py` `{name}.py` `*.py`",
        "[model](models/model.bin)",
        "[sub](vendor/lib/x.py)",
        "Set them in `./datasets/XXX/setting.py`. Notebooks are called as in `1.0-xyz-task.ipynb`.",
        "Clone https://github.com/ada/churn-app.git. All is in `churn-app/src/train.py`.",
        "`project/src/train.py`",
        "Edit `spark-env.sh`:\n\n```bash\nnano $SPARK_HOME/conf/spark-env.sh\n```",
        "├── src <- Source code\n│   ├── __init__.py <- Makes src a module",
        "# Bird Songs\n\nAll is in `bird-songs/src/train.py`.",
        "# Bird-Songs Net\n\nAll is in `birdsongs/src/train.py`.",
        "接着运行train.py文件。",
        "```\n├── src\n│   └── train.py\n├── vendor/lib\n│   ├── x.py\n│   └── y.py\n└── [app.cfg]\n```",
        "Başta hepsi aynı dosya (`app.py`) içindeydi.",
        "O script gera um arquivo `relatorio.py`. Wird von `bericht.py` erstellt. 运行后生成 `report.py` 文件。",
    ],
)
def test_silent_where_nothing_is_missing(findings, text):
    tree = readme(
        text,
        **{"my figure.png": b"", ".gitignore": "models/\n", ".gitmodules": '[submodule "l"]\n\tpath = vendor/lib\n'},
    )
    assert not findings("TRU001", tree)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n[x](gone.md)", 3),
        ("<img src='Figure.PNG'>", 1),
        ("[x](/gone/)", 1),
        ("[x](/issues)", 1),  # from the root of the repository, in which nothing is called so
        ("text\nmore `src/evaluate.py` here", 2),
        ("```\nproject\n├── src\n│   └── train.py\n├── README.md\n└── evaluate.py  # scores\n```", 6),
    ],
)
def test_a_missing_path_is_named_with_its_line(findings, text, line):
    (found,) = findings("TRU001", readme(text, **{"figure.png": b""}))
    assert found.line == line


WRONG = "```\nproject\n├── lib\n│   └── train.py\n├── lib/evaluate.py\n├── setup.py\n└── README.md\n```"


def test_a_missing_script_that_a_command_calls_is_told_once(findings):
    tree = readme("# Churn\n\nTo train, run the following command: python train/main.py\n")
    assert not findings("TRU001", tree)
    (found,) = findings("TRU002", tree)
    assert found.message == "train/main.py is not there"


def test_what_a_sentence_says_of_a_script_beside_its_command_is_told(findings):
    text = "The model is in `train/main.py`.\n\nRun the following command: python train/main.py\n"
    (found,) = findings("TRU001", readme(text))
    assert found.line == 1


def test_a_tree_that_is_wrong_throughout_counts_where_it_stands_for_the_layout(findings):
    assert len(findings("TRU001", readme(f"## Project structure\n\n{WRONG}"))) == 3
    assert not findings("TRU001", readme(f"## How others do it\n\n{WRONG}"))


@pytest.mark.parametrize(
    "text",
    ["All is in evaluate.py.", "See notebooks/eda.ipynb for plots.", "`conf/base.yaml`", "请运行evaluate.py文件。"],
)
def test_a_file_named_in_plain_words_counts_too(findings, text):
    assert len(findings("TRU001", readme(text))) == 1


@pytest.mark.parametrize(
    ("text", "there", "count"),
    [
        ("Run `churn models final.ipynb`.", "churn model final.ipynb", 1),
        ("Run `churn models final.ipynb`.", "churn models final.ipynb", 0),
        ("Run `jupyter notebook churn.ipynb`.", "churn.ipynb", 0),
        ("Run `churn models final.ipynb`.", "another thing.ipynb", 0),  # it may come from elsewhere
        ("- `gradient.m` descends", "newton.m", 1),
        ("- `gradient.m` descends", "newton.py", 0),
        ("- `models/forest.pkl` is the model", "models/other.pkl", 1),
        ("- `models/forest.pkl` is the model", "models/forest.pkl", 0),
        ("- `models/forest.pkl` is the model", "notes.txt", 0),  # nothing of the kind is committed: a run makes it
        ("Saved as `forest.pkl`.", "models/other.pkl", 0),
    ],
)
def test_other_files_count_where_their_like_is_there(findings, text, there, count):
    assert len(findings("TRU001", readme(text, **{there: b""}))) == count


def test_a_model_that_code_writes_is_not_missing(findings):
    tree = readme("- `forest.pkl` is the model", **{"other.pkl": b"", "src/train.py": "dump(model, 'forest.pkl')\n"})
    assert not findings("TRU001", tree)


def test_links_of_a_few_readmes_below_the_root_are_followed(findings):
    below = {"app/README.md": "# App\n\n![home](home.png) [code](../src/train.py)\n"}
    (found,) = findings("TRU001", readme("# Churn\n", **below))
    assert (found.path, found.line) == ("app/README.md", 3)
    assert not findings("TRU001", readme("# Churn\n", **below, **{f"part{n}/README.md": "# Part" for n in range(3)}))


def test_a_script_that_code_names_is_still_nothing_that_a_run_writes(findings):
    tree = readme("`evaluate.py`", **{"src/train.py": "# then run evaluate.py\n"})
    assert len(findings("TRU001", tree)) == 1


def test_a_path_may_begin_with_the_start_of_the_repositorys_name(findings):
    tree = readme("# How to use it\n\nRun **birds/src/train.py** first.", **{"src/train.py": "import os\n"})
    assert findings("TRU001", tree)
    assert not findings("TRU001", {**tree, ".git/origin": "https://github.com/ada/birds-pytorch.git"})


def test_the_right_case_is_pointed_at(findings):
    (found,) = findings("TRU001", readme("![x](Figure.png)", **{"figure.png": b""}))
    assert "figure.png is" in found.message


@pytest.mark.parametrize(
    "tree",
    [
        "data/\n├── train/\n├── test/\n└── labels.csv",
        (
            "project/\n├── src/\n│   └── train.py\n├── README.md\n"
            "├── data/          # not included\n│   └── raw.csv\n└── models/model.pkl"
        ),
        "src\n├── train.py\n├── churn.egg-info\n│   └── PKG-INFO\n└── __pycache__",
        "repo\n|-- src\n|   |-- train.py\n|-- README.md\n|-- report.html  (generated)\n|-- ...",
    ],
)
def test_trees_about_data_or_made_files_are_left_alone(findings, tree):
    assert not findings("TRU001", readme(f"```\n{tree}\n```"))


def test_a_readme_is_there_whatever_its_case(findings):
    tree = "repo\n├── src\n│   └── train.py\n└── README.md"
    written = {"README.MD": f"# Churn\n\n```\n{tree}\n```\n", "src/train.py": "import os\n"}
    assert not findings("TRU001", written)


METRICS = {"metrics.json": json.dumps({"forest": {"f1": 0.8137, "accuracy": 0.9049}, "logistic": {"f1": 0.79}})}


@pytest.mark.parametrize(
    "text",
    [
        "| model | F1 |\n|---|---|\n| forest | .81 |\n| logistic | 79 % |",
        "| model | F1 | accuracy |\n|---|---|---|\n| forest | 0.814 | 90.5 |",
        "The forest reaches an F1 of 0.81 and an accuracy of 90.49 %.",
        "Accuracy: **90%**",
        "The paper reports an F1 of 0.94 [3]. Smith et al. (2020) have F1 0.95.",
        "The goal is an F1 of at least 0.95; over 95% accuracy would be ideal.",
        "F1 rose by 0.12. Learning rate 0.91, dropout 0.5, Python 3.11, released 2020-01-02.",
        "| baseline (Smith et al.) | F1 |\n|---|---|\n| theirs | 0.95 |",
        "Mean absolute error is 3,891.5 pounds.",
        "| epoch | lr |\n|---|---|\n| 1 | 0.95 |",
        "![accuracy 0.12](https://img.shields.io/badge/accuracy-0.12-green)",
        "```\nF1: 0.12\n```",
    ],
)
def test_agreeing_foreign_and_hoped_for_numbers_are_no_contradiction(findings, text):
    claimed = "\n\nRecall is 0.5.\n"  # so that there is a claim to assess
    assert not findings("TRU004", readme(text + claimed, **METRICS))


@pytest.mark.parametrize(
    "text",
    [
        "| model | F1 |\n|---|---|\n| forest | 0.84 |\n| logistic | 0.79 |",
        "| model | F1 |\n|---|---|\n| logistic | 0.81 |\n| forest | 0.81 |",
        "On the test set the accuracy is 0.95.",
        "| Metric | Value |\n|---|---|\n| F1 | 0.84 |",
        "**F1-score: 84%**",
    ],
)
def test_a_contradiction_is_found_once(findings, text):
    (found,) = findings("TRU004", readme(text, **METRICS))
    assert found.line


def test_a_notebook_is_evidence(findings):
    output = {"output_type": "stream", "text": ["Test accuracy: 0.8137\n"]}
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": [], "outputs": [output]}]})
    (found,) = findings("TRU004", readme("Accuracy is 0.84.", **{"model.ipynb": notebook}))
    assert "model.ipynb cell 1 says 0.8137" in found.message
    assert not findings("TRU004", readme("Accuracy is 0.81.", **{"model.ipynb": notebook}))


def test_an_address_without_mailto_is_told_as_such(findings):
    (found,) = findings("TRU001", readme("Ask [ada@example.org](ada@example.org)."))
    assert found.message == "ada@example.org is linked as a file"
    assert found.fix is not None
    assert "mailto:" in found.fix


def test_a_licence_text_in_the_readme_is_there(findings):
    text = "Licensed under the MIT License.\n\nPermission is hereby\ngranted, free of charge, to any person"
    assert not findings("TRU007", readme(text))


@pytest.mark.parametrize(
    "text",
    ["The data are licensed under CC0.", "Results are available under `logs/`.", "The MIT group licenses nothing."],
)
def test_terms_of_other_things_are_no_licence_claim(findings, text):
    assert not findings("TRU007", readme(text))


def test_a_part_may_name_its_files_as_seen_from_the_repositorys_root():
    (rule,) = [rule for rule in catalogue() if rule.info.code == "TRU001"]
    named = "# Mail\n\n- **Main file path** : `mail/app/app.py`\n- **Other** : `mail/app/web.py`\n"
    part = Project.from_tree({"mail/README.md": named, "mail/app/app.py": "", "rain/a.py": ""}).part("mail")
    assert [(finding.line, finding.evidence) for finding in rule.check(part)] == [(4, "mail/app/web.py")]
