"""Statements: assignments, branches, loops and functions, in the order in which they run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from scaffolio.parsers.dataflow.assignments import Assignments
from scaffolio.parsers.dataflow.calls import Calls
from scaffolio.parsers.dataflow.events import Chosen
from scaffolio.parsers.dataflow.expressions import Expressions
from scaffolio.parsers.dataflow.machine import DEPTH, Frame, Loop, Machine
from scaffolio.parsers.dataflow.values import (
    Estimator,
    Function,
    Kind,
    Rows,
    Several,
    Value,
    either,
    merged,
)

_ENOUGH = 3
"""Models from which comparing them is choosing among candidates."""


class Statements:
    """Executes statements, and holds together what evaluates and assigns."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.expressions = Expressions(self.machine, self)
        self.calls = Calls(self.machine, self)
        self.assignments = Assignments(self.machine, self)

    def evaluate(self, node: ast.expr | None) -> Value:
        """What an expression stands for."""
        return self.expressions.evaluate(node)

    def call(self, node: ast.Call) -> Value:
        """What a call returns."""
        return self.calls.call(node)

    def execute(self, body: Sequence[ast.stmt]) -> bool:
        """Run statements; whether they end by leaving the function or the loop."""
        for statement in body:
            self.machine.spend()
            if self._statement(statement):
                return True
        return False

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Expr():
                self.assignments.expression(node)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self._assignment(node)
            case ast.Return():
                self.machine.frame.returned.append(self.evaluate(node.value))
                return True
            case ast.Raise() | ast.Continue() | ast.Break():
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.machine.frame.names[node.name] = Function(node, self.machine.source)
            case ast.ClassDef():
                self.machine.frame.names[node.name] = Kind(node, self.machine.source)
            case ast.ImportFrom():
                self.assignments.imported(node)
            case _:
                return self._block(node)
        return False

    def _assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        value = self.evaluate(node.value)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.assignments.assign(target, value, node)
            return
        if isinstance(node, ast.AugAssign):
            value = merged([self.evaluate(node.target), value])
        if node.value is not None:
            self.assignments.assign(node.target, value, node)

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
            self.machine.frame.names = before

    def _remember(self) -> dict[str, Value]:
        self.machine.spend(1 + len(self.machine.frame.names) // 20)
        return dict(self.machine.frame.names)

    def _branch(self, node: ast.If) -> bool:
        self.evaluate(node.test)
        self._choice(node)
        before = self._remember()
        ended = self.execute(node.body)
        after = self.machine.frame.names
        self.machine.frame.names = before
        other_ended = self.execute(node.orelse)
        if ended and other_ended:
            return True
        if other_ended:
            self.machine.frame.names = after
        elif not ended:
            for name, value in after.items():
                known = self.machine.frame.names.get(name)
                self.machine.frame.names[name] = either(known, value) if name in self.machine.frame.names else value
        return False

    def _choice(self, node: ast.If) -> None:
        """``if score > best:`` in a loop over models that were scored on the test rows."""
        loop = self.machine.loops[-1] if self.machine.loops else None
        if loop is None or loop.scored is None or loop.candidates < _ENOUGH or not isinstance(node.test, ast.Compare):
            return
        if "best" in ast.unparse(node.test).lower():
            self.machine.chosen.append(Chosen(loop.candidates, loop.scored, self.machine.place(node.test)))

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        source = node.iter
        value = self.evaluate(source)
        target = node.target
        counted = isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "enumerate"
        if counted and isinstance(target, ast.Tuple):
            target = target.elts[-1]
        models = _models(value)
        if models:
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    self.machine.frame.names[name.id] = Estimator(models[0].name, candidates=len(models))
            self.machine.loops.append(Loop(len(models)))
            self._looped(node.body)
            self._finished(self.machine.loops.pop())
            return
        met = self.expressions.iterated(value)
        self.assignments.assign(target, met, node)
        if isinstance(met, Rows):
            self.machine.iterating.append(met)
        self._looped(node.body)
        if isinstance(met, Rows):
            self.machine.iterating.pop()
        self.execute(node.orelse)

    def _finished(self, loop: Loop) -> None:
        if loop.scored is not None and loop.candidates >= _ENOUGH:
            self.machine.compared.append(loop)

    def _looped(self, body: list[ast.stmt]) -> None:
        self.machine.loops_deep += 1
        self.execute(body)
        self.machine.loops_deep -= 1

    def run_function(self, function: Function, values: list[Value], words: dict[str, Value]) -> Value:
        """What a function of the file returns for these arguments, its events told on the way."""
        node = function.node
        self.machine.called.add(node)
        if len(self.machine.running) >= DEPTH or node in self.machine.running:
            return None
        frame = Frame(outer=self._module())
        parameters = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
        given = ([function.owner] if function.owner is not None and not _is_static(node) else []) + values
        outside, self.machine.frame = self.machine.frame, frame
        origin, self.machine.source = self.machine.source, function.source
        self.machine.running.append(node)
        for name, value in (*zip(parameters, given, strict=False), *words.items()):
            if value is not None:
                self.machine.bind(name, value, node)
        self.execute(node.body)
        self.machine.running.pop()
        self.machine.frame, self.machine.source = outside, origin
        self._changed_in_place(frame, dict(zip(parameters, given, strict=False)) | words)
        return _returned(frame.returned)

    def _changed_in_place(self, frame: Frame, given: dict[str, Value]) -> None:
        """Let the caller's tables know the order that a function found in the rows it was given."""
        for parameter, value in given.items():
            after = frame.names.get(parameter)
            if isinstance(value, Rows) and isinstance(after, Rows) and after.token == value.token:
                if after.ordered <= value.ordered:
                    continue
                for name, held in self.machine.frame.names.items():
                    if held is value:
                        self.machine.frame.names[name] = replace(value, ordered=after.ordered)

    def _module(self) -> Frame:
        frame = self.machine.frame
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
