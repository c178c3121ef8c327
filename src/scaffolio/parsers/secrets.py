"""Keys and tokens in text: a short list of kinds that are recognised by their own form.

Each kind is a service's published format, looked for only where a fixed part of it
occurs, and then checked: a checksum where there is one, no placeholder, enough
different characters. A value is never kept in a message; a :class:`Secret` knows it
only to tell two apart.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.notebook_reader import SIZE_LIMIT as NOTEBOOK_LIMIT
from scaffolio.parsers.notebook_reader import read_notebook
from scaffolio.patterns import regex

SIZE_LIMIT = 1_000_000
"""Bytes of the largest file that is searched."""

_DISTINCT = 10
_LINES_KEPT = 200_000
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM = 6
_PLACEHOLDER = regex(
    rb"example|xxxx|your|dummy|fake|placeholder|sample|redact|123456|abcdef|000000|\.\.\.|\*\*\*|change_?me|<|\$\{|password|secret",
    re.IGNORECASE,
)
_RUN = regex(rb"([0-9B-Zb-z])\1{5}")  # of A a key may have many: zero bytes in Base64


@dataclass(frozen=True, slots=True)
class Secret:
    """What looks like a secret: its kind, where it begins in the text, and its value, which is never shown."""

    kind: str
    start: int
    value: bytes

    @property
    def described(self) -> str:
        """What may be shown of it."""
        return f"{self.kind}, {len(self.value)} characters, not shown"


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """A secret and where it stands."""

    path: str
    line: int
    secret: Secret


@dataclass(frozen=True, slots=True)
class _Kind:
    """One form: ``marks`` is what any value contains, group ``s`` of the pattern is the value.

    ``served`` kinds are handed to browsers by design, so that a web page may hold them.
    """

    name: str
    marks: tuple[bytes, ...]
    pattern: re.Pattern[bytes]
    check: Callable[[bytes], bool] = lambda _value: True
    served: bool = False

    def occurs_in(self, text: bytes) -> bool:
        """Whether a fixed part of this form is in the text: what most texts are dismissed by."""
        for mark in self.marks:  # noqa: SIM110  any() with a generator takes twice as long, and this is most of the time
            if mark in text:
                return True
        return False


def _pattern(before: str, value: str, after: str = "") -> re.Pattern[bytes]:
    return regex(f"{before}(?P<s>{value}){after}".encode())


def _sums_up(token: bytes) -> bool:
    """Whether a token's last six characters are the base-62 CRC-32 of the rest, as GitHub makes them."""
    body, given = token[:-_CHECKSUM].rpartition(b"_")[2], token[-_CHECKSUM:].decode("ascii")
    number, digits = zlib.crc32(body), ""
    while number:
        number, digit = divmod(number, len(_BASE62))
        digits = _BASE62[digit] + digits
    return digits.rjust(_CHECKSUM, "0") == given


