"""What a Jupyter notebook says, reduced to what rules ask."""

from __future__ import annotations

from functools import cached_property

from scaffolio.nouns import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """An exception that a cell ended with."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a cell left behind: how many outputs and pictures, and how much they take in the file, in characters.

    ``texts`` holds what each output printed or shows as text, cut to what is kept.
    """

    count: int = 0
    size: int = 0
    images: int = 0
    texts: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()


NO_OUTPUT = Output()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``number`` counts all cells from 1, ``line`` is where it begins in the file.

    ``kind`` is ``code``, ``markdown`` or ``raw``. ``source_line`` is the file's line of
    the source's first line; ``spread`` tells whether the others follow it line by line.
    """

    number: int
    kind: str
    source: str
    line: int
    source_line: int
    spread: bool = False
    execution_count: int | None = None
    tags: frozenset[str] = frozenset()
    output: Output = NO_OUTPUT

    @property
    def is_code(self) -> bool:
        """Whether this is a code cell that holds anything."""
        return self.kind == "code" and bool(self.source.strip())

    def line_of(self, row: int) -> int:
        """The file's line of a row of the source, counted from 1."""
        return self.source_line + row - 1 if self.spread else self.source_line


@dataclass(frozen=True)
class Notebook:
    """What a notebook file says.

    ``problem`` says why Jupyter cannot open it, and ``problem_line`` where. ``unread``
    says why this program did not read it, which is no fault. In both cases there are no
    cells. ``whole`` is false when text was cut. ``language`` is in lower case, ``version``
    the language's, as far as the file says.
    """

    cells: tuple[Cell, ...] = ()
    problem: str | None = None
    problem_line: int | None = None
    unread: str | None = None
    whole: bool = True
    language: str | None = None
    version: tuple[int, ...] = ()
    kernel: str | None = None
    colab: bool = False

    @cached_property
    def code_cells(self) -> tuple[Cell, ...]:
        """The code cells that hold anything."""
        return tuple(cell for cell in self.cells if cell.is_code)

    @cached_property
    def code(self) -> bytes:
        """The source of every code cell, magics included, one below the other, in UTF-8."""
        return "\n".join(cell.source for cell in self.code_cells).encode()

    @property
    def is_python(self) -> bool:
        """Whether the file says that its code is Python, which Sage's is not."""
        return self.language in {"python", "ipython"} and "sage" not in (self.kernel or "").lower()

    @property
    def kept(self) -> int:
        """Characters of text held in memory."""
        return sum(len(cell.source) + sum(map(len, cell.output.texts)) for cell in self.cells)
