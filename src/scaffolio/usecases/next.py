"""Find the one thing most worth doing now, and put a person's sentence where it was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scaffolio.adapters import edit, files, git, runner
from scaffolio.errors import CannotRunError
from scaffolio.grade import fixing_order
from scaffolio.ladder import Next, Step, climb, is_on_ladder
from scaffolio.model import Finding, Stage, Verdict
from scaffolio.parsers.placeholders import Placeholder, answer, one_sentence
from scaffolio.project import Project
from scaffolio.settings import load_settings
from scaffolio.usecases.audit import judge, require_folder


def find_next(folder: Path) -> Next:
    """Climb the ladder to the first open rung; after the last, or without one, audit.

    Raises:
        CannotRunError: there is no such folder, or nothing in it.
    """
    require_folder(folder)
    source = files.FolderFiles(folder)
    if not source.paths:
        raise CannotRunError(f"{folder} is empty", "Begin with: scaffolio new")
    project = Project(source, folder.resolve().name, lambda: git.history(folder.resolve()))
    rungs = climb(project) if is_on_ladder(project) else ()
    step = next((rung.step for rung in rungs if rung.step), None)
    if step is not None:
        return Next(folder, rungs, replace(step, command=_here(folder, step.command)))
    report = judge(project, load_settings(lambda path: files.read_text(folder / path), {}))
    found = sorted(
        ((verdict, finding) for verdict in report.verdicts for finding in verdict.findings),
        key=lambda pair: fixing_order(*pair),
    )
    if not found or (rungs and report.stage is not Stage.DRAFT):
        return Next(folder, rungs, report=report)
    verdict, finding = next((pair for pair in found if pair[0].rule.code in report.blocking), found[0])
    return Next(folder, rungs, _fix(verdict, finding), verdict.rule.code, len(found), report)


def _here(folder: Path, command: str | None) -> str | None:
    """The command with the project's own interpreter, where there is one."""
    python = runner.environment_python(folder)
    if command is None or not command.startswith("python ") or not python.is_file():
        return command
    return f"{python.relative_to(folder)} {command.removeprefix('python ')}"


def _fix(verdict: Verdict, finding: Finding) -> Step:
    said = finding.message
    if finding.evidence and finding.evidence not in said:
        said = f"{said}: {finding.evidence}"
    return Step(
        finding.path,
        finding.line,
        finding.minutes or verdict.rule.minutes,
        said,
        finding.fix or verdict.rule.fix,
        f"scaffolio audit no longer lists {verdict.rule.code} there",
    )


def write_answer(folder: Path, asked: Placeholder, words: str) -> None:
    """Put the words in place of the question's line, and touch nothing else.

    Raises:
        UsageError: the words cannot stand there.
        CannotRunError: the file changed meanwhile, or cannot be written.
    """
    sentence, path = one_sentence(words), folder / asked.path
    text = edit.read_exact(path)
    changed = answer(text, asked, sentence) if text is not None else None
    if changed is None:
        raise CannotRunError(f"{asked.path}:{asked.line} no longer asks this", "Call scaffolio next again")
    edit.replace_exact(path, changed)
