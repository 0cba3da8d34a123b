"""The rooms of the house: who may import whom, and that no import leads back."""

import ast
from graphlib import TopologicalSorter

import pytest

from tests import ROOT

# What the modules of a room may import of ours, besides each other.
ROOMS = {
    "helpers": (),
    "workbook.checks": ("helpers.files",),
    "workbook.questions": ("workbook.checks", "helpers"),
    "workbook.notebooks": ("workbook.checks", "helpers.files"),
    "workbook.learning": (
        "workbook.checks",
        "workbook.notebooks",
        "helpers.extras",
        "helpers.files",
    ),
    "workbook.report": ("workbook.notebooks", "helpers.extras", "helpers.files"),
    "workbook.teaching": (
        "workbook.checks",
        "workbook.notebooks",
        "helpers.extras",
        "helpers.files",
    ),
    "workbook.teaching.isolation": ("helpers",),
    "workbook": ("helpers.extras",),
}


def module_name(path):
    """Return the dotted name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path
    for package in ("helpers", "workbook")
    for path in sorted((ROOT / package).rglob("*.py"))
}


class AsRun(ast.NodeTransformer):
    """Leaves out what only a type checker reads."""

    def visit_If(self, node):
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def imported(module):
    """Return the modules of ours that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(AsRun().visit(ast.parse(MODULES[module].read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module for name in inner}
    return names & MODULES.keys()


def room(module):
    """Return the room that a module is in."""
    return max((name for name in ROOMS if f"{module}.".startswith(f"{name}.")), key=len)


def test_no_import_leads_back():
    assert set(TopologicalSorter({name: imported(name) for name in MODULES}).static_order())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_room_may(module):
    own = room(module)
    allowed = (own, *ROOMS[own])
    strangers = [name for name in imported(module) if not f"{name}.".startswith(allowed)]
    assert strangers == []


@pytest.mark.parametrize(
    "name", ["checks", "checks/diagnosis", "learning", "notebooks", "report", "teaching"]
)
def test_every_module_is_on_the_map_of_its_room(name):
    folder = ROOT / "workbook" / name
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    assert {each for each in modules if f"`{each}`" not in docstring} == set()


def test_nothing_outside_the_tests_looks_like_a_test():
    folders = ("benchmarks", "data", "docs", "helpers", "notebooks", "workbook")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert files
    assert [path for path in files if path.match("test_*.py") or path.match("*_test.py")] == []
