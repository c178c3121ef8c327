"""Walking through a JSON text step by step, where loading it whole would hold too much at once."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scaffolio.patterns import regex

_SPACE = regex(r"[ \t\n\r]*")
_SIGN = regex(r"[ \t\n\r]*([,\]])[ \t\n\r]*")
# Nobody here asks for a fraction, and charts hold millions: ``len`` makes each a small integer, which takes no memory.
_DECODER = json.JSONDecoder(parse_float=len)


class JsonWalk:
    """A place in a JSON text; values are read by the standard library's scanner.

    Fractions are read as the number of their characters. Every method that reads
    raises ``json.JSONDecodeError`` where the text is no JSON.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._step(0)

    def peeks(self, sign: str) -> bool:
        """Whether the next character is this one."""
        return self.text.startswith(sign, self.at)

    def takes(self, sign: str) -> bool:
        """Step over a character and the space behind it, if it is there."""
        if not self.peeks(sign):
            return False
        self._step(self.at + 1)
        return True

    def expect(self, sign: str) -> None:
        """Step over a character that has to be there."""
        if not self.takes(sign):
            raise json.JSONDecodeError(f"Expecting '{sign}'", self.text, self.at)

    def value(self) -> object:
        """Read a value and step behind it."""
        value, end = _DECODER.raw_decode(self.text, self.at)
        self._step(end)
        return value

    def members(self) -> Iterator[str]:
        """Step through an object: yields each key with the place at its value, which has to be read."""
        self.expect("{")
        for _ in self._series("}"):
            if not self.peeks('"'):
                raise json.JSONDecodeError("Expecting a name in double quotes", self.text, self.at)
            key = str(self.value())
            self.expect(":")
            yield key

    def items(self) -> Iterator[None]:
        """Step through an array: yields at each value, which has to be read."""
        self.expect("[")
        yield from self._series("]")

    def values(self) -> Iterator[tuple[object, int, int]]:
        """Read an array: yields each value with its start and end. The same as ``items``, but faster."""
        self.expect("[")
        if self.takes("]"):
            return
        text, decode = self.text, _DECODER.raw_decode
        while True:
            value, end = decode(text, self.at)
            yield value, self.at, end
            sign = _SIGN.match(text, end)
            if sign is None:
                self._step(end)
                raise json.JSONDecodeError("Expecting ',' or ']'", text, self.at)
            self.at = sign.end()
            if sign[1] == "]":
                return

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self.at < len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)

    def _series(self, closing: str) -> Iterator[None]:
        if self.takes(closing):
            return
        while True:
            yield
            if self.takes(closing):
                return
            self.expect(",")

    def _step(self, position: int) -> None:
        """Go to a place and on over the space there."""
        self.at = _SPACE.match(self.text, position).end()  # type: ignore[union-attr]  # it matches anywhere
