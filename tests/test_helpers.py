"""The package as a whole: what it exports, and what importing it loads."""

import subprocess
import sys

import helpers


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
