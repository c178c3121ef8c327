"""Judge one or several targets: find the project, run the rules, grade it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from scaffolio import __version__, engine
from scaffolio.adapters import files, git
from scaffolio.checklist import completeness
from scaffolio.claims import count_claims
from scaffolio.discovery import find_projects
from scaffolio.errors import CannotRunError, ScaffolioError
from scaffolio.grade import grade, grade_collection
from scaffolio.model import ProjectReport, Report, Scope, SectionSummary, TargetReport, TargetStatus, Verdict
from scaffolio.parsers.gitignore import IgnoreRules
from scaffolio.project import Project
from scaffolio.rules import catalogue
from scaffolio.settings import Settings, load_settings, severity_in


def audit(targets: Iterable[str], flags: Mapping[str, object]) -> tuple[Report, Settings]:
    """Audit every target and return the report with the settings that decide the exit code.

    A target that fails is reported as failed and the others are still judged. With
    several targets each keeps its own settings file; the last one's threshold counts.

    Raises:
        UsageError: a flag or a settings file holds something unknown.
    """
    settings = load_settings(lambda _path: None, flags)
    judged: list[TargetReport] = []
    for target in targets:
        folder = Path(target)
        try:
            require_folder(folder)
            settings = load_settings(lambda path, root=folder: files.read_text(root / path), flags)  # type: ignore[misc]
            judged.append(_audit_folder(target, folder, settings))
        except CannotRunError as error:
            judged.append(TargetReport(target, TargetStatus.FAILED, error=_sentence(error)))
    return Report(__version__, settings.profile, tuple(judged)), settings


def require_folder(folder: Path) -> None:
    """Raise when there is no such folder.

    Raises:
        CannotRunError: it does not exist, or is a file.
    """
    if not folder.exists():
        raise CannotRunError(f"{folder} does not exist", "Name a folder that does")
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is a file", "Name the folder it lies in")


def _audit_folder(target: str, folder: Path, settings: Settings) -> TargetReport:
    source = files.FolderFiles(folder)
    commit = git.head(folder)
    if not source.paths:
        return TargetReport(target, TargetStatus.EMPTY, commit=commit)
    project = Project(source, folder.resolve().name, lambda: git.history(folder.resolve()))
    reports = judge_all(project, settings)
    return TargetReport(target, TargetStatus.AUDITED, commit=commit, projects=reports)


def judge_all(whole: Project, settings: Settings) -> tuple[ProjectReport, ...]:
    """Judge a repository: the whole first, then each project found in it.

    Where there are several, the whole answers for what a repository has once, and a
    finding in a file of a project is told by that project alone.
    """
    parts = find_projects(whole)
    if not parts:
        return (judge(whole, settings),)
    judged = [judge(part, settings, (Scope.PROJECT, Scope.ANYWHERE)) for part in parts]
    root = judge(whole, settings, (Scope.REPOSITORY, Scope.ANYWHERE), "each project is judged on its own")
    verdicts = tuple(_outside(verdict, parts) for verdict in root.verdicts)
    stage, blocking = grade_collection(verdicts, [report.stage for report in judged])
    return (replace(root, verdicts=verdicts, stage=stage, blocking=blocking), *judged)


def _outside(verdict: Verdict, parts: Iterable[Project]) -> Verdict:
    """The verdict without what a project inside has already said."""
    if verdict.rule.scope is not Scope.ANYWHERE or not verdict.findings:
        return verdict
    inside = tuple(part.prefix for part in parts)
    return replace(verdict, findings=tuple(f for f in verdict.findings if not f.path.startswith(inside)))


def judge(
    project: Project, settings: Settings, scopes: Container[Scope] = frozenset(Scope), elsewhere: str = ""
) -> ProjectReport:
    """Run the selected rules of these scopes on one project, and say how far it has come.

    Rules of other scopes are not assessed where ``elsewhere`` says why, and left out otherwise.
    """
    rules = catalogue()
    selected = engine.select(rules, settings.select, settings.ignore)
    engine.check_codes((*settings.severity, *(c for codes in settings.per_file_ignores.values() for c in codes)), rules)
    levels = {rule.info.code: severity_in(settings.profile, rule.info, settings.severity) for rule in rules}
    verdicts = engine.run(project, selected, rules, levels, scopes=scopes, elsewhere=elsewhere)
    verdicts = tuple(_from_the_top(verdict, project.prefix) for verdict in verdicts)
    for pattern, codes in settings.per_file_ignores.items():
        verdicts = tuple(_ignoring(verdict, IgnoreRules(pattern), codes) for verdict in verdicts)
    stage, blocking = grade(project, verdicts)
    sections = project.readme_sections
    return ProjectReport(
        path=project.prefix.rstrip("/") or ".",
        name=project.name,
        technique=project.technique,
        stage=stage,
        blocking=blocking,
        claims=count_claims(project.claims),
        checklist=completeness(project),
        sections=tuple(SectionSummary(section.heading, section.line, section.kinds) for section in sections),
        verdicts=verdicts,
    )


def _from_the_top(verdict: Verdict, prefix: str) -> Verdict:
    """The verdict with paths as seen from the target's root."""
    if not prefix or not verdict.findings:
        return verdict
    return replace(verdict, findings=tuple(replace(f, path=prefix + f.path) for f in verdict.findings))


def _ignoring(verdict: Verdict, paths: IgnoreRules, codes: tuple[str, ...]) -> Verdict:
    """The verdict without findings in files where the settings do not want its code."""
    if not verdict.findings or not verdict.rule.code.startswith(codes):
        return verdict
    return replace(verdict, findings=tuple(f for f in verdict.findings if not paths.matches(f.path)))


def _sentence(error: ScaffolioError) -> str:
    return f"{error}. {error.hint}." if error.hint else f"{error}."
