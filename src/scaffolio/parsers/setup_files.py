"""What setup.py and setup.cfg declare; setup.py is read as a syntax tree, never run."""

from __future__ import annotations

import ast

from scaffolio.parsers.python import dotted_name, literal_text, parse_module
from scaffolio.parsers.requirement import Declarations, Fault, read_line
from scaffolio.patterns import regex

_DEPTH = 6
_CONSOLE = regex(r"(?P<name>[\w.-]{1,60})[ ]?=[ ]?(?P<target>[\w.]{1,120}:\w{1,80})")
_LINE = 300


def read_setup_py(source: bytes, path: str) -> tuple[Declarations, str | None, bool]:
    """Return what setup() is given, the Python version it asks for, and whether all of it could be read."""
    found = Declarations()
    tree = parse_module(source)
    if tree is None:
        return found, None, False
    names = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    }
    arguments: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted_name(node.func).split(".")[-1] == "setup":
            arguments = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if len(arguments) < len(node.keywords):
                arguments["**"] = node
            break
    complete = "**" not in arguments
    for keyword in ("install_requires", "tests_require", "setup_requires"):
        if keyword in arguments:
            extra = "" if keyword == "install_requires" else keyword.partition("_")[0]
            complete &= _take(found, arguments[keyword], names, extra, path)
    if "extras_require" in arguments:
        complete &= _extras(found, arguments["extras_require"], names, path)
    return found, literal_text(arguments.get("python_requires")), complete


def _extras(found: Declarations, node: ast.expr, names: dict[str, ast.expr], path: str) -> bool:
    value = names.get(node.id) if isinstance(node, ast.Name) else node
    if not isinstance(value, ast.Dict):
        return False
    complete = True
    for key, part in zip(value.keys, value.values, strict=True):
        complete &= key is not None and _take(found, part, names, literal_text(key) or "extra", path)
    return complete


def _take(found: Declarations, node: ast.expr, names: dict[str, ast.expr], extra: str, path: str) -> bool:
    texts = _texts(node, names, _DEPTH)
    for text, line in texts or ():
        _declare(found, text, line, extra, path)
    return texts is not None


def _texts(node: ast.expr, names: dict[str, ast.expr], depth: int) -> list[tuple[str, int]] | None:
    """The strings that a list, a name of one, or a sum of both holds; ``None`` when it is computed."""
    if depth == 0:
        return None
    if isinstance(node, ast.Name):
        return _texts(names[node.id], names, depth - 1) if node.id in names else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _texts(node.left, names, depth - 1), _texts(node.right, names, depth - 1)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [(line.strip(), node.lineno) for line in node.value.splitlines() if line.strip()]
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    texts = [(literal_text(item), item.lineno) for item in node.elts]
    literal = [(text, line) for text, line in texts if text is not None]
    return literal if len(literal) == len(texts) else None


def _declare(found: Declarations, text: str, line: int | None, extra: str, path: str) -> None:
    try:
        found.requirements.append(read_line(text, line, extra, path))
    except ValueError as reason:
        found.faults.append(Fault(line, text, str(reason)))


def read_setup_cfg(text: str, path: str) -> tuple[Declarations, str | None, bool]:
    """Return what ``[options]`` declares, the Python version, and whether the file could be read."""
    import configparser

    found = Declarations()
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError) as error:
        found.faults.append(Fault(getattr(error, "lineno", None), "", str(error).splitlines()[0]))
        return found, None, False
    lists = [("", parser.get("options", "install_requires", fallback=""))]
    if parser.has_section("options.extras_require"):
        lists += parser.items("options.extras_require")
    complete = True
    for extra, value in lists:
        for line in value.splitlines() if "\n" in value else value.split(";"):
            if line.strip().startswith(("file:", "attr:", "%(")):
                complete = False
            elif line.strip() and not line.strip().startswith("#"):
                _declare(found, line.strip(), _line_of(text, line.strip()), extra, path)
    return found, parser.get("options", "python_requires", fallback=None), complete


def _line_of(text: str, wanted: str) -> int | None:
    position = text.find(wanted)
    return text.count("\n", 0, position) + 1 if position >= 0 else None


def console_scripts(source: bytes) -> dict[str, str]:
    """The console scripts that a setup.py lists in so many words: name to ``module:function``."""
    tree = parse_module(source)
    found: dict[str, str] = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < _LINE:
            match = _CONSOLE.fullmatch(node.value.strip())
            if match:
                found[match["name"]] = match["target"]
    return found
