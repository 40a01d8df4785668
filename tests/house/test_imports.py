"""No module imports another that imports it, even from inside a function or for its types alone; what is imported late
is counted."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for package in ("config", "models", "tui")
    for file in (ROOT / package).rglob("*.py")
}
LATE = {
    "models.storage.engine": (1, "the library of encrypted files is an extra"),
    "models.storage.guards": (1, "a server's own guards are of no use to a file"),
    "models.storage.migrations": (3, "a server's own guards and accounts, tidied with its base"),
    "models.storage.opening": (2, "the driver of a server is an extra; few databases are of an earlier schema"),
    "models.together.roles": (1, "the rights of accounts on a server, which a file has none of"),
    "tui.command": (6, "what only a fault needs"),
    "tui.commands.loaders": (31, "a command is loaded when it is asked for"),
    "tui.commands": (173, "a command loads what it needs once its words are understood: --help loads no database"),
    "tui.shell.palette": (1, "the commands of every other screen are loaded beside the one in front"),
    "tui.shell.screens": (15, "a screen is loaded when it is opened: the first one is there sooner"),
    "tui.shell.tabs": (9, "a tab is loaded when it is chosen"),
    "tui": (60, "a window, a form, a workbook is loaded when it is asked for"),
}
"""Where a module of the program is imported from inside a function: how many times at most, and why."""


def imported(node: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """The modules of the program a piece of code imports, and whether from inside a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, late) for alias in child.names if alias.name in MODULES)
        if isinstance(child, ast.ImportFrom) and child.module:
            named = (f"{child.module}.{alias.name}" for alias in child.names)
            for name in dict.fromkeys(name if name in MODULES else child.module for name in named):
                if name in MODULES:
                    yield name, late
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imported(child, late or inside)


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules each of which reaches all the others (Tarjan's strongly connected components)."""
    rank: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        rank[name] = low[name] = len(rank)
        path.append(name)
        for other in graph[name]:
            if other not in rank:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in path:
                low[name] = min(low[name], rank[other])
        if low[name] == rank[name]:
            group = {path.pop()}
            while name not in group:
                group.add(path.pop())
            if len(group) > 1:
                found.append(group)

    for name in graph:
        if name not in rank:
            visit(name)
    return found


@pytest.fixture(scope="module")
def imports():
    """What each module imports, and whether late."""
    return {name: list(imported(ast.parse(file.read_text(encoding="utf-8")))) for name, file in MODULES.items()}


def test_a_circle_is_found():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set()}
    assert circles(graph) == [{"a", "b", "c"}]
    assert circles({**graph, "c": {"d"}}) == []


def test_an_import_inside_a_function_is_seen():
    code = "import config\ndef one():\n    from models.acts import act, closed\n    from models.acts.act import Act"
    assert list(imported(ast.parse(code))) == [
        ("config", False),
        ("models.acts.act", True),
        ("models.acts.closed", True),
        ("models.acts.act", True),
    ]


def test_no_module_imports_another_that_imports_it(imports):
    assert circles({name: {other for other, _ in its if other != name} for name, its in imports.items()}) == []


def test_late_imports_are_few_and_have_a_reason(imports):
    counted: Counter[str] = Counter()
    for name, its in imports.items():
        place = next((one for one in LATE if name == one or name.startswith(f"{one}.")), name)
        counted[place] += sum(late for _, late in its)
    assert {place: count for place, count in counted.items() if count > LATE.get(place, (0, ""))[0]} == {}
