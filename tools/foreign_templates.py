"""Renew the fingerprints of other people's templates: ``python -m tools.foreign_templates FOLDER``.

FOLDER holds a Git repository of each template as ``OWNER+NAME/repo``. Every wording that
the template ever had up to the named commit is fingerprinted, line by line; their
sentences are stored nowhere.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from scaffolio.parsers.foreign import FEWEST_WORDS, line_mark, words_of

STORED = Path(__file__).resolve().parents[1] / "src/scaffolio/parsers/foreign_templates.json"
ABOUT = (
    "Made by tools/foreign_templates.py: fingerprints of lines that others' templates wrote, no sentence. `asks` are "
    "lines that speak to the author of a README; one that is left shows that it was not filled out."
)
_DISTINCT = 6
"""Words of a line that two authors hardly write alike."""

_CODE = re.compile(r"\s*(?:git|npm|pip|kedro|conda|python|const|import|export|slug:|name:|#!)\b")
_VARIABLE = re.compile(r"\{\{|\{%|<%|\$\{")
_ASKS = re.compile(
    r"a brief description of what|a few motivating|a step[ -]by[ -]step series|add additional notes|add badges from|"
    r"an awesome readme|any additional information goes|below is an example of how|describe how to install|"
    r"end with an example|explain (?:how|what)|for support email fake|hat tip to anyone|here s a blank template|"
    r"if you have any feedback please reach out to us at fake|insert gif|in order to get the best out|of course no one|"
    r"one paragraph of|one to two paragraph|say what|short blurb|there are many great readme|"
    r"this is an example of how|this section should list|to avoid retyping|use this space|what did you learn|"
    r"what optimizations|what things you need|you should(?:n t be| implement)|your name (?:your )?twitter|"
    r"your time should be|this project is used by the following|(?:please )?don t remove any lines"
)
"""Openings of lines that speak to the author of a README and not to its reader."""


@dataclass(frozen=True, slots=True)
class Template:
    """Where a template's text lies: a repository at a commit, and the files in it."""

    name: str
    repository: str
    commit: str
    licence: str
    paths: tuple[str, ...]
    stubs: tuple[str, ...] = ()
    """First or last words of lines that differ from project to project."""


TEMPLATES = (
    Template(
        "cookiecutter-data-science",
        "drivendataorg/cookiecutter-data-science",
        "0f6b163cdbe3918a2c65ab57ad9fefda93976d9e",
        "MIT",
        ("{{ cookiecutter.repo_name }}/README.md",),
    ),
    Template(
        "Kedro",
        "kedro-org/kedro",
        "d58a0b140250ced1917f2c54888b594995594be0",
        "Apache-2.0",
        ("kedro/templates/project/{{ cookiecutter.repo_name }}/README.md",),
        ("this is your new kedro project",),
    ),
    Template(
        "Kedro's starters",
        "kedro-org/kedro-starters",
        "7350687ba69dd7811bb2d9b90485db9ade9f9008",
        "Apache-2.0",
        (
            "astro-airflow-iris/{{ cookiecutter.repo_name }}/README.md",
            "databricks-iris/{{ cookiecutter.repo_name }}/README.md",
            "spaceflights-pandas/{{ cookiecutter.repo_name }}/README.md",
            "spaceflights-pyspark/{{ cookiecutter.repo_name }}/README.md",
        ),
    ),
    Template(
        "Hugging Face's model card",
        "huggingface/huggingface_hub",
        "ee0a4510f4bc15e26cb722be2efc2bdb01383ca0",
        "Apache-2.0",
        ("src/huggingface_hub/templates/modelcard_template.md",),
        ("more information needed",),
    ),
    Template(
        "Best-README-Template",
        "othneildrew/Best-README-Template",
        "5332b1e900de0247efee62aba2ff8d56a85f5884",
        "Unlicense",
        ("README.md", "BLANK_README.md"),
    ),
    Template(
        "readme.so",
        "octokatherine/readme.so",
        "90420ff0f33d1ef0e9cf4fd67515662ab626acee",
        "MIT",
        ("data/section-templates-en_EN.js",),
    ),
    Template(
        "readme-md-generator",
        "kefranabg/readme-md-generator",
        "f0370c8efe602bfc1e1334ea556214de4c1b0f04",
        "MIT",
        ("templates/default.md", "templates/default-no-html.md"),
    ),
    Template(
        "PurpleBooth's README template",
        "PurpleBooth/a-good-readme-template",
        "3ec6eefb6bbfb6e444e0cd625de46c50a17490c4",
        "CC0-1.0",
        ("README.md",),
    ),
    Template(
        "dbader's README template",
        "dbader/readme-template",
        "f89960a33fc952bcfe811675540347dfb361a6d5",
        "none stated",
        ("README.md",),
    ),
)


def wordings(folder: Path, template: Template) -> Iterator[str]:
    """Every line that one of the files had in any commit."""
    repository = folder / template.repository.replace("/", "+") / "repo"
    for path in template.paths:
        commits = _git(repository, "log", "--format=%H", template.commit, "--", path).split()
        for commit in commits:
            yield from _git(repository, "show", f"{commit}:{path}").splitlines()


def _git(repository: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(repository), *words], capture_output=True, check=False)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def split(lines: Iterator[str]) -> tuple[set[str], set[str]]:
    """The lines that speak to the author, and the others; those with a variable in them can't be known."""
    asks, others = set(), set()
    for line in lines:
        words = words_of(line)
        if _VARIABLE.search(line):
            continue
        if len(words) >= FEWEST_WORDS and _ASKS.match(" ".join(words)):
            asks.add(line)
        elif len(words) >= _DISTINCT and not _CODE.match(line):
            others.add(line)
    return asks, others


def render(folder: Path) -> str:
    """The stored file: name, source, licence and fingerprints of each template."""
    return json.dumps({"about": ABOUT, "templates": list(map(_described, TEMPLATES, repeat(folder)))}, indent=1) + "\n"


def _described(template: Template, folder: Path) -> dict[str, object]:
    asks, others = split(wordings(folder, template))
    places = ", ".join(template.paths)
    return {
        "name": template.name,
        "source": f"github.com/{template.repository} at {template.commit[:12]} and before: {places}",
        "licence": template.licence,
        "stubs": template.stubs,
        "asks": sorted({line_mark(line) for line in asks}),
        "lines": sorted({line_mark(line) for line in others}),
    }


def main(arguments: list[str]) -> int:
    """Write the file, or print a template's lines for a person to read."""
    folder = Path(arguments[0])
    if arguments[1:]:
        (template,) = (one for one in TEMPLATES if one.name == arguments[1])
        asks, others = split(wordings(folder, template))
        print("\n".join(f"asks   {line.strip()}" for line in sorted(asks)))
        print("\n".join(f"       {line.strip()}" for line in sorted(others)))
        return 0
    STORED.write_text(render(folder), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
