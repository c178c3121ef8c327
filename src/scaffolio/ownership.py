"""What of a project is the person's own, told by what differs from the scaffold and never by a flag.

The manifest knows every section, line and data checksum as it was rendered. Where
there is no manifest, only what the documents show counts, and what cannot be known is
not held against anybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from scaffolio.model import OwnShare
from scaffolio.parsers.dataset import SCHEMA
from scaffolio.parsers.document import count_words
from scaffolio.parsers.fingerprint import fingerprint
from scaffolio.parsers.placeholders import Placeholder, read_placeholders
from scaffolio.parsers.scaffold import (
    Manifest,
    function_prints,
    line_prints,
    section_print,
    split_sections,
    without_blocks,
)
from scaffolio.patterns import regex
from scaffolio.project import MODULE_LIMIT, Project
from scaffolio.repeated import repeated_answers

DATA_CARD = "data/README.md"

MOST_OF_THE_TEMPLATE = 0.4
"""Share of a document's words above which it is a template's more than anybody's."""

_CARDS = frozenset({"data/readme.md", "citation.cff"})
_REFRESHED = regex(r"refresh|updat|newer|extend|download|retriev|fetch|collected|added", re.IGNORECASE)
_MISTAKES = regex(r"fail|mistake|error|misclassif|wrong|worst|residual", re.IGNORECASE)
_LONGEST = 200_000
"""Characters of a README whose words are counted."""

_FENCE = regex(r"(?ms)^```.*?^```")
_FEW_WORDS = 8
"""Words below a heading on mistakes that make it a section, in a project without a manifest."""


def placeholders(project: Project) -> Iterator[Placeholder]:
    """Every question of the scaffold that is still open: in README, cards, and whatever it rendered."""
    asked = project.manifest.sections if project.manifest else {}
    cards = [path for path in project.files.paths if path.lower() in _CARDS]
    for path in sorted({*project.document_paths, *cards, *asked} & project.paths):
        text = project.text(path)
        if "PLACEHOLDER(" in text:
            yield from read_placeholders(path, text, _code_lines(project, path))


def _code_lines(project: Project, path: str) -> set[int]:
    if not path.lower().endswith((".md", ".markdown")):
        return set()
    fences = project.document(path).fences
    return {line for fence in fences for line in range(fence.line, fence.line + fence.content.count("\n"))}


def answered(project: Project, topic: str) -> bool:
    """Whether a question was answered: it is gone, and words of the person's own stand in its section.

    Deleting the line is no answer, nor is what already answers another question. A section
    under a new heading counts when the scaffold wrote none like it.
    """
    if any(placeholder.topic == topic for placeholder in placeholders(project)):
        return False
    if any(repeated.topic == topic for repeated in repeated_answers(project)):
        return False
    manifest = project.manifest
    asked = [
        (path, heading)
        for path, topics in (manifest.asked.items() if manifest else ())
        for heading, about in topics.items()
        if about == topic
    ]
    if manifest is None or not asked:
        return _shown_without_manifest(project, topic)
    return all(_has_own_words(project, manifest, path, heading) for path, heading in asked)


def _has_own_words(project: Project, manifest: Manifest, path: str, heading: str) -> bool:
    sections = split_sections(project.text(path)) if path in project.paths else {}
    known = manifest.sections.get(path, {})
    rendered = set(known.values())
    bodies = [sections[heading]] if heading in sections else [b for name, b in sections.items() if name not in known]
    return any(section_print(body) not in rendered and count_words(without_blocks(body)) > 0 for body in bodies)


def _shown_without_manifest(project: Project, topic: str) -> bool:
    """Mistakes that were read show in a section on them; of other questions nothing can be known."""
    if topic != "errors" or project.readme is None:
        return topic != "errors"
    return any(
        _MISTAKES.search(section.heading.text) and count_words(without_blocks(section.body)) >= _FEW_WORDS
        for section in project.readme.sections
    )


def on_sample(project: Project) -> bool:
    """Whether schema or last run are on the template's sample, as it is or under another label.

    The checksum decides where the manifest knows it: the sample with ``sample: false`` is
    still the sample, and a changed file whose data card tells of the refreshing is none.
    """
    described = [facts for facts in (project.described_dataset, run_dataset(project)) if facts]
    if any(facts.get("sample") is True for facts in described):
        return not _refreshed(project)
    return bool(described) and not _other_bytes(project, described[0])


