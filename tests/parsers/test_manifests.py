from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement

from scaffolio.parsers.companions import brought_by
from scaffolio.parsers.distributions import distributions, normalised
from scaffolio.parsers.dockerfile import base_images, is_pinned
from scaffolio.parsers.install_commands import installed_names
from scaffolio.parsers.manifests import DependencyManifest, manifest_kind, read_manifests
from scaffolio.parsers.requirement import read_line
from scaffolio.parsers.specifiers import exclude_each_other, is_bounded


def read(tree: dict[str, str | bytes]) -> dict[str, DependencyManifest]:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in tree.items()}
    return {manifest.path: manifest for manifest in read_manifests(contents, contents.__getitem__)}


def declared(text: str | bytes, path: str = "requirements.txt") -> list[tuple[str, str, int | None, str]]:
    return [(r.name, r.specifier, r.line, r.extra) for r in read({path: text})[path].requirements]


def test_requirements_with_everything_pip_reads() -> None:
    text = (
        "# comment\n-i https://index.example.org/simple\nScikit_Learn==1.7  # pinned\n"
        "pandas>=2 \\\n    ; python_version > '3.8'\nnumpy==2.1 --hash=sha256:aa\n"
        "git+https://example.org/a/model.git@v1#egg=my.model\nhttps://example.org/torch-1.0-cp36-none-any.whl\n"
        "tool @ https://example.org/tool.zip\n-e .\n./local\nuvicorn[standard]~=0.30\n"
    )
    assert declared(text) == [
        ("scikit-learn", "==1.7", 3, ""),
        ("pandas", ">=2", 4, ""),
        ("numpy", "==2.1", 6, ""),
        ("my-model", "", 7, ""),
        ("torch", "", 8, ""),
        ("tool", "", 9, ""),
        ("", "", 10, ""),
        ("local", "", 11, ""),
        ("uvicorn", "~=0.30", 12, ""),
    ]
    assert not read({"requirements.txt": text})["requirements.txt"].faults


def test_files_named_after_a_purpose_are_groups() -> None:
    tree = dict.fromkeys(("requirements-dev.txt", "requirements/docs.txt", "requirements/base.txt"), "pytest\n")
    assert {path: m.requirements[0].extra for path, m in read(tree).items()} == {
        "requirements-dev.txt": "dev",
        "requirements/docs.txt": "docs",
        "requirements/base.txt": "",
    }


def test_an_included_file_is_read_whatever_its_name() -> None:
    found = read({"requirements.txt": "-r deps/all.list\n", "deps/all.list": "pandas==3.0\n"})
    assert found["deps/all.list"].requirements[0].name == "pandas"


def test_files_that_include_each_other_end() -> None:
    assert (
        len(read({"requirements.txt": "-r requirements-b.txt\n", "requirements-b.txt": "-r requirements.txt\n"})) == 2
    )


@pytest.mark.parametrize("line", ["numpy = 1.2", "None! enjoy!", "python_version >= '3.6'", "torch==1 torchvision==2"])
def test_what_pip_cannot_read_is_a_fault(line: str) -> None:
    manifest = read({"requirements.txt": f"pandas\n{line}\n"})["requirements.txt"]
    assert [fault.line for fault in manifest.faults] == [2]
    assert not manifest.complete


@pytest.mark.parametrize("line", ["{{ package }}==1", "${PACKAGE}", "-f https://example.org", "--no-binary :all:", ""])
def test_templates_options_and_blank_lines_are_none(line: str) -> None:
    assert not read({"requirements.txt": f"{line}\n"})["requirements.txt"].faults


def test_windows_shells_write_utf16_and_pip_reads_it() -> None:
    assert declared("pandas==3.0\n".encode("utf-16")) == [("pandas", "==3.0", 1, "")]


def test_a_conda_list_is_no_broken_requirements_file() -> None:
    text = "# This file may be used to create an environment using:\n# $ conda create --name <env> --file <this file>\n"
    manifest = read({"requirements.txt": f"{text}numpy=1.19.2=py38h_0\n"})["requirements.txt"]
    assert (manifest.kind, manifest.compiled, manifest.requirements[0].specifier) == ("conda", True, "==1.19.2")


