"""Judge one or several targets: find the project, run the rules, grade it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from scaffolio import __version__, engine
from scaffolio.adapters.process import begun
from scaffolio.adapters.remote import TIMEOUT
from scaffolio.claims import count_claims, tabled
from scaffolio.discovery import find_projects
from scaffolio.errors import CannotRunError, LateAnswerError, ScaffolioError, UnreachableError, UsageError
from scaffolio.grade import grade, grade_collection
from scaffolio.model import (
    ChecklistItem,
    ProjectReport,
    Question,
    Report,
    Scope,
    SectionSummary,
    Severity,
    TargetReport,
    TargetStatus,
    Verdict,
)
from scaffolio.ownership import own_share
from scaffolio.parsers.address import shown
from scaffolio.parsers.gitignore import IgnoreRules
from scaffolio.parsers.history import History
from scaffolio.project import Project
from scaffolio.rule import Rule
from scaffolio.rules import catalogue, families
from scaffolio.settings import Settings, load_settings, severity_in
from scaffolio.usecases.targets import OpenTarget, open_target

ALONE = frozenset(Scope) - {Scope.PORTFOLIO}
"""What a project is asked about that is all there is in its repository."""


def audit(
    targets: Iterable[str],
    flags: Mapping[str, object],
    timeout: float = TIMEOUT,
    *,
    online: bool = False,
    findings_only: bool = False,
) -> tuple[Report, Settings]:
    """Audit every target and return the report with the settings that decide the exit code.

    A target that fails is reported as failed and the others are still judged. With
    several targets each keeps its own settings file; the last one's threshold counts.
    ``timeout`` are the seconds that fetching a repository may take; ``online`` lets
    the network be asked about links, badges and what GitHub shows; ``findings_only``
    leaves out what a report tells besides, stage, checklist, sections and questions.

    Raises:
        UsageError: a flag holds something unknown; or, of a single target, its address or settings file does.
    """
    targets = list(targets)
    settings = check_flags(flags)
    judged: list[TargetReport] = []
    for target in targets:
        try:
            report, found = audit_target(
                target, flags, timeout, online=online, findings_only=findings_only, ahead=not findings_only
            )
        except UsageError as error:
            if len(targets) == 1:
                raise
            report, found = TargetReport(shown(target), TargetStatus.FAILED, error=sentence(error)), None
        settings = found or settings
        judged.append(report)
    return Report(__version__, settings.profile, tuple(judged)), settings


def check_flags(flags: Mapping[str, object]) -> Settings:
    """The settings that the flags alone give.

    Raises:
        UsageError: a flag holds something unknown.
    """
    settings = load_settings(lambda _path: None, flags)
    if settings.select or settings.ignore:
        engine.select(_rules(settings), settings.select, settings.ignore)
    return settings


def _rules(settings: Settings) -> tuple[Rule, ...]:
    """The rules that the settings may speak of: only the families selected, where nothing else names a code."""
    others = settings.severity or settings.per_file_ignores
    return catalogue() if others or not settings.select else families((*settings.select, *settings.ignore))


def audit_target(
    target: str,
    flags: Mapping[str, object],
    timeout: float = TIMEOUT,
    *,
    ask: bool | None = None,
    online: bool = False,
    timed: bool = False,
    findings_only: bool = False,
    ahead: bool = False,
) -> tuple[TargetReport, Settings | None]:
    """Audit one target; what stands in the way becomes its status. The settings are ``None`` then.

    ``ask`` says whether Git may ask for a password, by default on a terminal. ``timed``
    adds the time of the last commit. ``ahead`` lets Git read the history while the files
    are judged, which is for whoever has no other target to judge meanwhile.

    Raises:
        UsageError: the target, a flag or a settings file holds something unknown.
    """
    name = shown(target)
    try:
        with open_target(target, timeout, ask=ask) as opened:
            settings = load_settings(opened.read_text, flags)
            history = begun(opened.history) if ahead else opened.history
            report = _audit_opened(opened, settings, history, online=online, findings_only=findings_only)
            report = replace(report, target=name)
            return (replace(report, committed=opened.committed()) if timed else report), settings
    except LateAnswerError as error:
        return TargetReport(name, TargetStatus.TIMEOUT, error=sentence(error)), None
    except UnreachableError as error:
        return TargetReport(name, TargetStatus.UNREACHABLE, error=sentence(error)), None
    except CannotRunError as error:
        return TargetReport(name, TargetStatus.FAILED, error=sentence(error)), None


def _audit_opened(
    opened: OpenTarget,
    settings: Settings,
    history: Callable[[], History | None],
    *,
    online: bool,
    findings_only: bool,
) -> TargetReport:
    if not opened.source.paths:
        return TargetReport(opened.name, TargetStatus.EMPTY, commit=opened.commit)
    project = Project(opened.source, opened.name, history, opened.on_github)
    if online:
        from scaffolio.usecases.online import ask_network

        project.online = ask_network(project, opened)
    reports = judge_all(project, settings, findings_only=findings_only)
    return TargetReport(opened.name, TargetStatus.AUDITED, commit=opened.commit, projects=reports)


def require_folder(folder: Path) -> None:
    """Raise when there is no such folder.

    Raises:
        CannotRunError: it does not exist, or is a file.
    """
    if not folder.exists():
        raise CannotRunError(f"{folder} does not exist", "Name a folder that does")
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is a file", "Name the folder it lies in")


def judge_all(whole: Project, settings: Settings, *, findings_only: bool = False) -> tuple[ProjectReport, ...]:
    """Judge a repository: the whole first, then each project found in it.

    Where there are several, the whole answers for what a repository has once, and a
    finding in a file of a project is told by that project alone.
    """
    reports = _judged(whole, settings, findings_only=findings_only)
    return tuple(_of_rules(report, settings.select) for report in reports) if settings.select else reports


def _of_rules(report: ProjectReport, codes: tuple[str, ...]) -> ProjectReport:
    """The report with no verdicts but of these rules; its stage stands on all."""
    return replace(
        report, verdicts=tuple(verdict for verdict in report.verdicts if verdict.rule.code.startswith(codes))
    )


def _judged(whole: Project, settings: Settings, *, findings_only: bool) -> tuple[ProjectReport, ...]:
    parts = find_projects(whole)
    if not parts:
        return (judge(whole, settings, findings_only=findings_only),)
    judged = [judge(part, settings, (Scope.PROJECT, Scope.ANYWHERE), findings_only=findings_only) for part in parts]
    above, reason = (Scope.REPOSITORY, Scope.ANYWHERE, Scope.PORTFOLIO), "each project is judged on its own"
    root = judge(whole, settings, above, reason, findings_only=findings_only)
    verdicts = tuple(_outside(verdict, parts) for verdict in root.verdicts)
    stages = [report.stage for report in judged if report.stage is not None]
    stage, blocking = (None, ()) if findings_only else grade_collection(verdicts, stages)
    return (replace(root, verdicts=verdicts, stage=stage, blocking=blocking), *judged)


def _outside(verdict: Verdict, parts: Iterable[Project]) -> Verdict:
    """The verdict without what a project inside has already said."""
    if verdict.rule.scope is not Scope.ANYWHERE or not verdict.findings:
        return verdict
    inside = tuple(part.prefix for part in parts)
    return replace(verdict, findings=tuple(f for f in verdict.findings if not f.path.startswith(inside)))


def judge(
    project: Project,
    settings: Settings,
    scopes: Container[Scope] = ALONE,
    elsewhere: str = "",
    *,
    findings_only: bool = False,
    errors_only: bool = False,
) -> ProjectReport:
    """Run the selected rules of these scopes on one project, and say how far it has come, which takes all others, too.

    Rules of other scopes are not assessed where ``elsewhere`` says why, and left out otherwise.
    ``errors_only`` runs what the stage rests on and nothing else.
    """
    project.whole.metric_paths = settings.metrics
    rules = _rules(settings) if findings_only else catalogue()
    selected = engine.select(rules, settings.select, settings.ignore, preview=settings.preview)
    if settings.select and not findings_only:
        selected += engine.select(rules, (), (*settings.ignore, *settings.select), preview=settings.preview)
    if errors_only:
        selected = [rule for rule in selected if rule.info.severity is Severity.ERROR]
    engine.check_codes((*settings.severity, *(c for codes in settings.per_file_ignores.values() for c in codes)), rules)
    levels = {rule.info.code: severity_in(settings.profile, rule.info, settings.severity) for rule in rules}
    verdicts = engine.run(project, selected, rules, levels, scopes=scopes, elsewhere=elsewhere)
    verdicts = tuple(_from_the_top(verdict, project.prefix) for verdict in verdicts)
    for pattern, codes in settings.per_file_ignores.items():
        verdicts = tuple(_ignoring(verdict, IgnoreRules(pattern), codes) for verdict in verdicts)
    stage, blocking = (None, ()) if findings_only else grade(project, verdicts)
    sections = () if findings_only else project.readme_sections
    return ProjectReport(
        path=project.prefix.rstrip("/") or ".",
        name=project.name,
        technique=project.technique,
        stage=stage,
        blocking=blocking,
        claims=count_claims(project.claims),
        checklist={} if findings_only else _checklist(project),
        sections=tuple(SectionSummary(section.heading, section.line, section.kinds) for section in sections),
        verdicts=verdicts,
        questions=() if findings_only else _questions(project),
        own=own_share(project),
        claim_table=tuple(tabled(claim, project.prefix) for claim in project.claims),
    )


def _checklist(project: Project) -> Mapping[str, ChecklistItem]:
    from scaffolio.checklist import completeness

    return completeness(project)


def _questions(project: Project) -> tuple[Question, ...]:
    from scaffolio.interview import questions

    return tuple(replace(question, path=project.prefix + question.path) for question in questions(project))


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


def sentence(error: ScaffolioError) -> str:
    """An error and what to do about it, in one line."""
    return f"{error}. {error.hint}." if error.hint else f"{error}."
