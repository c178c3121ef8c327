"""OWN: whether it is the person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.model import Finding, Scope, Severity
from scaffolio.ownership import MOST_OF_THE_TEMPLATE, has_anything_own, on_sample, own_share, placeholders
from scaffolio.parsers.scaffold import (
    Manifest,
    heading_line,
    line_prints,
    section_print,
    split_sections,
    without_blocks,
)
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, rule

_SAMPLE_NAMED = regex(
    r"\bsample\b|\b(?:practice|example|demo|toy)[ -]data|\b(?:template|scaffold|scaffolio)(?:'s|’s)?\s+(?:own\s+)?data|"
    r"\b(?:ship(?:s|ped)?|c[ao]mes?|bundled|delivered|supplied) with (?:\w+ )?(?:template|scaffold|scaffolio)\b",
    re.IGNORECASE,
)


@rule(
    "OWN001",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=10,
    bad={"README.md": "# Birds\n\n> PLACEHOLDER(question): Who does what differently on a yes?\n"},
    good={"README.md": "# Birds\n\nWhich reports would an inspector read first, with time for forty a day?\n"},
)
def placeholder_left(project: Project) -> Iterator[Finding]:
    """A question that the scaffold put where the person's own words belong is still there.

    **Why.** Reviewers ask for a useful README, "not a template that you haven't filled out" (responsible.com, "Prevent
    your GitHub Portfolio from Selling You Short"). Only the author can answer these questions.

    **Fix.** Answer the question in your own words and delete the line.
    """
    for asked in placeholders(project):
        yield Finding(f"the question on {asked.topic} is not answered", asked.path, asked.line, asked.question or None)


_SCAFFOLDED = "# Birds\n\n## Approach\n\nModels are compared on later years.\n"
_MANIFEST = Manifest(
    "1",
    "classification",
    sections={"README.md": {"Approach": section_print("\n\nModels are compared on later years.\n")}},
    asked={"README.md": {"Approach": "approach"}},
).to_json()


@rule(
    "OWN002",
    Severity.ERROR,
    minutes=10,
    bad={"README.md": _SCAFFOLDED, ".scaffolio/manifest.json": _MANIFEST},
    good={
        "README.md": _SCAFFOLDED + "A linear model missed that night raises the risk only near the ground.\n",
        ".scaffolio/manifest.json": _MANIFEST,
    },
)
def section_untouched(project: Project) -> Iterator[Finding]:
    """A section has lost the question that the scaffold asked in it, and has gained no word instead.

    **Why.** Deleting a question is no answer to it: what is left was written by the scaffold, for everybody.

    **Fix.** Answer in that section what only you know, or delete the section.
    """
    if project.manifest is None:
        raise NotAssessedError("not made by Scaffolio, or its manifest is gone")
    for path, asked in project.manifest.asked.items():
        if path not in project.paths:
            continue
        sections = split_sections(project.text(path))
        for heading, topic in asked.items():
            body = sections.get(heading)
            if body is None or f"PLACEHOLDER({topic})" in body:
                continue
            if section_print(body) == project.manifest.sections.get(path, {}).get(heading):
                line = heading_line(project.text(path), heading)
                yield Finding(f"{heading} is as the scaffold wrote it, its question deleted", path, line, heading)


_LONG = "# Birds\n\n" + "Reports are ranked by a model that was trained on earlier years. " * 6 + "\n"
_ENOUGH_WORDS = 50


@rule(
    "OWN003",
    Severity.WARNING,
    minutes=30,
    requires=("DOC001",),
    bad={
        "README.md": _LONG,
        ".scaffolio/manifest.json": Manifest("1", "classification", lines={"README.md": line_prints(_LONG)}).to_json(),
    },
    good={
        "README.md": _LONG + "Night strikes are reported without a height, so the ranking sinks them. " * 12 + "\n",
        ".scaffolio/manifest.json": Manifest("1", "classification", lines={"README.md": line_prints(_LONG)}).to_json(),
    },
)
def mostly_scaffold(project: Project) -> Iterator[Finding]:
    """More than 40% of the README's words are as the scaffold wrote them.

    Results, code and open questions are not counted. Without its manifest a project is
    known by what the released templates wrote; words that are told anew are one's own.

    **Why.** Reviewers look for the author's judgement: "not a template that you haven't filled out" (responsible.com,
    "Prevent your GitHub Portfolio from Selling You Short").

    **Fix.** Tell approach, data and mistakes in your own words, and delete what does not concern your question.
    """
    share = own_share(project)
    if share is None:
        raise NotAssessedError("not made by Scaffolio")
    if share.words >= _ENOUGH_WORDS and share.template_words > MOST_OF_THE_TEMPLATE * share.words:
        own = share.words - share.template_words
        yield Finding(
            f"{share.template_words / share.words:.0%} of the README's words are the scaffold's",
            project.readme_path or "README.md",
            evidence=f"{own:,} of {share.words:,} words are your own",
        )


_RUN = '{"results": [{"model": "boosting", "role": "reference"}], "dataset": {"sample": true}}'
_PAGE = "# Birds\n\nReports are ranked.\n\n## Results\n\nBoosting finds half of them.\n"
_RENDERED = Manifest("1", "classification", lines={"README.md": line_prints(_PAGE)}).to_json()


@rule(
    "OWN004",
    Severity.ADVICE,
    minutes=20,
    requires=("DOC001",),
    bad={"README.md": _PAGE, ".scaffolio/manifest.json": _RENDERED, "reports/metrics.json": _RUN},
    good={
        "README.md": _PAGE + "\nIt misses strikes at night: height is not reported then.\n",
        ".scaffolio/manifest.json": _RENDERED,
        "reports/metrics.json": _RUN,
    },
)
def nothing_of_your_own(project: Project) -> Iterator[Finding]:
    """Results are shown, and no function, test or sentence differs from what the scaffold wrote.

    **Why.** A reference run shows what the template can do, and nothing of its author. Reviewers ask for more than "a
    template that you haven't filled out" (responsible.com, "Prevent your GitHub Portfolio from Selling You Short").

    **Fix.** Change `own` in features.py or model.py and run again, better or not; `scaffolio next` says where to begin.
    """
    if project.manifest is None:
        raise NotAssessedError("not made by Scaffolio, or its manifest is gone")
    if project.run_results.get("results") and not has_anything_own(project):
        yield Finding(
            "the results are the scaffold's run; no function, test or sentence here is yet anybody's own",
            project.readme_path or "README.md",
            _section_line(project, "results"),
        )


@rule(
    "OWN008",
    Severity.ERROR,
    minutes=2,
    requires=("DOC001",),
    bad={"README.md": "# Birds\n\n## Data\n\n19,302 reports.\n", "reports/metrics.json": _RUN},
    good={"README.md": "# Birds\n\n## Data\n\nThe template's sample: 19,302 reports.\n", "reports/metrics.json": _RUN},
)
def sample_data_unlabelled(project: Project) -> Iterator[Finding]:
    """The template's sample data are in use, and the README does not say so.

    **Why.** A reader takes data for the author's choice unless told otherwise, and meets the same sample in other
    portfolios. Who collected the data, and for what, is the first thing asked of a data set (Gebru et al. 2021,
    "Datasheets for Datasets").

    **Fix.** Say in the section on data that they are the template's sample, or move to data of your own.
    """
    if not on_sample(project):
        return
    text = without_blocks(project.text(project.readme_path)) if project.readme_path else ""
    if not _SAMPLE_NAMED.search(text):
        name = project.described_dataset.get("name")
        yield Finding(
            "the data are the template's sample, and nothing here says so",
            project.readme_path or "README.md",
            _section_line(project, "data"),
            name if isinstance(name, str) else None,
        )


def _section_line(project: Project, kind: str) -> int | None:
    return next((section.line for section in project.readme_sections if kind in section.kinds), None)


@rule(
    "OWN009",
    Severity.ADVICE,
    minutes=60,
    bad={"README.md": "# Iris\n", "train.py": "from sklearn.datasets import load_iris\n\nframe = load_iris()\n"},
    good={
        "README.md": "# Orchids\n",
        "data/orchids.csv": "petal_length,petal_width,height,habitat\n4,1,30,bog\n",
        "train.py": 'import pandas as pd\n\nframe = pd.read_csv("data/orchids.csv")\n',
        "tests/test_train.py": "from sklearn.datasets import load_iris\n",
    },
)
def practice_data(project: Project) -> Iterator[Finding]:
    """The project works on a data set that its maker offers for practice, as thousands of others do.

    Told by the columns of a committed table, by a call that loads it, by a file's name, or by columns that code names.
    Tests, documentation and examples do not count. It can't see pictures in folders, or columns given other names.

    **Why.** Such sets are for learning, and a reader has met the same project often (H. Sahota, "What Kind of Data
    Science Project…", 2021; dramsch.net, "Never include these data science projects on a resume").

    **Fix.** Keep it for practice, and show another project first; or ask of these data what nobody has; or join them
    with rows you collected; or bring your own file: `scaffolio data --data FILE`.
    """
    if project.is_collection:
        raise NotAssessedError("a collection of projects")
    if project.is_library:
        raise NotAssessedError("a library, whose sample data show how it is used")
    if project.practice_data:
        seen = project.practice_data[0]
        others = "".join(f", {other.name}" for other in project.practice_data[1:])
        yield Finding(f"{seen.name}{others}: data that many practise on", seen.path, seen.line, seen.sign)