def test_pyproject_of_three_tools() -> None:
    text = (
        '[project]\nrequires-python = ">=3.11"\ndependencies = ["pandas>=2"]\n'
        '[project.optional-dependencies]\nplot = ["matplotlib"]\n'
        '[dependency-groups]\ndev = ["pytest", {include-group = "lint"}]\nlint = ["ruff"]\n'
        '[tool.poetry.dependencies]\npython = "^3.11"\nnumpy = "^2.0"\nmodel = {git = "https://example.org/m"}\n'
        '[tool.poetry.group.docs.dependencies]\nsphinx = "*"\n'
    )
    assert declared(text, "pyproject.toml") == [
        ("pandas", ">=2", 3, ""),
        ("matplotlib", "", 5, "plot"),
        ("pytest", "", 7, "dev"),
        ("ruff", "", 8, "lint"),
        ("numpy", "^2.0", 11, ""),
        ("model", "", 12, ""),
        ("sphinx", "", 14, "docs"),
    ]
    assert read({"pyproject.toml": text})["pyproject.toml"].python == ">=3.11"


def test_setup_py_is_read_and_not_run() -> None:
    text = (
        "from setuptools import setup\nBASE = ['numpy>=1.2']\nraise SystemExit\n"
        "setup(install_requires=BASE + ['torch'], extras_require={'dev': ['pytest']}, python_requires='>=3.8')\n"
    )
    assert declared(text, "setup.py") == [("numpy", ">=1.2", 2, ""), ("torch", "", 4, ""), ("pytest", "", 4, "dev")]
    manifest = read({"setup.py": text})["setup.py"]
    assert manifest.complete
    assert manifest.python == ">=3.8"


@pytest.mark.parametrize("value", ["open('r.txt').read().split()", "[line for line in lines]", "UNKNOWN", "A + ['x']"])
def test_computed_dependencies_are_not_complete(value: str) -> None:
    text = f"from setuptools import setup\nA = A\nsetup(install_requires={value})\n"
    assert not read({"setup.py": text})["setup.py"].complete


def test_setup_cfg_environment_and_pipfile() -> None:
    cfg = "[options]\npython_requires = >=3.9\ninstall_requires =\n    pandas>=2\n"
    cfg += "[options.extras_require]\ndev =\n    pytest\n"
    assert declared(cfg, "setup.cfg") == [("pandas", ">=2", 4, ""), ("pytest", "", 7, "dev")]
    conda = (
        "name: x\ndependencies:\n  - python=3.9\n  - pytorch::torchvision\n  - numpy>=1.2\n  - pip:\n    - wandb==0.1\n"
    )
    assert declared(conda, "environment.yml") == [
        ("torchvision", "", 4, ""),
        ("numpy", ">=1.2", 5, ""),
        ("wandb", "==0.1", 7, ""),
    ]
    assert read({"environment.yml": conda})["environment.yml"].python == "=3.9"
    pipfile = '[packages]\npandas = "*"\n[dev-packages]\npytest = "==8"\n[requires]\npython_version = "3.11"\n'
    assert declared(pipfile, "Pipfile") == [("pandas", "", 2, ""), ("pytest", "==8", 4, "dev")]


def test_lock_files() -> None:
    assert declared('[[package]]\nname = "numpy"\nversion = "2.1"\n', "uv.lock") == [("numpy", "==2.1", None, "")]
    assert declared('{"default": {"pandas": {}}, "develop": {}}', "Pipfile.lock") == [("pandas", "", None, "")]
    assert declared("{", "Pipfile.lock") == []


@pytest.mark.parametrize("path", ["pyproject.toml", "setup.cfg", "environment.yml", "Pipfile"])
def test_a_broken_file_is_a_fault_with_a_line(path: str) -> None:
    broken = {"environment.yml": "dependencies:\n - a: [\n"}.get(path, "[project\nname = 1\n")
    assert read({path: broken})[path].faults[0].line is not None


def test_yaml_aliases_and_deep_nesting_do_no_harm() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *{'a' if n == 0 else f'b{n - 1}'}]\n" for n in range(30)
    )
    assert (
        read({"environment.yml": f"{bomb}dependencies: [numpy]\n"})["environment.yml"].requirements[0].name == "numpy"
    )
    read({"environment.yml": "dependencies: " + "[" * 5000})
    read({"pyproject.toml": "x = " + "[" * 5000})


