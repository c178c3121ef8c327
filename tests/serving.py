"""Servers on this machine for tests: Git over HTTP, and answers of our own; both count what they send."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server:
    """A running server: its address, what was asked for, and how many bytes of bodies it sent."""

    def __init__(self) -> None:
        self.address = ""
        self.requests: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.sent = 0


@contextmanager
def serve(answer: Callable[[BaseHTTPRequestHandler, Server], None]) -> Iterator[Server]:
    """Serve until the block ends; ``answer`` writes the response to each request."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            server.requests.append((self.command, self.path))
            server.headers.append({key.lower(): value for key, value in self.headers.items()})
            answer(self, server)

        do_GET = do_HEAD = do_POST = handle_one  # noqa: N815  the names that the base class calls

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, daemon=True).start()
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        yield server
        http.shutdown()


@contextmanager
def serve_git(root: Path) -> Iterator[Server]:
    """Serve the bare repositories below a folder as a Git host does, by ``git http-backend``."""

    def answer(request: BaseHTTPRequestHandler, server: Server) -> None:
        path, _, query = request.path.partition("?")
        body = _body(request)
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": request.command,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            "CONTENT_LENGTH": str(len(body)),
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().splitlines()]
        status = next((int(value.split()[0]) for name, value in fields if name == "Status"), 200)
        request.send_response(status)
        for name, value in fields:
            if name != "Status":
                request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)
        server.sent += len(content)

    with serve(answer) as server:
        yield server


def _body(request: BaseHTTPRequestHandler) -> bytes:
    if request.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return request.rfile.read(int(request.headers.get("Content-Length") or 0))
    parts = []
    while size := int(request.rfile.readline().split(b";")[0], 16):
        parts.append(request.rfile.read(size))
        request.rfile.readline()
    return b"".join(parts)
