"""The commands that a document shows, one by one: words, line, and the folder they are run in.

Shell blocks and code spans are read; nothing is run. ``cd`` and ``git clone`` are
followed, so that a command in a clone of another repository is known as such.
"""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Callable, Container, Iterator, Sequence

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Document, Fence
from scaffolio.patterns import regex

LINES_READ = 400
"""Lines of one block that are read."""

LINE_LIMIT = 2_000
"""Characters of one line that are read; a longer one is no command that anybody types."""

_SHELLS = frozenset(
    {"bash", "sh", "shell", "console", "zsh", "terminal", "cmd", "bat", "batch", "powershell", "ps1", "ps", "pwsh"}
    | {"shell-session", "shellsession", "commandline", "cli", "dos", "fish"}
)
_LOOSE = frozenset({"", "python", "py", "text", "txt", "plaintext", "none", "code"})
_PROMPT = regex(
    r"[ \t]*(?:\([\w.-]{1,40}\)[ \t]*)?(?:[\w.-]{1,40}@[\w.-]{1,40}[:~\w/ .-]{0,40}[$#][ \t]+|"
    r"PS[ \t][^>\n]{0,60}>[ \t]*|[A-Z]:\\[^>\n]{0,80}>[ \t]*|[$%>][ \t]+|\$(?=\w)|!(?=\w)[ \t]*)?"
)
_PROGRAM = regex(
    r"(?:sudo[ \t]+|[A-Z_]{2,40}=\S{1,80}[ \t]+)*(?:(?:python|pip)[23]?(?:\.\d+)?|py|pipenv|poetry|uv|conda|mamba|"
    r"streamlit|jupyter|uvicorn|gunicorn|flask|fastapi|docker|docker-compose|make|nox|tox|pytest|npm|yarn|just|"
    r"bash|sh|source|cd|git|dvc|mlflow|kedro|torchrun|accelerate|deepspeed|papermill|voila|Rscript|chainlit|gradio|"
    r"virtualenv|wget|curl|mkdir|cp|\./[\w./-]+\.sh)(?:[ \t]+[\w./\\:@<{\[\"'$~-]|\Z)"
)
_SPAN = regex(r"`[^`\n]{0,300}`")
_SPOKEN = regex(
    r"(?<![\w./-])(?:python3?[ ]{1,3}[\w./\\-]{1,100}\.py|pip3?[ ]install[ ]-r[ ]{1,3}[\w./-]{1,100}\.txt|"
    r"streamlit[ ]run[ ]{1,3}[\w./-]{1,100}\.py|jupyter[ ](?:notebook|lab)[ ]{1,3}[\w./-]{1,100}\.ipynb)(?!\w)"
)
_COMMENT = regex(r"(?:\A|[ \t])#[^\n]*\Z")
_BACKSLASH = regex(r"(?<=[\w.])\\(?=[\w.])")
_LAST_BACKSLASH = regex(r"(?P<path>[\w.]\\[\w.-]{1,100})\\(?=[ \t])")
"""Of a path as Windows writes it, the one behind a folder at its end; elsewhere a backslash keeps a blank."""

