"""The door to Copier: what it renders does not depend on what was rendered before."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from jinja2 import Environment

from scaffolio.adapters import render


def rendered(folder: Path, technique: str) -> dict[str, bytes]:
    render.render(folder, {"technique": technique, "name": "mine", "author": "Ada", "title": "{{ 7 * 7 }}"})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_text_is_compiled_once_and_the_projects_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    techniques = ("nlp", "regression")
    with monkeypatch.context() as patched:
        patched.setattr(render, "_compiled_once", nullcontext)
        plain = [rendered(tmp_path / "plain" / name, name) for name in techniques]
    compiled: list[object] = []
    compile_text = Environment.compile

    def counted(self: Environment, source: object, *how: object) -> object:
        compiled.append(source)
        return compile_text(self, source, *how)

    monkeypatch.setattr(Environment, "compile", counted)
    monkeypatch.setattr(render, "_compiled", {})
    assert [rendered(tmp_path / "once" / name, name) for name in techniques] == plain
    texts = [source for source in compiled if isinstance(source, str)]
    assert 0 < len(texts) < 200
    assert Environment.compile is counted