_WORD = r"(?<![A-Za-z0-9_-])"
_END = r"(?![A-Za-z0-9_-])"
_SIGNED = r"(?<!X-Amz-Credential=)"  # a signed address names its key for all to see, and holds no secret
_ASSIGNED = r"""["']?[ \t]{0,4}[=:,][ \t]{0,4}["']?"""
_KINDS = (
    _Kind("AWS access key", (b"AKIA",), _pattern(_WORD + _SIGNED, "AKIA[A-Z2-7]{16}", _END)),
    _Kind("GitHub token", (b"ghp_",), _pattern(_WORD, "ghp_[A-Za-z0-9]{36}", _END), _sums_up),
    _Kind("GitHub token", (b"github_pat_",), _pattern(_WORD, "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", _END)),
    _Kind("GitLab token", (b"glpat-",), _pattern(_WORD, "glpat-[A-Za-z0-9_-]{20}", _END)),
    _Kind(
        "Slack token", (b"xox",), _pattern(_WORD, "xox[abpr]-[0-9]{10,13}-(?:[0-9]{10,13}-)?[A-Za-z0-9-]{24,80}", _END)
    ),
    _Kind(
        "Slack webhook",
        (b"hooks.slack.com",),
        _pattern("", "hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}", _END),
    ),
    _Kind("Google API key", (b"AIza",), _pattern(_WORD, "AIza[A-Za-z0-9_-]{35}", _END), served=True),
    _Kind("OpenAI key", (b"T3BlbkFJ",), _pattern(_WORD, "sk-[A-Za-z0-9_-]{20,90}T3BlbkFJ[A-Za-z0-9_-]{20,90}", _END)),
    _Kind("Anthropic key", (b"sk-ant-",), _pattern(_WORD, "sk-ant-[a-z]{3,8}[0-9]{2}-[A-Za-z0-9_-]{80,110}", _END)),
    _Kind("Stripe live key", (b"k_live_",), _pattern(_WORD, "[sr]k_live_[A-Za-z0-9]{24,99}", _END)),
    _Kind("Hugging Face token", (b"hf_",), _pattern(_WORD, "hf_[A-Za-z]{34}", _END)),
    _Kind("PyPI token", (b"pypi-AgEIcHlwaS5vcmc",), _pattern(_WORD, "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,250}")),
    _Kind("Telegram bot token", (b":AA",), _pattern(_WORD, "[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", _END)),
    _Kind("Azure storage key", (b"AccountKey=",), _pattern("AccountKey=", "[A-Za-z0-9+/]{86}==")),
    _Kind(
        "Kaggle key",
        (b'"key"', b"KAGGLE_KEY"),
        _pattern(
            '(?:"username"\\s{0,9}:\\s{0,9}"[^"\\n]{1,60}"\\s{0,9},\\s{0,9}"key"\\s{0,9}:\\s{0,9}"|KAGGLE_KEY'
            """(?:["']?\\])?""" + _ASSIGNED + ")",
            "[0-9a-f]{32}",
            _END,
        ),
    ),
    _Kind("Kaggle key", (b"KGAT_",), _pattern(_WORD, "KGAT_[0-9a-f]{32}", _END)),
    _Kind(
        "Weights & Biases key",
        (b"WANDB_API_KEY", b"wandb.login"),
        _pattern("(?:WANDB_API_KEY[\"']?\\]?" + _ASSIGNED + "|wandb\\.login\\((?:key=)?[\"'])", "[0-9a-f]{40}", _END),
    ),
    _Kind("Weights & Biases key", (b"wandb_v1_",), _pattern(_WORD, "wandb_v1_[A-Za-z0-9_]{50,100}", _END)),
    _Kind(
        "private key",
        (b"PRIVATE KEY-----",),
        _pattern(
            "-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----(?:\\\\n|\\s){1,4}",
            "[A-Za-z0-9+/][A-Za-z0-9+/=\\\\\\s]{99}",
        ),
    ),
)


_NEAR = 200
_PUBLIC = regex(rb"maps/api/js|firebase", re.IGNORECASE)
"""What stands near a key that is handed to browsers: of a web map, or of Firebase, which says that it is no secret."""


def find_secrets(text: bytes, *, served: bool = False) -> Iterator[Secret]:
    """Yield what looks like a secret in a text; in one that is ``served`` to browsers, no key meant for them."""
    for kind in _KINDS:
        if (served and kind.served) or not kind.occurs_in(text):
            continue
        for match in kind.pattern.finditer(text):
            if kind.served and _PUBLIC.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
                continue
            if _is_genuine(match["s"]) and kind.check(match["s"]):
                yield Secret(kind.name, match.start(), match["s"])


def find_in_text(path: str, content: bytes) -> Iterator[FoundSecret]:
    """Yield what looks like a secret in a text file."""
    for secret in find_secrets(content, served=_SERVED.search(path) is not None):
        yield FoundSecret(path, content.count(b"\n", 0, secret.start) + 1, secret)


