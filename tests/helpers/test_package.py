"""The package as a whole: what it exports, what importing it loads, and who may use whom."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

PACKAGE = Path(helpers.__file__).parent
README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `(\w+)` \|", README.partition("| module of `helpers` |")[2], re.M)


def imported_rooms(room):
    """Return the modules and subpackages of helpers that one of them imports, anywhere in it."""
    folder = PACKAGE / room
    rooms = set()
    for path in folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            rooms |= {name.split(".")[1] for name in names if name.startswith("helpers.")}
    return rooms - {room}


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


def test_the_map_in_the_readme_is_complete():
    assert sorted(ROOMS) == sorted(
        path.stem for path in PACKAGE.iterdir() if path.name[0] not in "._"
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_uses_only_those_above_it(room):
    assert imported_rooms(room) <= set(ROOMS[: ROOMS.index(room)])


@pytest.mark.parametrize("road", ["layers", "losses", "autodiff", "gradients"])
def test_the_roads_to_a_gradient_share_no_derivatives(road):
    assert imported_rooms(road) <= {"functions"}
