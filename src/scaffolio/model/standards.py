"""What projects are held to: techniques, the size of a portfolio, profiles and stages."""

from __future__ import annotations

from enum import StrEnum

TECHNIQUES = ("classification", "regression", "clustering", "timeseries", "nlp", "vision")
"""What the template offers, in the order in which it is told."""

FEWEST_PROJECTS, MOST_PROJECTS = 4, 6
"""Of a portfolio that is read to its end."""


class Profile(StrEnum):
    """What a project is held to: its first draft, a reader's eyes, or a hiring panel's."""

    DRAFT = "draft"
    READY = "ready"
    STRONG = "strong"


class Stage(StrEnum):
    """How far a project has come. Not a score: each stage is a list of conditions."""

    DRAFT = "draft"
    PRACTICE = "practice"
    READY = "ready"
    STRONG = "strong"