def test_third_parties_and_test_data_are_not_the_project() -> None:
    places = (
        "node_modules/a",
        "third_party/b",
        "vendor/c",
        "tests/fixtures/d",
        "tests/test_data/e",
        "wandb/run-1/files",
        ".history/backend",
    )
    assert not any(manifest_kind(f"{place}/requirements.txt") for place in places)


@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["requirements.txt", "pyproject.toml", "setup.py", "setup.cfg", "environment.yml", "Pipfile.lock", "uv.lock"]
    ),
)
def test_any_bytes(content: bytes, path: str) -> None:
    read({path: content})


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (b"!pip install -q torch==2.0 'pandas>=2' # why\n", ["torch", "pandas"]),
        (b"RUN conda install -c conda-forge -y xgboost && pip install -r requirements.txt\n", ["xgboost"]),
        (b"pip3 install git+https://example.org/a/model.git\n", ["model"]),
        (b"uv add polars; poetry add shap\n", ["polars", "shap"]),
        (b"pip install \\\n  a \\\n  b\n", ["a", "b"]),
        (b"You can install it, then add more to it\n", []),
    ],
)
def test_install_commands(source: bytes, names: list[str]) -> None:
    assert sorted(installed_names(source)) == sorted(names)


@given(st.binary(max_size=200))
def test_any_command(content: bytes) -> None:
    list(installed_names(b"pip install " + content))


def test_names_of_distributions() -> None:
    assert normalised("Scikit__Learn.X") == "scikit-learn-x"
    assert distributions("cv2")[0] == "opencv-python"
    assert distributions("no_such_module") == ()
    assert {"pandas", "numpy", "pillow"} <= brought_by("seaborn")
    assert "selenium" in brought_by("seleniumbase")
    assert "marshmallow" in brought_by("flask-marshmallow")
    assert "python-dotenv" in brought_by("pydantic-settings")


@pytest.mark.parametrize(
    ("specifier", "held"),
    [
        ("==1.2", True),
        ("~=1.2", True),
        (">=1", False),
        (">=1,<2", True),
        ("=1.2", True),
        ("^2.0", True),
        ("", False),
        ("1.4.*", False),
        ("1.4", True),
        ("!=1.3", False),
    ],
)
def test_bounds(specifier: str, held: bool) -> None:  # noqa: FBT001
    assert is_bounded(specifier) is held


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("==1.2", "==1.3", True),
        ("=1.2", "==1.2.5", False),
        (">=2", "==1.9", True),
        ("==1.0", "", False),
        ("^1", "==3", False),
        (">=1", ">=2", False),
    ],
)
def test_conflicts(one: str, other: str, conflict: bool) -> None:  # noqa: FBT001
    assert exclude_each_other(one, other) is conflict


def test_base_images() -> None:
    text = "ARG TAG=3.13\nFROM python:${TAG} AS build\nFROM build\nFROM scratch\n"
    text += "FROM --platform=linux/amd64 ubuntu\nFROM $NONE\n"
    assert list(base_images(text)) == [("python:3.13", 2), ("ubuntu", 5)]
    assert is_pinned("python:3.13")
    assert is_pinned("registry:5000/a@sha256:00")
    assert not is_pinned("registry:5000/a")
    assert not is_pinned("python:latest")


_SIGNS = ["numpy", "a-b", "x_", "1", "1.2", "1.2.*", "1.0rc1", "==", ">=", "~=", "<", "!=", "===", "=", ",", ";", " "]


@given(
    st.lists(st.sampled_from([*_SIGNS, ".", "[x]", "[a_b]", "[a,b-c]", "[", "]", "\t"]), min_size=1, max_size=8).map(
        "".join
    )
)
def test_plain_lines_are_read_as_packaging_reads_them(line: str) -> None:
    try:
        read = Requirement(line)
    except InvalidRequirement:
        with pytest.raises(ValueError, match=r"."):
            read_line(line, 1, "", "requirements.txt")
    else:
        found = read_line(line, 1, "", "requirements.txt")
        assert (found.name, found.specifier) == (normalised(read.name), str(read.specifier))
