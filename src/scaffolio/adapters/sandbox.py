"""A folder apart, in which a project's own commands are run: fresh environment, limits, no network.

Nothing outside the folder is meant to be written: the home folder is in it, and the
variables of the caller are left behind. It keeps a careless command from doing harm; it is no
prison for a malicious one, except where bubblewrap makes the rest read-only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from scaffolio.adapters.files import walk
from scaffolio.adapters.runner import pip_for
from scaffolio.errors import CannotRunError
from scaffolio.nouns import dataclass
from scaffolio.verification import Ended

OUTPUT_LIMIT = 400_000
"""Bytes of a command's output that are read, from its end."""

GRACE = 3.0
"""Seconds that a command which is stopped gets to clean up."""

MEMORY_SHARE = 0.9
"""Share of the machine's memory that one command may take."""

_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS")
_FOR_INSTALLATION = ("PIP_", "UV_", "SSL_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NPM_CONFIG_")
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The folder apart: ``project`` is the copy, ``environment`` the virtual environment."""

    root: Path

    @property
    def project(self) -> Path:
        """The copy of the project."""
        return self.root / "project"

    @property
    def environment(self) -> Path:
        """The virtual environment."""
        return self.root / "environment"

    @property
    def programs(self) -> Path:
        """Where the environment's programs are."""
        return self.environment / ("Scripts" if os.name == "nt" else "bin")

    @property
    def search_path(self) -> str:
        """The PATH of every command: the environment's programs first, the caller's own environment left out."""
        own = {str(Path(sys.prefix) / folder) for folder in ("bin", "Scripts")}
        rest = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder not in own]
        return os.pathsep.join([str(self.programs), *rest])


def prepare(root: Path, project: Path, paths: Sequence[str], *, with_pip: bool) -> Sandbox:
    """Copy the files, and make an environment with Python, and with pip where something is to be installed.

    Raises:
        CannotRunError: it cannot be written, or no environment can be made.
    """
    box = Sandbox(root)
    for folder in (box.project, root / "home", root / "tmp"):
        folder.mkdir()
    try:
        for path in paths:
            (box.project / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project / path, box.project / path)
    except OSError as error:
        raise CannotRunError(f"the project cannot be copied: {error}", "Check the disk's space and rights") from error
    bundled = importlib.util.find_spec("ensurepip") is not None
    options = [] if with_pip and bundled else ["--without-pip"]
    _require([sys.executable, "-m", "venv", *options, str(box.environment)])
    if with_pip and not bundled:
        python = box.programs / ("python.exe" if os.name == "nt" else "python")
        _require([*pip_for(python), "install", "--disable-pip-version-check", "pip"])
    return box


def _require(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise CannotRunError(f"no fresh environment: {' '.join(said)}", "Check that python -m venv works")


def snapshot(box: Sandbox) -> Path:
    """Keep the copy as it is now, beside it."""
    kept = box.root / "kept"
    shutil.copytree(box.project, kept, symlinks=True)
    return kept


def restore(box: Sandbox, kept: Path) -> None:
    """Bring the copy back to what was kept; its folder stays where it is, since an installation may name it."""
    shutil.rmtree(box.project)
    shutil.copytree(kept, box.project, symlinks=True)


def written(box: Sandbox, kept: Path) -> Iterator[str]:
    """Files of the copy that were written since it was kept, be it with what they held before."""
    for path in walk(box.project):
        now, then = _stamp(box.project / path), _stamp(kept / path)
        if now is not None and now != then:
            yield path


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def read(box: Sandbox, path: str, limit: int) -> bytes:
    """At most so many bytes from the start of a file of the copy; empty when it cannot be read."""
    try:
        with (box.project / path).open("rb") as stream:
            return stream.read(limit)
    except OSError:
        return b""


def isolation() -> tuple[str, ...] | None:
    """The words in front of a command that take the network from it; ``None`` where none work here.

    Bubblewrap also makes everything but the sandbox read-only.
    """
    bubblewrap = (
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--unshare-net",
        "--die-with-parent",
    )
    for words in (bubblewrap, ("unshare", "--net", "--map-current-user"), ("unshare", "--net", "--map-root-user")):
        if shutil.which(words[0]) is None:
            continue
        with suppress(OSError, subprocess.TimeoutExpired):
            tried = subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False)
            if tried.returncode == 0:
                return words
    return None


def run(
    box: Sandbox, source: str, folder: str, timeout: float, *, apart: Sequence[str] | None, variables: Mapping[str, str]
) -> Ended:
    """Run one line of shell in a folder of the copy, without input, and end all it has started.

    ``apart`` are the words of :func:`isolation`; ``None`` leaves the network, for an installation.

    Raises:
        CannotRunError: no shell can be started.
    """
    command = [*_walls(box, apart or ()), *_shell(source)]
    started = time.monotonic()
    with tempfile.TemporaryFile(dir=box.root) as printed:
        try:
            process = subprocess.Popen(
                command,
                cwd=box.project / folder,
                env={**_environment(box, for_installation=apart is None), **variables},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_limits(timeout) if os.name == "posix" else None,  # noqa: PLW1509  no thread is running
            )
        except OSError as error:
            raise CannotRunError(f"no shell can be started: {error}", "Check that sh is on the PATH") from error
        code: int | None = None
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(process)
        printed.seek(max(0, printed.seek(0, os.SEEK_END) - OUTPUT_LIMIT))
        return Ended(code, time.monotonic() - started, printed.read().decode("utf-8", errors="replace"))


def _walls(box: Sandbox, apart: Sequence[str]) -> list[str]:
    return [*apart, "--bind", str(box.root), str(box.root)] if apart[:1] == ("bwrap",) else list(apart)


def _shell(source: str) -> list[str]:
    if os.name == "nt":
        return ["cmd", "/d", "/c", source]
    return ["bash" if shutil.which("bash") else "sh", "-c", source]


def _environment(box: Sandbox, *, for_installation: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    if for_installation:
        kept |= {
            name: value
            for name, value in os.environ.items()
            if name.startswith(_FOR_INSTALLATION) or name.lower() in _PROXIES
        }
        kept.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    home = str(box.root / "home")
    return {
        **kept,
        "PATH": box.search_path,
        "VIRTUAL_ENV": str(box.environment),
        "HOME": home,
        "USERPROFILE": home,
        "TMPDIR": str(box.root / "tmp"),
        "TEMP": str(box.root / "tmp"),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "MPLBACKEND": "Agg",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }


def _limits(timeout: float) -> Callable[[], None]:
    """Bounds of processor time and memory that the command and all it starts inherit."""
    import resource

    memory = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * MEMORY_SHARE)
    seconds = int(timeout * (os.cpu_count() or 1)) + 1
    bounds = ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, seconds))

    def apply() -> None:
        for kind, bound in bounds:
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (bound, bound))

    return apply


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what a command has started, whether it has ended itself or not: gently, then for good."""
    if os.name != "posix":
        process.kill()
        process.wait()
        return
    for number, seconds in ((signal.SIGTERM, GRACE), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        if process.poll() is not None and number is signal.SIGTERM and not _lives(process.pid):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)


def _lives(group: int) -> bool:
    """Whether any process of a group is still there."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
