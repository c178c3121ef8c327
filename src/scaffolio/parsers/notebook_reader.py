"""Reading Jupyter notebooks once: pictures and tracebacks are not kept.

Formats 3 and 4 are read by the JSON scanner of the standard library, one cell at a
time, so that a cell's line in the file is known and no more than one cell with all
its output is held in memory. Reading costs about as much as ``json.loads``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffolio.parsers.jsonwalk import JsonWalk
from scaffolio.parsers.notebook import NO_OUTPUT, Cell, CellError, Notebook, Output
from scaffolio.parsers.notebook_pictures import pictures_of, taken_out
from scaffolio.parsers.pointers import is_pointer
from scaffolio.patterns import regex

SIZE_LIMIT = 30_000_000
"""Bytes of the largest notebook that is read."""

OUTPUT_LIMIT = 40_000
"""Characters of one output's text that are kept."""

SOURCE_LIMIT = 200_000
"""Characters of one cell's source that are kept: some hold a picture as text."""

KEPT_LIMIT = 1_500_000
"""Characters of one notebook, sources and printed text together, that are kept."""

_VALUES_LIMIT = 5_000_000
_MESSAGE = 300
_INDENT = 12
_VERSION = regex(r"\d+(?:\.\d+)?")
_SOURCE = regex(r'"source" ?: ?(?:\[\s*(?="))?')
_ERRORS = ("error", "pyerr")


def read_notebook(content: bytes, room: int = KEPT_LIMIT) -> Notebook:
    """Read a notebook's bytes, its pictures taken out or not, keeping ``room`` characters of text; never raises."""
    if is_pointer(content):
        return Notebook(unread="it is a pointer to a file kept elsewhere")
    if not content or content.isspace():
        return Notebook(problem="it is empty")
    if len(content) > _VALUES_LIMIT < sum(content.count(sign) for sign in (b",", b"[", b"{")):
        return Notebook(unread=f"it holds more than {_VALUES_LIMIT:,} values")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Notebook(problem="it is not UTF-8", problem_line=content.count(b"\n", 0, error.start) + 1)
    return _read(text, room)


def _read(text: str, room: int) -> Notebook:
    reader = _Reader(text, room)
    try:
        metadata = reader.read()
    except json.JSONDecodeError as error:
        return Notebook(problem=f"it is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", problem_line=error.lineno)
    except RecursionError:
        return Notebook(problem="it is nested too deeply")
    except ValueError:  # an integer of more than 4,300 digits
        return Notebook(problem="it holds a number that is too long")
    if not reader.has_cells:
        return Notebook(problem="it is JSON without cells, not a notebook")
    return _described(tuple(reader.cells), metadata, whole=reader.whole)


def _described(cells: tuple[Cell, ...], metadata: Mapping[str, Any], *, whole: bool) -> Notebook:
    info, kernel = _mapping(metadata.get("language_info")), _mapping(metadata.get("kernelspec"))
    name = _word(kernel.get("name")) or _word(kernel.get("display_name"))
    language = _word(info.get("name")) or _word(kernel.get("language"))
    if language is None and name and name.lower().startswith("python"):
        language = "python"
    version = _VERSION.match(_word(info.get("version")) or "")
    return Notebook(
        cells,
        whole=whole,
        language=language.lower() if language else None,
        version=tuple(map(int, version[0].split("."))) if version else (2,) if name == "python2" else (),
        kernel=name,
        colab="colab" in metadata,
    )


