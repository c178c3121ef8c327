"""Scores README sections with a linear model whose coefficients ship as data.

One weight vector for each kind of Prana et al. (2019), learned from sections that people
sorted (``tools/train_sections.py``); scoring is a sum over the features a section has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pkgutil import get_data

from scaffolio.parsers.section_features import RawSection, features

KINDS = ("what", "why", "how", "when", "who", "references", "contribution", "other")
"""The kinds, in the order of the codes 1 to 8."""

DATA = "section_model.tsv"


class Model:
    """Weights by feature, one for each kind, in hundredths; a row is parsed when a section first has its feature."""

    def __init__(self, text: str) -> None:
        head, *lines = text.splitlines()
        self.threshold = float(head)
        self._rows = dict(line.split("\t", 1) for line in lines)
        self._parsed: dict[str, list[int] | None] = {}

    def weights(self, feature: str) -> list[int] | None:
        """The weights of a feature; ``None`` for one that training did not see often enough."""
        try:
            return self._parsed[feature]
        except KeyError:
            row = self._rows.get(feature)
            return self._parsed.setdefault(feature, [int(weight) for weight in row.split()] if row else None)


@cache
def shipped_model() -> Model:
    """The coefficients in the package; read on first use, since a run without a README must not pay for them."""
    return Model((get_data(__package__, DATA) or b"").decode())


def classify(sections: Sequence[RawSection], model: Model) -> Iterator[frozenset[str]]:
    """Say of each section of one document which kinds it is: those above the threshold, at least the best.

    A heading of one word that names a kind has it, whatever stands below: so it is in any language.
    """
    for section, found in zip(sections, features(sections), strict=True):
        sure = section.named if " " not in section.heading.strip() else frozenset[str]()
        scores = [0.0] * len(KINDS)
        for name, value in found.items():
            if (row := model.weights(name)) is not None:
                scores = [score + weight * value for score, weight in zip(scores, row, strict=True)]
        best = max(scores)
        yield frozenset(
            kind
            for kind, score in zip(KINDS, scores, strict=True)
            if score == best or score > model.threshold or kind in sure
        )
