"""The house keeps its budgets (docs: design, budgets); and the measuring sees each breach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from . import house
from .house import PACKAGES, PROJECT, Module, Spread

CODE = house.read(PROJECT, *PACKAGES)
TESTS = house.read(PROJECT, "tests")
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "manager",
    "managers",
}
# The one boundary where any error of a task ends in a state and not in a lost lead.
MAY_CATCH_ALL = {"syncs/tasks.py"}
# Called by Django and allauth, by position.
SIGNATURE_GIVEN = {"database_forwards", "database_backwards", "save_model", "save_user"}


def _above(found: list[tuple[str, int]], most: int) -> list[str]:
    return [f"{place}: {count}" for place, count in found if count > most]


def test_files_are_short() -> None:
    lines = [(str(module.path), module.lines) for module in CODE]
    assert _above(lines, 350) == []
    spread = Spread.of([count for _, count in lines])
    assert spread.median <= 80, spread
    assert spread.p90 <= 200, spread


def test_functions_are_short() -> None:
    lines = [entry for module in CODE for entry in house.function_lines(module)]
    assert _above(lines, 50) == []
    spread = Spread.of([count for _, count in lines])
    assert spread.median <= 9, spread
    assert spread.p90 <= 28, spread


def test_no_more_than_three_parameters_go_by_position() -> None:
    counted = [entry for module in CODE for entry in house.positional_parameters(module)]
    ours = [entry for entry in counted if entry[0].split()[1] not in SIGNATURE_GIVEN]
    assert _above(ours, 3) == []


def test_nothing_is_imported_inside_a_function() -> None:
    assert [place for module in CODE for place in house.inner_imports(module)] == []


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert house.cycle(CODE) == []


def test_all_errors_are_caught_at_the_task_boundary_only() -> None:
    assert [
        place
        for module in CODE
        if str(module.path) not in MAY_CATCH_ALL
        for place in house.broad_excepts(module)
    ] == []


def test_no_module_is_named_after_nothing() -> None:
    named = {str(module.path) for module in CODE if FORBIDDEN_NAMES & set(module.name.split("."))}
    assert named == set()


def test_hardly_any_test_replaces_a_part_of_the_product() -> None:
    patched = [place for module in TESTS for place in house.patching(module)]
    assert len(patched) <= 0.05 * sum(len(house.tests_of(module)) for module in TESTS), patched


def test_the_figures_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{house.figures()}")


def test_an_empty_tree_has_figures_too(tmp_path: Path) -> None:
    assert "files:      median 0, p90 0, max 0 lines (0 files, 0 lines)" in house.figures(tmp_path)
    assert house.cycle([]) == []


def test_a_spread_is_of_all_values() -> None:
    assert Spread.of([*range(1, 11)]) == Spread(5.5, 9, 10)
    assert Spread.of([7]) == Spread(7, 7, 7)


Measure = Callable[[Module], list[tuple[str, int]]]


@pytest.mark.parametrize(
    ("measure", "text", "found"),
    [
        (house.function_lines, "@d\ndef f():\n    def g():\n        1\n    2", {"f": 4, "g": 2}),
        (house.function_lines, "class A:\n    async def f(self): 1", {"f": 1}),
        (
            house.positional_parameters,
            "def f(a, /, b, c=1, *d, e, **f): 1\nclass A:\n    def g(self, a): 1",
            {"f": 3, "g": 1},
        ),
    ],
)
def test_counting_by_function(measure: Measure, text: str, found: dict[str, int]) -> None:
    counted = measure(Module(Path("syncs/x.py"), text))
    assert {place.split()[1]: count for place, count in counted} == found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("def f():\n    import a\n    def g():\n        from b import c", [2, 4]),
        ("class A:\n    def f(self):\n        if 1:\n            import a", [4]),
        ("import a\nif a:\n    from b import c", []),
    ],
)
def test_finding_imports_inside_functions(text: str, lines: list[int]) -> None:
    found = house.inner_imports(Module(Path("syncs/x.py"), text))
    assert found == [f"syncs/x.py:{line}" for line in lines]


@pytest.mark.parametrize(
    ("caught", "broad"),
    [
        ("", True), (" Exception", True), (" Exception as e", True), (" BaseException", True),
        (" (OSError, Exception)", True), (" OSError", False), (" (OSError, KeyError)", False),
    ],
)  # fmt: skip
def test_finding_broad_excepts(caught: str, *, broad: bool) -> None:
    text = f"try:\n    1\nexcept{caught}:\n    2"
    found = house.broad_excepts(Module(Path("syncs/x.py"), text))
    assert found == (["syncs/x.py:3"] if broad else [])


@pytest.mark.parametrize(
    ("files", "ring"),
    [
        ({"a/x": "from .y import f", "a/y": "from . import x"}, {"a.x", "a.y"}),
        ({"a/x": "import a.y", "a/y": "from b import z", "b/z": "from a.x import f"},
         {"a.x", "a.y", "b.z"}),
        ({"a/x": "from .deep.y import f", "a/deep/y": "from ..x import g"}, {"a.x", "a.deep.y"}),
        ({"a/__init__": "from .x import f", "a/x": "from . import y", "a/y": ""}, set()),
        ({"a/x": "from .y import f\nfrom a import z", "a/y": "from .z import g", "a/z": ""}, set()),
    ],
)  # fmt: skip
def test_finding_rings_of_imports(files: dict[str, str], ring: set[str]) -> None:
    modules = [Module(Path(f"{path}.py"), text) for path, text in files.items()]
    assert set(house.cycle(modules)) == ring


@pytest.mark.parametrize(
    ("text", "patched"),
    [
        ("def test_a(monkeypatch): 1", True),
        ("def test_a():\n    with patch('x'): 1", True),
        ("def test_a():\n    mock.patch.object(a, 'b')", True),
        ("@patch('x')\ndef test_a(): 1", True),
        ("def test_a(tenant):\n    with time_machine.travel(0): 1", False),
        ("def prepare(monkeypatch): 1", False),
    ],
)
def test_finding_tests_that_patch(text: str, *, patched: bool) -> None:
    assert bool(house.patching(Module(Path("tests/x.py"), text))) is patched