def find_in_notebook(path: str, notebook: Notebook) -> Iterator[FoundSecret]:
    """Yield what looks like a secret in a notebook's cells and in what they printed, which may be a web page."""
    written = "\n".join(text for cell in notebook.cells for text in (cell.source, *cell.output.texts))
    whole = written.encode("utf-8", errors="replace")
    if not _holds_mark(whole):
        return
    for cell in notebook.cells:
        source = cell.source.encode("utf-8", errors="replace")
        for secret in find_secrets(source):
            yield FoundSecret(path, cell.line_of(source.count(b"\n", 0, secret.start) + 1), secret)
        for text in cell.output.texts:
            for secret in find_secrets(text.encode("utf-8", errors="replace"), served=True):
                yield FoundSecret(path, cell.line, secret)


def find_in_versions(versions: Iterable[tuple[str, str, bytes]]) -> Iterator[tuple[str, FoundSecret]]:
    """Yield what looks like a secret in versions of files, each a name, a path and a content; with the version's name.

    Versions of one file share most of their lines. A line that holds no fixed part of a
    key is not looked at again, and a version of such lines holds no key.
    """
    harmless: set[bytes] = set()
    for name, path, content in versions:
        lines = set(content.split(b"\n")).difference(harmless)
        if not _holds_mark(b"\n".join(lines)):
            if len(harmless) > _LINES_KEPT:
                harmless.clear()
            harmless |= lines
        elif path.endswith(".ipynb"):
            yield from ((name, found) for found in find_in_notebook(path, read_notebook(content)))
        else:
            yield from ((name, found) for found in find_in_text(path, content))


def _holds_mark(text: bytes) -> bool:
    return any(kind.occurs_in(text) for kind in _KINDS)


def _is_genuine(value: bytes) -> bool:
    """Whether a value is neither a placeholder nor has few characters or one again and again."""
    return len(set(value)) >= _DISTINCT and _PLACEHOLDER.search(value) is None and _RUN.search(value) is None


_SCANNED = regex(
    r"\.(?:py|ipynb|r|rmd|qmd|jl|sh|bash|zsh|bat|cmd|ps1|env|cfg|ini|conf|toml|ya?ml|json|md|rst|txt|properties|pem|key|"
    r"jsx?|tsx?|html?|java|go|scala|rb|php|cs|swift|kt|tf|tfvars|sql|xml|mk)\Z|"
    r"(?:^|/)(?:\.env[^/]*|\.netrc|\.pypirc|\.npmrc|\.git-credentials|id_[dr]sa|id_ed25519|credentials|config|"
    r"Dockerfile[^/]*|Makefile|Procfile)\Z",
    re.IGNORECASE,
)
_PASSED_OVER = regex(
    r"(?:^|/)(?:tests?|testing|test_?data|__tests__|specs?|fixtures?|mocks?|node_modules|site-packages|vendor|third_party)/|"
    r"(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py\Z|"
    r"(?:^|/)(?:package-lock\.json|[^/]*\.lock|pnpm-lock\.yaml|[^/]*-lock\.(?:json|ya?ml)|conda-lock\.yml)\Z|\.min\.js\Z",
    re.IGNORECASE,
)
_TELLING = regex(
    r"(?:^|/)\.env|\.(?:env|pem|key|tfvars|properties)\Z|credential|secret|token|api[_-]?key|kaggle\.json|(?:^|/)config|"
    r"settings",
    re.IGNORECASE,
)
_SERVED = regex(r"\.(?:html?|jsx?|tsx?|xml|json|java|kt|swift)\Z", re.IGNORECASE)


def may_hold_secret(path: str, size: int) -> bool:
    """Whether people write keys into files of this name and size: text, and no test, lock file or others' code."""
    limit = NOTEBOOK_LIMIT if path.endswith(".ipynb") else SIZE_LIMIT
    return size <= limit and _SCANNED.search(path) is not None and _PASSED_OVER.search(path) is None


def secret_rank(path: str) -> int:
    """How soon to search a file of this name: 0 where keys are usually found, 1 for code and text, 2 for notebooks."""
    if path.endswith(".ipynb"):
        return 2
    return 0 if _TELLING.search(path) else 1