class _Reader:
    """One pass over a notebook's text; ``room`` is how many characters may still be kept."""

    def __init__(self, text: str, room: int) -> None:
        self.room = room
        self.cells: list[Cell] = []
        self.has_cells = False
        self.whole = True
        self._walk = JsonWalk(text)
        self._line, self._counted = 1, 0

    def read(self) -> Mapping[str, Any]:
        """Read the cells, of every worksheet in format 3, and return the notebook's metadata."""
        metadata: object = None
        for key in self._walk.members():
            if key == "cells" and self._walk.peeks("["):
                self._read_cells()
            elif key == "worksheets" and self._walk.peeks("["):
                self._read_worksheets()
            elif key == "metadata":
                metadata = self._walk.value()
            else:
                self._walk.value()
        self._walk.end()
        return _mapping(metadata)

    def _read_worksheets(self) -> None:
        for _ in self._walk.items():
            if not self._walk.peeks("{"):
                self._walk.value()
                continue
            for key in self._walk.members():
                if key == "cells" and self._walk.peeks("["):
                    self._read_cells()
                else:
                    self._walk.value()

    def _read_cells(self) -> None:
        self.has_cells = True
        for content, start, end in self._walk.values():
            if isinstance(content, dict):
                self.cells.append(self._reduced(content, start, end))

    def _reduced(self, content: dict[str, Any], start: int, end: int) -> Cell:
        kind, source = (
            content.get("cell_type", "code"),
            _text(content.get("source", content.get("input")), SOURCE_LIMIT),
        )
        if kind == "heading":
            kind, source = "markdown", f"# {source}"
        line, source_at = self._line_at(start), self._source_at(start, end)
        count = content.get("execution_count", content.get("prompt_number"))
        return Cell(
            number=len(self.cells) + 1,
            kind=kind if isinstance(kind, str) else "raw",
            source=self._kept(source),
            line=line,
            source_line=self._line_at(source_at),
            spread="\n" in self._walk.text[max(start, source_at - _INDENT) : source_at],
            execution_count=count if isinstance(count, int) else None,
            tags=_tags(content.get("metadata")),
            output=self._output(content.get("outputs"), end - start - len(source)),
        )

    def _output(self, outputs: object, size: int) -> Output:
        if not outputs or not isinstance(outputs, list):
            return NO_OUTPUT
        listed = [output for output in outputs if isinstance(output, dict)]
        pictures = [found for output in listed if (found := pictures_of(_shown(output)))]
        return Output(
            count=len(listed),
            size=max(0, size) + sum(map(taken_out, pictures)),
            images=len(pictures),
            texts=tuple(kept for output in listed if (kept := self._kept(_printed(output)))),
            errors=tuple(_error(output) for output in listed if output.get("output_type") in _ERRORS),
        )

    def _kept(self, text: str) -> str:
        kept = text[: self.room]
        self.whole = self.whole and len(kept) == len(text) < SOURCE_LIMIT
        self.room -= len(kept)
        return kept if kept.isascii() else kept.encode("utf-8", "replace").decode()  # JSON can hold half a character

    def _line_at(self, position: int) -> int:
        """The line of a position that lies behind the one asked for before."""
        self._line += self._walk.text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _source_at(self, start: int, end: int) -> int:
        """Where a cell's first line of source is, in a file that has a line for each; else the cell's start."""
        text = self._walk.text
        key = text.rfind('"source"', start, end)
        found = _SOURCE.match(text, key, end) if key >= 0 else None
        return found.end() if found else start


def _printed(output: Mapping[str, Any]) -> str:
    """The text of an output that is no error: what was printed, or how a result shows as text."""
    if output.get("output_type") in _ERRORS:
        return ""
    return _text(output.get("text") or _mapping(output.get("data")).get("text/plain"), OUTPUT_LIMIT)


def _error(output: Mapping[str, Any]) -> CellError:
    return CellError(_text(output.get("ename"), _MESSAGE), _text(output.get("evalue"), _MESSAGE))


def _shown(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an output shows, by kind; format 3 has the kinds beside the other keys."""
    return _mapping(output.get("data", output))


def _tags(metadata: object) -> frozenset[str]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()


def _text(value: object, limit: int) -> str:
    """A text, written as one or as a list of lines, up to a limit."""
    if isinstance(value, list):
        try:
            return "".join(value[:limit])[:limit]
        except TypeError:
            return ""
    return value[:limit] if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str | None:
    return value[:_MESSAGE] if isinstance(value, str) and value else None
