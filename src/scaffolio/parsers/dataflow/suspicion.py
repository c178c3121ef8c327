"""Whether a source may learn from rows that it splits: by its bytes, before anything is parsed.

Most that is fitted is fitted on rows whose name says that they are training rows, and most
files that split only encode categories. Neither is worth being read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from scaffolio.nouns import dataclass
from scaffolio.parsers.dataflow.names import CONTAINERS, RESAMPLERS, SELECTORS, TRANSFORMERS, named_part
from scaffolio.patterns import regex

_BY_METHOD = {"Tokenizer": "fit_on_texts", "TextVectorization": "adapt", "Normalization": "adapt"}
"""Classes of Keras that learn by no other method, whose names say little without it."""

_FIT = regex(rb"\.fit(_transform|_resample|_sample|_on_texts)?\(\s*(?P<rows>[\w.]*)")
_ADAPT = regex(rb"\.adapt\(\s*(?P<rows>[\w.]*)")
_REPEATS = regex(rb"(?<![\w.])resample\(")
_SCALES = regex(rb"(?:preprocessing\.|(?<![\w.]))(?:minmax_|maxabs_|robust_)?scale\(")
_SPLIT = regex(rb"train_test_split\(\s*([\w.]*)")
_CROSSED = regex(rb"cross_val\w{0,10}\([^,]{0,120},\s*([\w.]*)")
_FOLDED = regex(rb"\.split\(\s*([\w.]*)")
_CUT = regex(rb"rain\w{0,20}(?:, ?\w{1,30}){0,3} ?= ?([\w.]{1,60})\[")
_FOLDS = (b"KFold", b"ShuffleSplit")
_FILE = regex(
    rb"rain\w{0,20}(?:, ?\w{1,30}){0,3} ?= ?[\w.]{0,20}\b"
    rb"(?:read_\w{1,20}|load_dataset|fetch_openml|loadtxt|genfromtxt)\("
)
_CLASS = regex(rb"(?:[a-z_]\w{0,30}\.){0,3}([A-Z]\w{1,40})\Z")
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_USES: tuple[bytes, ...] = (b".transform", b".texts_to_", b".sequences_to_", b".get_support", b".support_")
_CALLED: tuple[bytes, ...] = (b"(",)
_MANY = 60
"""Objects and places of one name that are looked at; a source with more is worth reading."""

_REMEMBERED = 64
"""Sources whose answers are kept."""

_NEAR = 200
"""Bytes before a call in which the object stands that is made and fitted at once."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """A call that fits: the name of the object, or, where it is made in place, of what classes.

    ``uses`` are the signs of its use on rows, one of which must follow the name; none
    where the call is a use itself.
    """

    receiver: bytes
    made: tuple[bytes, ...]
    uses: tuple[bytes, ...]


def _spelled(names: Iterable[str]) -> dict[bytes, bytes]:
    """Names, and for each the word without which it says nothing."""
    return {name.encode(): _BY_METHOD.get(name, name).encode() for name in names}


_SCALING = _spelled(TRANSFORMERS)
_SELECTING = _spelled(SELECTORS | RESAMPLERS)
_HOLDING = frozenset(_spelled(CONTAINERS))


def may_have_learned(source: bytes, *, by_target: bool = False) -> bool:
    """Whether something that learns from rows, or ``by_target`` selects or makes them, may meet rows that are split."""
    fits, splits = _work(source)
    if not splits:
        return False
    learning = _SELECTING if by_target else _SCALING
    suspect = len(fits) > _MANY or any(_may_learn(source, one, learning) for one in fits)
    return suspect or _calls(source, by_target=by_target)


@lru_cache(maxsize=_REMEMBERED)
def _work(source: bytes) -> tuple[tuple[_Fit, ...], bool]:
    """What is fitted on rows not named as a part, and used on rows, and whether rows are parted; two rules ask."""
    is_file = _FILE.search(source) is not None
    if not _splits(source, is_file=is_file):
        return (), False
    return tuple(one for one in _fits(source, is_file=is_file) if _is_used(source, one)), True


def _fits(source: bytes, *, is_file: bool) -> set[_Fit]:
    """What is fitted on rows that are not named as a part."""
    calls = [(match, () if match[1] else _USES) for match in _FIT.finditer(source)]
    calls += [(match, _CALLED) for match in _ADAPT.finditer(source)]
    return {_fit(source, match.start(), uses) for match, uses in calls if is_file or not _is_part(match["rows"])}


def _fit(source: bytes, start: int, uses: tuple[bytes, ...]) -> _Fit:
    before = source[max(0, start - _NEAR) : start]
    receiver = before[len(before.rstrip(_LETTERS)) :]
    made = () if receiver else tuple(name for name in (*_SCALING, *_SELECTING, *_HOLDING) if name in before)
    return _Fit(receiver, made, uses)


def _calls(source: bytes, *, by_target: bool) -> bool:
    """Whether a function learns from rows at once: one that scales them, or ``by_target`` one that repeats some."""
    if by_target:
        return b"resample(" in source and _REPEATS.search(source) is not None
    return b"scale(" in source and _SCALES.search(source) is not None


def _splits(source: bytes, *, is_file: bool) -> bool:
    """Whether rows are parted that are not named as a part already; a file of training rows may be parted again."""
    by_folds = [_FOLDED] if any(word in source for word in _FOLDS) else []
    parted = (name for way in (_SPLIT, _CROSSED, _CUT, *by_folds) for name in way.findall(source))
    return any(is_file or not _is_part(name) for name in parted)


def _is_part(name: bytes) -> bool:
    return any(named_part(word.decode()) is not None for word in name.split(b"."))


def _is_used(source: bytes, fit: _Fit) -> bool:
    """Whether what is fitted is used on rows besides predicting."""
    if not fit.uses or not fit.receiver or any(fit.receiver + use in source for use in fit.uses):
        return True
    return fit.uses is _USES and b").transform(" in source


def _may_learn(source: bytes, fit: _Fit, learning: dict[bytes, bytes]) -> bool:
    """Whether the object fitted may be one that learns; of one whose class is not told, the whole source decides."""
    if not fit.receiver and not fit.made:
        return False
    made: tuple[bytes | None, ...] = fit.made or tuple(_makers(source, fit.receiver))
    if any(maker in learning for maker in made):
        return True
    is_told = made and None not in made and _HOLDING.isdisjoint(made)
    return not is_told and any(word in source for word in learning.values())


def _makers(source: bytes, receiver: bytes) -> Iterator[bytes | None]:
    """The classes whose objects a name is given; ``None`` for what else it is given."""
    for sign in (b" = ", b"="):
        end = 0
        for _ in range(_MANY):
            start = source.find(receiver + sign, end)
            if start < 0:
                break
            end = start + len(receiver + sign)
            if start and source[start - 1 : start] in _LETTERS:
                continue
            found = _CLASS.match(source[end : end + _NEAR].partition(b"(")[0])
            yield found[1] if found is not None and b"as " + found[1] not in source else None
        else:
            yield None
