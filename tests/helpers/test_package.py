"""The package as a whole: what it exports, what importing it loads, and who may use whom."""

import ast
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

import helpers
from tests.test_walls import AsRun

PACKAGE = Path(helpers.__file__).parent

# In the order in which to read them; each may use those before it.
MODULES = [
    "types",
    "extras",
    "files",
    "progress",
    "functions",
    "layers",
    "losses",
    "network",
    "optimizers",
    "training",
    "gradients",
    "gradient_check",
    "autodiff",
    "parameters",
    "saving",
    "data",
    "digits",
    "mnist",
    "faults",
    "study",
    "plots",
]


def imports(module, prepare=lambda tree: tree):
    """Return the dotted names that a module of helpers, or a subpackage, imports anywhere in it."""
    folder = PACKAGE / module
    names = set()
    for path in folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]:
        for node in ast.walk(prepare(ast.parse(path.read_text(encoding="utf-8")))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def used(names):
    """Return which modules of helpers are among dotted names."""
    return {name.split(".")[1] for name in names if name.startswith("helpers.")}


def test_everything_announced_can_be_imported():
    assert len(set(helpers.__all__)) == len(helpers.__all__)
    assert all(hasattr(helpers, name) for name in helpers.__all__)


def test_everything_public_has_a_docstring():
    assert all(getattr(helpers, name).__doc__ for name in helpers.__all__)


def test_importing_loads_numpy_and_nothing_heavier():
    code = "import helpers, sys; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split()) - sys.stdlib_module_names
    assert "numpy" in loaded
    for heavy in ("matplotlib", "scipy", "tqdm", "joblib", "ipywidgets", "IPython", "pooch"):
        assert heavy not in loaded


def test_every_module_has_its_place():
    assert sorted(MODULES) == sorted(module.name for module in iter_modules(helpers.__path__))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_uses_only_those_before_it(module):
    assert used(imports(module)) - {module} <= set(MODULES[: MODULES.index(module)])


@pytest.mark.parametrize("road", ["layers", "losses", "autodiff", "gradients"])
def test_the_roads_to_a_gradient_share_no_derivatives(road):
    assert used(imports(road, AsRun().visit)) <= {"functions", "types"}


def test_types_are_names_and_nothing_that_could_be_shared():
    tree = ast.parse((PACKAGE / "types.py").read_text(encoding="utf-8"))
    assert {type(node) for node in tree.body[1:]} == {ast.ImportFrom, ast.AnnAssign}
