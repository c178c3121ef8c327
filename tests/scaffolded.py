"""A small project as the scaffold leaves it, for tests that climb the ladder."""

from __future__ import annotations

import json

from scaffolio.parsers.scaffold import make_manifest
from scaffolio.project import MemoryFiles, Project

README = """# Which reports first?

A ranking of reports.

> PLACEHOLDER(question): Who acts?

## Results

<!-- results:start -->

Not run yet.

<!-- results:end -->

## Approach

Boosting is the reference.

> PLACEHOLDER(approach): Which alternative?

## What I tried

<!-- runs:start -->

Not run yet.

<!-- runs:end -->

## Where it fails

> PLACEHOLDER(errors): What do the worst share?

## Data

The template's sample.

## Run it

```bash
python -m pip install -e .
```
"""
CARD = "# Model card\n\nRanks.\n\n## Limitations\n\n> PLACEHOLDER(limitations): Whom could it harm?\n"
SEAM = "def own(frame):\n    return reference(frame)\n\n\ndef reference(frame):\n    return frame\n"
TREE = {
    "README.md": README,
    "MODEL_CARD.md": CARD,
    "data/README.md": "# Data card\n\nFrom the agency.\n\n## Three questions this sample cannot answer\n",
    "data/schema.yaml": "dataset:\n  name: birds\n  sha256: aaa1\n  sample: true\n",
    "src/birds/__main__.py": "print()\n",
    "src/birds/features.py": SEAM,
    "tests/test_birds.py": "def test_a():\n    assert 1\n",
}
MANIFEST = make_manifest("1", "classification", TREE, TREE.__getitem__).to_json()
SCAFFOLDED = {**TREE, ".scaffolio/manifest.json": MANIFEST}

OWN_ROW = {"model": "mine", "role": "own"}
COMPARED = {"model": "mine", "against": "boosting"}


def metrics(sha256="aaa1", *, sample=True, own=False):
    return json.dumps(
        {
            "schema_version": 1,
            "dataset": {"sha256": sha256, "sample": sample},
            "results": [{"model": "boosting", "role": "reference"}, *([OWN_ROW] if own else [])],
            "comparisons": [COMPARED] if own else [],
        }
    )


def run(name, role="reference", **more):
    scores = {"reference": {"ap": 0.5}} | ({"own": {"ap": 0.4}} if role == "own" else {})
    entry = {"run": name, "commit": None, "changed": [], "metrics": scores, "difference": None, "why": None}
    return json.dumps({**entry, **more}, ensure_ascii=False) + "\n"


def project(changes=()):
    """The scaffolded project with some files in other words; ``None`` takes one away."""
    tree = {**SCAFFOLDED, **dict(changes)}
    return Project(MemoryFiles({path: text for path, text in tree.items() if text is not None}))


def told(text, *answers):
    """A document with each answer in place of the placeholder of that topic; an empty one deletes the line."""
    for topic, words in answers:
        kept = []
        for line in text.splitlines():
            asks = f"PLACEHOLDER({topic})" in line
            if not asks or words:
                kept.append(words if asks else line)
        text = "\n".join(kept) + "\n"
    return text
