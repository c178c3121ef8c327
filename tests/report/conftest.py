"""Reports to render: one finding after another, from trees as short as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from scaffolio.model import Profile, Report, TargetReport, TargetStatus
from scaffolio.project import MemoryFiles, Project
from scaffolio.settings import Settings
from scaffolio.usecases.audit import judge_all

Judge = Callable[[Mapping[str, str]], Report]


@pytest.fixture
def judged() -> Judge:
    """Judge a tree as the target ``churn``."""

    def judge(tree: Mapping[str, str], target: str = "churn") -> Report:
        projects = judge_all(Project(MemoryFiles(tree), "churn"), Settings())
        return Report("1.0", Profile.READY, (TargetReport(target, TargetStatus.AUDITED, "a" * 40, None, projects),))

    return judge