_TREE = ("├─", "└─", "|--")
_HEREDOC = regex(r"<<-?[ \t]*['\"]?(?P<end>\w+)")
_ASSIGNED = regex(r"[A-Za-z_]\w{0,60}=")
_VARIABLE = regex(r"[<>{}$*\[\]]|\.\.\.")
_SENTENCE_WORD = regex(r"[A-Z][a-z]+\Z|(?:the|an?|your|to|and|is|with|in|on|it|of)\Z")
_ARTICLE = frozenset({"the", "a", "an", "your", "sure", "sense", "use", "it"})


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a document.

    ``folders`` are those it may be run in, as paths below the repository's root, the
    likeliest first; empty where it is run in another repository or a folder nobody
    knows. ``block`` numbers the code block, -1 for a code span. ``source`` is the command as
    written, ``words`` are those without variables and runners in front. ``piped`` says that
    another command gives it its input.
    """

    words: tuple[str, ...]
    line: int
    folders: tuple[str, ...]
    block: int
    source: str = ""
    piped: bool = False

    @property
    def text(self) -> str:
        """The command as one line."""
        return " ".join(self.words)


def read_commands(
    document: Document, folders: Container[str], is_own: Callable[[str], bool | None]
) -> tuple[Command, ...]:
    """Every command of a document, in its order.

    ``folders`` are those of the repository; ``is_own`` says whether an address or folder
    name means this very repository, ``None`` where that cannot be told.
    """
    walk = _Walk(folders, is_own)
    blocks = [(fence.line, number, list(_lines(fence))) for number, fence in enumerate(document.fences)]
    blocks += [(span.line, -1, [(span.line, span.text)]) for span in document.inline_code if _is_command(span.text)]
    blocks += _in_words(document)
    headings = sorted(heading.line for heading in document.headings)
    found: list[Command] = []
    last = 0
    for line, number, lines in sorted(blocks, key=lambda block: block[:2]):
        walk.open_block(fresh=any(last < heading <= line for heading in headings), span=number < 0)
        last = line
        for at, text in lines:
            found += walk.take(text, at, number)
    return tuple(found)


def _in_words(document: Document) -> Iterator[tuple[int, int, list[tuple[int, str]]]]:
    """Commands that stand in a sentence without any mark: only those that cannot be anything else."""
    for paragraph in document.prose:
        if not any(mark in paragraph.text for mark in (".py", ".txt", ".ipynb")):
            continue
        words = _SPAN.sub(lambda span: " " * len(span[0]), paragraph.text)
        for found in _SPOKEN.finditer(words):
            line = paragraph.line_at(found.start())
            yield line, -1, [(line, found[0])]


def _is_command(text: str) -> bool:
    bare = text[_prompt_end(text) :].strip()
    return "\n" not in bare and len(bare) <= LINE_LIMIT and " " in bare and _PROGRAM.match(bare) is not None


def _prompt_end(line: str) -> int:
    match = _PROMPT.match(line)
    return match.end() if match else 0


def _lines(fence: Fence) -> Iterator[tuple[int, str]]:
    """The commands of a block as lines, prompts and remarks taken off, those that go on below joined."""
    language = fence.language.lower()
    if language not in _SHELLS | _LOOSE or any(mark in fence.content for mark in _TREE):
        return
    raw = fence.content.split("\n")[:LINES_READ]
    prompted = any(line.lstrip().startswith("$ ") for line in raw)
    started, joined, ending = 0, "", ""
    for offset, line in enumerate(raw):
        if ending:
            ending = "" if line.strip() == ending else ending
            continue
        if not joined:
            started = fence.line + offset
            if prompted and not _prompt_end(line):
                continue
            line = line[_prompt_end(line) :]  # noqa: PLW2901
        line = _COMMENT.sub("", line[:LINE_LIMIT]).strip()  # noqa: PLW2901
        if line.endswith(("\\", "^", " `")):
            joined += line[:-1] + " "
            continue
        command, joined = (joined + line).strip(), ""
        heredoc = _HEREDOC.search(command) if "<<" in command else None
        ending = heredoc["end"] if heredoc else ""
        if command and (language in _SHELLS or _PROGRAM.match(command)):
            yield started, command
    if joined.strip():
        yield started, joined.strip()


class _Walk:
    """Follows ``cd`` through a document."""

    def __init__(self, folders: Container[str], is_own: Callable[[str], bool | None]) -> None:
        self._folders, self._is_own = folders, is_own
        self._here: str | None = ""
        self._moved = self._anywhere_moved = False
        self._foreign: set[str] = set()
        self._own: set[str] = set()
        self._made: set[str] = set()
        self._span = False

    def open_block(self, *, fresh: bool, span: bool) -> None:
        """Begin a block; ``fresh`` when a heading stands before it."""
        self._moved, self._span = False, span
        if fresh and self._here is None:
            self._here = ""

    def take(self, text: str, line: int, block: int) -> Iterator[Command]:
        """Read one line: its commands, each with the folder it is run in; a ``cd`` in a span ends with the span."""
        before = self._here, self._anywhere_moved
        piped = False
        for source, separator in _split(text):
            kept = _unprefixed(words_of(source))
            if kept:
                yield Command(kept, line, self._candidates(), block, source, piped)
                self._follow(kept)
            piped = separator == "|"
        if self._span and self._moved:
            self._here, self._anywhere_moved = before

    def _candidates(self) -> tuple[str, ...]:
        if self._here is None:
            return ()
        return (self._here,) if self._moved or not self._here else (self._here, "")

    def _follow(self, words: tuple[str, ...]) -> None:
        if words[:2] == ("git", "clone"):
            self._clone([word for word in words[2:] if not word.startswith("-")])
        elif words[:2] in {("git", "checkout"), ("git", "switch")}:
            self._here = None  # another branch holds other files
        elif words[0] in {"mkdir", "md"}:
            self._made.update(posixpath.normpath(word) for word in words[1:] if not word.startswith("-"))
        elif words[0] in {"cd", "chdir", "pushd"} and len(words) > 1:
            self._enter(words[-1].replace("\\", "/"))

    def _clone(self, words: list[str]) -> None:
        if not words:
            return
        folder = words[1] if len(words) > 1 else posixpath.basename(words[0].rstrip("/")).removesuffix(".git")
        own = self._is_own(words[0])
        (self._own if own else self._foreign).add(folder)

    def _enter(self, folder: str) -> None:
        self._moved = True
        first, self._anywhere_moved = not self._anywhere_moved, True
        if folder.startswith(("/", "~", "-")) or self._here is None:
            self._here = "" if folder in self._own else None
            return
        path = posixpath.normpath(posixpath.join(self._here, folder))
        if path in self._folders or path == ".":
            self._here = "" if path == "." else path
        elif folder.rstrip("/") in self._own or (_VARIABLE.search(folder) and not self._here):
            self._here = ""
        elif path.startswith("..") or folder.rstrip("/") in self._foreign or path in self._made:
            self._here = None if not path.startswith("..") else ""
        else:
            own = self._is_own(folder) or (first and not self._foreign and "/" not in folder.rstrip("/"))
            self._here = "" if own else None


def _split(text: str) -> Iterator[tuple[str, str]]:
    """The commands of one line as written, and what stands behind each; quotes and backslashes protect."""
    start = position = 0
    quote = ""
    while position < len(text):
        letter = text[position]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "\\":
            position += 1
        elif letter in "|;" or text.startswith("&&", position):
            end = position + (2 if text[position : position + 2] in {"&&", "||", ";;"} else 1)
            yield text[start:position].strip(), text[position:end]
            start = position = end
            continue
        position += 1
    yield text[start:].strip(), ""


def words_of(source: str) -> tuple[str, ...]:
    """The words of one command; where a quote is never closed, those between blanks."""
    try:
        return tuple(shlex.split(_BACKSLASH.sub("/", _LAST_BACKSLASH.sub(r"\g<path>/", source))))
    except ValueError:
        return tuple(source.split())


_WRAPPERS = {"sudo": 0, "time": 0, "nohup": 0, "winpty": 0, "exec": 0, "then": 0, "do": 0, "env": 0, "call": 0}
_RUNNERS = {("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("pdm", "run"), ("rye", "run"), ("conda", "run")}
_RUNNER_VALUES = frozenset({"-n", "--name", "-p", "--prefix", "--with", "--python", "--extra", "--group", "--env-file"})


def _unprefixed(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without variables, ``sudo`` and runners such as ``uv run`` in front."""
    rest = list(words)
    while rest:
        if rest[0] in _WRAPPERS or _ASSIGNED.match(rest[0]):
            rest.pop(0)
        elif tuple(rest[:2]) in _RUNNERS:
            del rest[:2]
            while rest and rest[0].startswith("-") and rest[0] != "-m":
                takes_value = rest.pop(0) in _RUNNER_VALUES
                if takes_value and rest:
                    rest.pop(0)
        else:
            break
    return tuple(rest)


def reads_as_sentence(words: Sequence[str]) -> bool:
    """Whether words that begin like a command go on like prose: ``make the model better``."""
    follows = words[1:6]
    return bool(_ARTICLE & set(follows[:1])) or sum(_SENTENCE_WORD.match(word) is not None for word in follows) > 1


def is_variable(word: str) -> bool:
    """Whether a word stands for another: ``<file>``, ``$DATA``, ``*.csv``."""
    return _VARIABLE.search(word) is not None


def assignments_of(source: str) -> dict[str, str] | None:
    """The variables that a line sets for those after it; ``None`` when the line does anything else."""
    words = list(words_of(source))
    if words[:1] in (["export"], ["set"], ["setx"]):
        words.pop(0)
    if not words or any(not _ASSIGNED.match(word) or "$" in word or "`" in word for word in words):
        return None
    return dict(word.split("=", 1) for word in words)