def run_dataset(project: Project) -> Mapping[str, object]:
    """What the last run says of the data it read; empty before there is one."""
    dataset = project.run_results.get("dataset")
    return dataset if isinstance(dataset, dict) else {}


def run_is_fresh(project: Project) -> bool:
    """Whether the last run read the data that the schema describes."""
    described = project.described_dataset.get("sha256")
    return described is None or described == run_dataset(project).get("sha256")


def _refreshed(project: Project) -> bool:
    schema = project.described_dataset
    told = any(_REFRESHED.search(line) for line in own_lines_of_prose(project, DATA_CARD))
    return bool(schema) and run_is_fresh(project) and told and _other_bytes(project, schema)


def _other_bytes(project: Project, dataset: Mapping[str, object]) -> bool:
    """Whether the data are not the sample that was rendered; without a record, yes."""
    rendered = set(project.manifest.lines.get(SCHEMA, ())) if project.manifest else set()
    if fingerprint("sample: true") not in rendered:
        return True
    digest = dataset.get("sha256")
    return not any(fingerprint(f"sha256: {mark}{digest}{mark}") in rendered for mark in ("", '"', "'"))


def own_lines_of_prose(project: Project, path: str) -> list[str]:
    """Lines of a document that the scaffold did not write; blocks and open questions left out."""
    if path not in project.paths:
        return []
    known = Counter(project.manifest.lines.get(path, ()) if project.manifest else ())
    found = []
    for line in without_blocks(project.text(path)).splitlines():
        prints = line_prints(line)
        if prints and known[prints[0]]:
            known[prints[0]] -= 1
        elif prints and "PLACEHOLDER(" not in line and count_words(line):
            found.append(line)
    return found


def own_share(project: Project) -> OwnShare | None:
    """How much of README and code is the person's; ``None`` for a project that Scaffolio did not make."""
    manifest = project.manifest
    if manifest is None:
        return None
    words, template_words = _words(project, manifest)
    functions = [
        (manifest.functions.get(path, {}).get(name) == mark)
        for path in project.python_paths[:MODULE_LIMIT]
        for name, mark in function_prints(project.text(path)).items()
    ]
    asked = sum(1 for _ in placeholders(project))
    return OwnShare(
        words, template_words, len(functions), sum(functions), tuple(_untouched_sections(project, manifest)), asked
    )


def _untouched_sections(project: Project, manifest: Manifest) -> Iterator[str]:
    path = project.readme_path
    rendered = manifest.sections.get(path or "", {})
    for heading, body in split_sections(project.text(path)).items() if path and rendered else ():
        told = (line for line in without_blocks(body).splitlines() if "PLACEHOLDER(" not in line)
        if section_print(body) == rendered.get(heading) and any(map(count_words, told)):
            yield heading


def _words(project: Project, manifest: Manifest) -> tuple[int, int]:
    """The README's words, and how many of them stand in lines or sections as the scaffold wrote them.

    A line of one's own counts once, however often it stands there.
    """
    path = project.readme_path
    if path is None:
        return 0, 0
    text = _FENCE.sub("", without_blocks(project.text(path)[:_LONGEST]))
    known, rendered = Counter(manifest.lines.get(path, ())), manifest.sections.get(path, {}).values()
    wrapped_anew = {  # lines of a section whose words are the scaffold's, in another layout
        line for body in split_sections(text).values() if section_print(body) in rendered for line in body.splitlines()
    }
    words = template_words = 0
    told: set[str] = set()
    for line in text.splitlines():
        if line.startswith("#") or "PLACEHOLDER(" in line or not (count := count_words(line)):
            continue
        (mark,) = line_prints(line)
        if known[mark] or line in wrapped_anew:
            known[mark] -= 1
            template_words += count
        elif mark in told:
            continue
        told.add(mark)
        words += count
    return words, template_words


def has_anything_own(project: Project) -> bool:
    """Whether any line of code, test or prose differs from what the scaffold wrote."""
    prose = (path for path in project.files.paths if path.endswith(".md"))
    return any(project.own_lines(path) for path in project.code_paths) or any(
        own_lines_of_prose(project, path) for path in prose
    )
