"""Measures the house: how long its files and functions are, and what they must not hold.

python -m tests.house prints the figures; test_house holds them against the budgets.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "tenants", "connections", "mappings", "syncs")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its path within the tree, and its text."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def name(self) -> str:
        """As it is imported: tenants.walls; a package bears the name of its folder."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """What one dot means in it."""
        parts = self.name.split(".")
        return ".".join(parts if self.path.stem == "__init__" else parts[:-1])

    def functions(self) -> Iterator[Function]:
        """All functions and methods, inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def at(self, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
        return f"{self.path}:{node.lineno}"


@dataclass(frozen=True)
class Spread:
    """Median, 90th percentile (nearest rank) and maximum; all 0 of nothing."""

    median: float
    p90: int
    most: int

    @classmethod
    def of(cls, values: Sequence[int]) -> Spread:
        if not values:
            return cls(0, 0, 0)
        ordered = sorted(values)
        return cls(median(ordered), ordered[math.ceil(0.9 * len(ordered)) - 1], ordered[-1])

    def __str__(self) -> str:
        return f"median {self.median:g}, p90 {self.p90}, max {self.most}"


def read(root: Path, *folders: str) -> list[Module]:
    """The Python files of some folders under a root; migrations aside, they are generated."""
    return [
        Module(path.relative_to(root), path.read_text())
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def function_lines(module: Module) -> list[tuple[str, int]]:
    """Each function's place and its lines, decorators aside."""
    return [
        (f"{module.at(function)} {function.name}", (function.end_lineno or 0) - function.lineno + 1)
        for function in module.functions()
    ]


def positional_parameters(module: Module) -> list[tuple[str, int]]:
    """Each function's place and how many parameters can be given by position, self aside."""
    found = []
    for function in module.functions():
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        count = len(names) - (names[:1] in (["self"], ["cls"], ["mcs"]))
        found.append((f"{module.at(function)} {function.name}", count))
    return found


def inner_imports(module: Module) -> list[str]:
    """The places of imports inside functions."""
    return sorted(
        {
            module.at(node)
            for function in module.functions()
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )


def broad_excepts(module: Module) -> list[str]:
    """The places that catch everything: a bare except, Exception or BaseException."""
    return [
        module.at(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(part) for part in caught.elts)
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
    )


def imports(module: Module) -> Iterator[str]:
    """Every name that a file imports, in full; `from a import b` gives a and a.b."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported_from(module, node)


def _imported_from(module: Module, node: ast.ImportFrom) -> Iterator[str]:
    base = node.module or ""
    if node.level:
        above = module.package.split(".")
        kept = above[: len(above) - node.level + 1]
        base = ".".join([*kept, *([node.module] if node.module else [])])
    for alias in node.names:
        yield base
        yield f"{base}.{alias.name}"


def cycle(modules: Sequence[Module]) -> list[str]:
    """One ring of modules that import each other, or nothing."""
    names = {module.name for module in modules}
    graph = {
        module.name: {
            name
            for name in imports(module)
            # `from . import x` names the package too, which holds its own modules together.
            if name in names and name != module.name and not module.name.startswith(f"{name}.")
        }
        for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def tests_of(module: Module) -> list[Function]:
    return [function for function in module.functions() if function.name.startswith("test_")]


def patching(module: Module) -> list[str]:
    """The tests that replace something: they take monkeypatch or mocker, or use unittest.mock."""
    return [
        f"{module.at(test)} {test.name}"
        for test in tests_of(module)
        if _names(test) & {"monkeypatch", "mocker", "patch", "mock", "Mock", "MagicMock"}
    ]


def _names(test: Function) -> set[str]:
    return {
        node.id if isinstance(node, ast.Name) else node.arg
        for node in ast.walk(test)
        if isinstance(node, ast.Name | ast.arg)
    } | {
        node.value.id
        for node in ast.walk(test)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def figures(root: Path = PROJECT) -> str:
    """The figures, for people."""
    modules, tests = read(root, *PACKAGES), read(root, "tests")
    code, proof = (sum(module.lines for module in part) for part in (modules, tests))
    functions = [lines for module in modules for _, lines in function_lines(module)]
    parameters = [count for module in modules for _, count in positional_parameters(module)]
    patched = sum(len(patching(module)) for module in tests)
    all_tests = sum(len(tests_of(module)) for module in tests)
    return "\n".join(
        (
            f"files:      {Spread.of([module.lines for module in modules])} lines "
            f"({len(modules)} files, {code} lines)",
            f"functions:  {Spread.of(functions)} lines ({len(functions)} functions)",
            f"positional: {Spread.of(parameters)} parameters",
            f"tests:      {proof} lines, {proof / max(code, 1):.2f} per line of code; "
            f"{patched} of {all_tests} tests patch",
        )
    )


if __name__ == "__main__":
    print(figures())
