"""NumPy alone is enough to import both packages; what needs more says which extra to install."""

import os
import subprocess
import sys

import pytest

from helpers.extras import needs
from tests import ROOT

OPTIONAL = ("requests", "pooch", "tqdm", "joblib", "matplotlib", "PIL", "IPython", "ipywidgets")
WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""
MODULES = sorted(f"helpers.{path.stem}" for path in (ROOT / "helpers").glob("[a-z]*.py"))


def run_without(absent, code):
    """Run code in a fresh process in which some packages cannot be imported."""
    environment = {key: value for key, value in os.environ.items() if key != "MNIST_DIR"}
    command = [sys.executable, "-c", WITHOUT.format(absent=set(absent)) + code]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)


def test_everything_but_the_plots_is_imported_without_any_optional_package():
    run = run_without(OPTIONAL, f"import workbook, {', '.join(MODULES)}\nprint(workbook.check)")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("<function check")


DOWNLOAD = """
import pooch
from helpers import mnist
pooch.os_cache = lambda project: {folder!r}
mnist.MIRRORS = ("http://127.0.0.1:9/",)
mnist.load_mnist()
"""


@pytest.mark.parametrize(
    ("absent", "extra", "code"),
    [
        ("pooch", "mnist", "from helpers.mnist import load_mnist; load_mnist()"),
        ("requests", "mnist", "from helpers.mnist import load_digits; load_digits()"),
        ("tqdm", "mnist", DOWNLOAD),
        ("joblib", "study", "from helpers.study import study; study(None, None)"),
        ("matplotlib", "plots", "from helpers.digits import draw_digits; draw_digits(1, 1)"),
        ("matplotlib", "plots", "import helpers.plots"),
        ("matplotlib", "plots", "from helpers.plots.base import axes"),
        ("PIL", "plots", "import helpers.plots"),
        ("IPython", "plots", "from helpers.plots import figure; figure(None, '', '')"),
        ("IPython", "plots", "from helpers.plots import movie; movie([], '', '')"),
    ],
)
def test_what_needs_more_names_the_package_and_the_extra(absent, extra, code, tmp_path):
    run = run_without([absent], code.format(folder=str(tmp_path)))
    assert run.stderr.splitlines()[-1] == (
        f'ModuleNotFoundError: {absent} is not installed; it comes with the extra "{extra}": '
        f'pip install "backprop-workbook[{extra}]"'
    )


def test_training_goes_on_without_a_bar():
    code = """
from helpers import SGD, Network, half_mse, train
import numpy as np
ones = np.ones((4, 1))
train(Network([1, 1]), ones, ones, half_mse, SGD(0.1), 2, 3, progress=True,
      callbacks=[lambda epoch, net, history: print(epoch)])
"""
    run = run_without(["tqdm"], code)
    assert (run.stdout.split(), run.stderr) == (["0", "1", "2", "3"], "")


def test_the_error_keeps_the_name_of_what_is_missing():
    with pytest.raises(ModuleNotFoundError) as error, needs("mnist"):
        import no_such_package  # noqa: F401
    assert error.value.name == "no_such_package"
    assert str(error.value) == (
        'no_such_package is not installed; it comes with the extra "mnist": '
        'pip install "backprop-workbook[mnist]"'
    )


def test_an_import_that_fails_for_another_reason_is_left_as_it_is():
    with pytest.raises(ImportError, match="cannot import name 'no_such_name'"), needs("mnist"):
        from pathlib import no_such_name  # noqa: F401
