"""Statements: assignments, branches, loops and functions, in the order in which they run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from scaffolio.parsers.dataflow.calls import Calls
from scaffolio.parsers.dataflow.events import Chosen
from scaffolio.parsers.dataflow.machine import DEPTH, Frame, Loop
from scaffolio.parsers.dataflow.names import LIBRARIES
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Function,
    Instance,
    Kind,
    Rows,
    Several,
    Value,
    Words,
    either,
    merged,
)

_ENOUGH = 3
"""Models from which comparing them is choosing among candidates."""


class Statements(Calls):
    """Executes statements."""

    def execute(self, body: Sequence[ast.stmt]) -> bool:
        """Run statements; whether they end by leaving the function or the loop."""
        for statement in body:
            self.spend()
            if self._statement(statement):
                return True
        return False

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Expr():
                self._expression(node)
            case ast.Assign():
                value = self.evaluate(node.value)
                for target in node.targets:
                    self._assign(target, value, node)
            case ast.AnnAssign() if node.value is not None:
                self._assign(node.target, self.evaluate(node.value), node)
            case ast.AugAssign():
                self._assign(node.target, merged([self.evaluate(node.target), self.evaluate(node.value)]), node)
            case ast.Return():
                self.frame.returned.append(self.evaluate(node.value))
                return True
            case ast.Raise() | ast.Continue() | ast.Break():
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.frame.names[node.name] = Function(node, self.source)
            case ast.ClassDef():
                self.frame.names[node.name] = Kind(node, self.source)
            case ast.ImportFrom():
                self._imported(node)
            case _:
                return self._block(node)
        return False

    def _imported(self, node: ast.ImportFrom) -> None:
        """Names of another library's own making are not those that are known here, and some go by another name."""
        known = node.level == 0 and (node.module or "").partition(".")[0] in LIBRARIES
        for name in node.names:
            self.aliases[name.asname or name.name] = name.name if known else ""

    def _expression(self, node: ast.Expr) -> None:
        value = self.evaluate(node.value)
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and isinstance(value, Rows):
            inplace = any(word.arg == "inplace" for word in call.keywords)
            if inplace and isinstance(call.func.value, ast.Name):
                self.frame.names[call.func.value.id] = value

    def _assign(self, target: ast.expr, value: Value, node: ast.stmt) -> None:
        match target:
            case ast.Name():
                self.bind(target.id, value, node)
            case ast.Tuple() | ast.List():
                self._unpack(target, value, node)
            case ast.Starred():
                self._assign(target.value, value, node)
            case ast.Attribute():
                owner = self.evaluate(target.value)
                if isinstance(owner, Instance):
                    owner.attributes[target.attr] = self.believed(target.attr, value, node)
                elif isinstance(owner, Rows):
                    self._column(target.value, owner, value, frozenset({target.attr}), node)
            case ast.Subscript():
                owner = self.evaluate(target.value)
                if owner is None and isinstance(target.value, ast.Name) and isinstance(value, Rows):
                    owner = Rows(self.token())
                if isinstance(owner, Rows):
                    self._column(target.value, owner, value, self._columns(target.slice), node)
                elif isinstance(owner, Several) and isinstance(target.value, ast.Name) and not isinstance(value, Rows):
                    self.frame.names[target.value.id] = Several((*owner.items[:20], value))

    def _columns(self, index: ast.expr) -> frozenset[str] | None:
        named = index.elts[-1] if isinstance(index, ast.Tuple) and index.elts else index
        value = self.evaluate(named) if not isinstance(named, ast.Slice) else None
        return frozenset(value.words) if isinstance(value, Words) else None

    def _column(
        self, table: ast.expr, owner: Rows, value: Value, columns: frozenset[str] | None, node: ast.stmt
    ) -> None:
        """Assign to some columns of a table, which hears what had been learned for the new values."""
        while isinstance(table, ast.Attribute) and table.attr in {"loc", "iloc", "values"}:
            table = table.value
        written = merged([value])
        if written is None:
            return
        known = [one for one, _ in owner.learned]
        added = tuple((one, columns if about is None else about) for one, about in written.learned if one not in known)
        grown = replace(owner, learned=(*owner.learned, *added)[:20], ordered=owner.ordered | written.ordered)
        if isinstance(table, ast.Name):
            self.frame.names[table.id] = grown
        elif isinstance(table, ast.Attribute):
            holder = self.evaluate(table.value)
            if isinstance(holder, Instance):
                holder.attributes[table.attr] = grown

    def _unpack(self, target: ast.Tuple | ast.List, value: Value, node: ast.stmt) -> None:
        items: list[Value] = [None] * len(target.elts)
        if isinstance(value, Several) and len(value.items) == len(items):
            items = list(value.items)
        elif isinstance(value, Rows):
            items = [value] * len(items)
        for part, item in zip(target.elts, items, strict=True):
            self._assign(part, item, node)

    def _block(self, node: ast.stmt) -> bool:
        match node:
            case ast.If():
                return self._branch(node)
            case ast.For() | ast.AsyncFor():
                self._for(node)
            case ast.While():
                self.evaluate(node.test)
                self._looped(node.body)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self.evaluate(item.context_expr)
                return self.execute(node.body)
            case ast.Try():
                ended = self.execute(node.body)
                self._aside([handler.body for handler in node.handlers])
                return self.execute(node.finalbody) or (ended and not node.handlers) or self.execute(node.orelse)
            case ast.Assert() | ast.Delete() | ast.Match():
                self._parts(node)
            case _:
                pass
        return False

    def _parts(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assert):
            self.evaluate(node.test)
        elif isinstance(node, ast.Match):
            self._aside([case.body for case in node.cases])

    def _aside(self, bodies: list[list[ast.stmt]]) -> None:
        """Run statements whose assignments are forgotten afterwards."""
        for body in bodies:
            before = self._remember()
            self.execute(body)
            self.frame.names = before

    def _remember(self) -> dict[str, Value]:
        self.spend(1 + len(self.frame.names) // 20)
        return dict(self.frame.names)

    def _branch(self, node: ast.If) -> bool:
        self.evaluate(node.test)
        self._choice(node)
        before = self._remember()
        ended = self.execute(node.body)
        after = self.frame.names
        self.frame.names = before
        other_ended = self.execute(node.orelse)
        if ended and other_ended:
            return True
        if other_ended:
            self.frame.names = after
        elif not ended:
            for name, value in after.items():
                known = self.frame.names.get(name)
                self.frame.names[name] = either(known, value) if name in self.frame.names else value
        return False

    def _choice(self, node: ast.If) -> None:
        """``if score > best:`` in a loop over models that were scored on the test rows."""
        compares = isinstance(node.test, ast.Compare) and "best" in ast.unparse(node.test).lower()
        if compares and self.loops and self.loops[-1].scored is not None and self.loops[-1].candidates >= _ENOUGH:
            self.chosen.append(Chosen(self.loops[-1].candidates, self.loops[-1].scored, self.place(node.test)))

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        source = node.iter
        value = self.evaluate(source)
        target = node.target
        counted = isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "enumerate"
        if counted and isinstance(target, ast.Tuple) and len(target.elts) == 2:  # noqa: PLR2004: a number and the item
            target = target.elts[1]
        models = _models(value)
        if models:
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    self.frame.names[name.id] = Estimator(models[0].name, models[0].place, candidates=len(models))
            self.loops.append(Loop(len(models)))
            self._looped(node.body)
            self._finished(self.loops.pop())
            return
        met = self.iterated(value)
        self._assign(target, met, node)
        if isinstance(met, Rows):
            self.iterating.append(met)
        self._looped(node.body)
        if isinstance(met, Rows):
            self.iterating.pop()
        self.execute(node.orelse)

    def _finished(self, loop: Loop) -> None:
        if loop.scored is not None and loop.candidates >= _ENOUGH:
            self.compared.append(loop)

    def _looped(self, body: list[ast.stmt]) -> None:
        self.loops_deep += 1
        self.execute(body)
        self.loops_deep -= 1

    def run_function(self, function: Function, values: list[Value], words: dict[str, Value]) -> Value:
        """What a function of the file returns for these arguments, its events told on the way."""
        node = function.node
        self.called.add(node)
        if len(self.running) >= DEPTH or node in self.running:
            return None
        frame = Frame(outer=self._module())
        parameters = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
        given = ([function.owner] if function.owner is not None and not _is_static(node) else []) + values
        outside, self.frame = self.frame, frame
        origin, self.source = self.source, function.source
        self.running.append(node)
        for name, value in (*zip(parameters, given, strict=False), *words.items()):
            if value is not None:
                self.bind(name, value, node)
        self.execute(node.body)
        self.running.pop()
        self.frame, self.source = outside, origin
        return _returned(frame.returned)

    def _module(self) -> Frame:
        frame = self.frame
        while frame.outer is not None:
            frame = frame.outer
        return frame


def _returned(values: list[Value]) -> Value:
    found = [value for value in values if value is not None]
    whole: Value = found[-1] if found else None
    for value in found[:-1]:
        if type(value) is type(whole):
            whole = either(whole, value)
    return whole


def _is_static(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in node.decorator_list)


def _models(value: Value) -> list[Estimator]:
    if not isinstance(value, Several):
        return []
    found = [one for item in value.items for one in ([item] if isinstance(item, Estimator) else _models(item))]
    return [one for one in found if not one.learners]
