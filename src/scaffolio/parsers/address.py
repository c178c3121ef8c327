"""What a TARGET on the command line means: a folder, or an address of a Git repository."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_SCHEMES = ("https", "ssh", "git", "http", "file")
_KNOWN = "Name a folder, owner/name, gh:owner/name, or an https or ssh address"
_SHORT = regex(r"(?:gh:)?(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/(?P<name>[A-Za-z0-9._-]{1,100})\Z")
_SCP = regex(r"(?P<user>[A-Za-z0-9._-]+)@(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?P<path>[^:]+)\Z")
_SCHEME = regex(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_HELPER = regex(r"[A-Za-z0-9+.-]+::")
_REF = regex(r"[A-Za-z0-9_](?:[A-Za-z0-9_+./#-]{0,198}[A-Za-z0-9_+#-])?\Z")
_HOST = regex(r"[A-Za-z0-9\[][A-Za-z0-9.:\[\]-]*\Z")
_WEB_TREE = regex(r"(?P<path>/[^/]+/[^/]+)/tree/(?P<ref>[^/]+)(?:/(?P<folder>.+))?\Z")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PASSWORD = regex(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Address:
    """A Git repository, and which state and part of it is meant.

    ``url`` is what Git is given: an address, or the local path of a repository where
    ``local`` holds. ``ref`` is a branch, tag or commit, ``None`` for the default
    branch; ``folder`` a relative POSIX path, empty for the whole.
    """

    url: str
    ref: str | None = None
    folder: str = ""
    local: bool = False

    @property
    def name(self) -> str:
        """What to call the project: the last word of its folder or address."""
        path = self.folder or re.split(r"[/:\\]", self.url.rstrip("/\\"))[-1]
        return posixpath.basename(path).removesuffix(".git") or "project"

    @property
    def on_github(self) -> tuple[str, str] | None:
        """Owner and name of a repository on github.com; ``None`` elsewhere."""
        return github_repository(self.url)


def github_repository(url: str) -> tuple[str, str] | None:
    """Owner and name that an https or ssh address on github.com names; ``None`` for any other."""
    match = re.match(
        r"(?:https://(?:[^/@\s]+@)?(?:www\.)?github\.com/|(?:ssh://)?git@github\.com[:/])([\w-]+)/([\w.-]+?)(?:\.git)?/?\Z",
        url,
    )
    return (match[1], match[2]) if match else None


def shown(target: str) -> str:
    """The target as a report may print it: without user name and password."""
    return _PASSWORD.sub("", target) if target.lower().startswith(("http://", "https://")) else target


def read_address(target: str) -> Address | None:
    """Read a target that is no existing path; ``None`` when it can only be meant as a path.

    Known are ``https://``, ``ssh://``, ``git://`` and ``file://`` addresses,
    ``user@host:path``, ``gh:owner/name`` and ``owner/name``, each with ``@ref`` and
    ``#folder`` behind it. Plain ``http://`` is read for this machine only, since
    what it carries can be read and changed on the way.

    Raises:
        UsageError: a scheme nobody knows, one that runs programs (``ext::``), a leading
            ``-``, or a malformed host, ref or folder.
    """
    if target.startswith("-"):
        raise UsageError(f"a target cannot start with a dash: {target}", "Write ./ before a folder of that name")
    if _HELPER.match(target):
        raise UsageError(f"{target.partition('::')[0]}:: is no kind of address that is read", _KNOWN)
    if any(not character.isprintable() for character in target):
        return None
    if match := _SCHEME.match(target):
        return _from_url(target, match["scheme"].lower())
    base, ref, folder = split_suffixes(target)
    if match := _SHORT.match(base):
        if match["name"] in {".", ".."}:
            return None
        return _checked(Address(f"https://github.com/{match['owner']}/{match['name']}", ref, folder))
    return _from_scp(target)


def split_suffixes(text: str) -> tuple[str, str | None, str]:
    """Split ``name@ref#folder`` into its three parts; a part that is not there is ``None`` or empty."""
    before, _, folder = text.partition("#")
    base, at, ref = before.rpartition("@")
    return (base, ref, folder) if at and base.strip("/") else (before, None, folder)


def _from_url(target: str, scheme: str) -> Address:
    if scheme not in _SCHEMES:
        raise UsageError(f"{scheme}:// is no kind of address that is read", _KNOWN)
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"not an address: {shown(target)}: {error}", _KNOWN) from error
    if scheme == "file":
        base, ref, folder = split_suffixes(target[len("file://") :])
        return _checked(Address(unquote(base), ref, folder, local=True))
    if not _HOST.match(host) or not parts.path.strip("/"):
        raise UsageError(f"not an address of a repository: {shown(target)}", _KNOWN)
    if scheme == "http" and host not in _LOOPBACK:
        raise UsageError(f"{shown(target)} is not encrypted", "Write https:// instead")
    path, ref, _ = split_suffixes(parts.path)
    address = Address(f"{scheme}://{parts.netloc}{path.rstrip('/')}", ref, unquote(parts.fragment))
    if host.endswith("github.com") and (web := _WEB_TREE.match(path.rstrip("/"))):
        whole = f"{scheme}://{parts.netloc}{web['path']}"
        address = Address(whole, web["ref"], address.folder or unquote(web["folder"] or ""))
    return _checked(address)


def _from_scp(target: str) -> Address | None:
    match = _SCP.match(target)
    if match is None:
        return None
    path, ref, folder = split_suffixes(match["path"])
    if path.startswith("-"):
        raise UsageError(f"not an address of a repository: {target}", _KNOWN)
    return _checked(Address(f"{match['user']}@{match['host']}:{path}", ref, folder))


def _checked(address: Address) -> Address:
    check_ref(address.ref)
    return replace(address, folder=clean_folder(address.folder))


def check_ref(ref: str | None) -> None:
    """Refuse what is no name of a branch or tag and no commit.

    Raises:
        UsageError: it is malformed, or would be read as an option.
    """
    if ref is not None and (not _REF.match(ref) or ".." in ref or "//" in ref):
        raise UsageError(f"not a branch, tag or commit: {ref!r}", "Write it behind @, for example owner/name@main")


def clean_folder(folder: str) -> str:
    """A folder inside a repository as a plain relative path.

    Raises:
        UsageError: it is absolute, leads out of the repository or holds unprintable characters.
    """
    normal = posixpath.normpath(folder) if folder else ""
    if normal.startswith(("/", "..")) or "\\" in normal or not normal.isprintable():
        raise UsageError(f"not a folder inside the repository: {folder!r}", "Write a relative path behind #")
    return "" if normal == "." else normal
