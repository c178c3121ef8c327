"""Ignore rules, link targets, drawn trees, imports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolio.parsers.document import Fence
from scaffolio.parsers.gitignore import IgnoreRules
from scaffolio.parsers.imports import imported_names
from scaffolio.parsers.targets import repository_path
from scaffolio.parsers.trees import read_tree


@pytest.mark.parametrize(
    ("rules", "path", "ignored"),
    [
        ("*.pkl", "a/b.pkl", True),
        ("/models/", "models/x", True),
        ("/models/", "a/models/x", False),
        ("*.csv\n!keep.csv", "keep.csv", False),
        ("# c\n\n!\n\\\n*.h5", "x.h5", True),
        ("", "x", False),
    ],
)
def test_ignored(rules, path, ignored):
    assert IgnoreRules(rules).matches(path) is ignored


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_ignore_file(rules, path):
    IgnoreRules(rules).matches(path)


@pytest.mark.parametrize(
    ("target", "document", "path"),
    [
        ("a.md", "README.md", "a.md"),
        ("../a.md", "docs/x.md", "a.md"),
        ("/a.md", "docs/x.md", "a.md"),
        ("a%20b.png?raw=true#x", "README.md", "a b.png"),
        ("../../issues", "README.md", None),
        ("#x", "README.md", None),
        ("https://x", "README.md", None),
        ("data:image/png;base64,x", "README.md", None),
        ("a\\b.md", "README.md", "a/b.md"),
        ("blob/main/a.py", "README.md", "a.py"),
        ("main.py", "README.md", "main.py"),
        ("x.io", "README.md", None),
    ],
)
def test_targets(target, document, path):
    assert repository_path(target, document) == path


@given(st.text(max_size=40))
def test_any_target(target):
    path = repository_path(target, "docs/README.md")
    assert path is None or not path.startswith(("/", ".."))


def test_a_tree_with_notes_and_depths():
    tree = read_tree(
        Fence(
            "",
            "churn/\n├── src/            # code\n│   ├── a.py\n│   └── b c.py\n└── out/ (generated)\n    └── x.png\n",
            10,
        )
    )
    assert tree is not None
    assert tree.root == "churn"
    assert [(e.path, e.line, e.elsewhere) for e in tree.entries] == [
        ("src", 11, False),
        ("src/a.py", 12, False),
        ("src/b c.py", 13, False),
        ("out", 14, True),
        ("out/x.png", 15, True),
    ]


@given(st.text(alphabet=st.sampled_from(list("├└│─|-+` ab./\n#(")), max_size=200))
def test_any_tree(text):
    read_tree(Fence("", text, 1))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (b"import a, b as c\nfrom d.e import f\n", {"a", "b", "d"}),
        (b"import a; from b import c\r\nimport d\r\n", {"a", "b", "d"}),
        (b"# import a\n'import b'\nimportant = 1\n", set()),
        (b"    import a  # x\n", {"a"}),
        (b"from a.b \\\n    import c\n", {"a"}),
        (b"import d\nfrom a.b \\\r\n    import c\r\nimport e\r\n", {"a", "d", "e"}),
    ],
)
def test_imports(source, names):
    assert set(imported_names(source)) == names
