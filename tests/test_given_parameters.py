"""Notebook 3 on given parameters: its numbers equal those of the formulas, written out here."""

import pickle
import runpy
import shutil

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from tests import ROOT

SHIPPED = ROOT / "data" / "test-parameters.pkl"
COURSE = "assignment-one-test-parameters.pkl"

# A course's own file is not part of the project; it is tested where it lies beside it.
PLACES = [ROOT / "data", *(folder / "shared" / "reference" for folder in ROOT.parents)]
REAL = next((place / COURSE for place in PLACES if (place / COURSE).exists()), None)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SHIPPED, id="shipped"),
        pytest.param(REAL, id="real", marks=pytest.mark.skipif(not REAL, reason="no such file")),
    ],
)
def run(request, tmp_path_factory):
    """The file's content, and what notebook 3, from there on, computes in a copy of the tree."""
    folder = tmp_path_factory.mktemp("tree")
    (folder / "notebooks").mkdir()
    (folder / "data").mkdir()
    shutil.copy(SHIPPED, folder / "data")
    if request.param != SHIPPED:
        shutil.copy(request.param, folder / "data" / COURSE)
    path = ROOT / "notebooks" / "03_relu_pickle_test.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    (found,) = [k for k, cell in enumerate(code) if COURSE in cell.source]
    save = 'np.savez("computed.npz", dW1=dW1, db1=db1, losses=losses)'
    notebook.cells = [code[0], *code[found:], new_code_cell(save)]
    where = {"metadata": {"path": str(folder / "notebooks")}}
    NotebookClient(notebook, timeout=120, resources=where).execute()
    with request.param.open("rb") as file:
        content = pickle.load(file)
    given = {key: np.asarray(array, np.float64) for key, array in content.items()}
    with np.load(folder / "notebooks" / "computed.npz") as computed:
        return given, dict(computed)


def forward(p, x):
    """Return all that one pair needs on its way back: layer by layer, for one input x (2,)."""
    a1 = p["w1"] @ x + p["b1"]
    z1 = np.where(a1 > 0, a1, 0)
    a2 = p["w2"] @ z1 + p["b2"]
    z2 = np.where(a2 > 0, a2, 0)
    return a1, z1, a2, z2, (p["w3"] @ z2 + p["b3"])[0]


def loss_and_gradient(p, x, t):
    """Return (ŷ − t)²/2 and its gradient, by the recursion for δ."""
    a1, z1, a2, z2, y = forward(p, x)
    delta3 = np.array([y - t])
    delta2 = np.where(a2 > 0, p["w3"].T @ delta3, 0)
    delta1 = np.where(a1 > 0, p["w2"].T @ delta2, 0)
    gradient = {"b1": delta1, "b2": delta2, "b3": delta3}
    gradient |= {"w1": np.outer(delta1, x), "w2": np.outer(delta2, z1)}
    gradient |= {"w3": np.outer(delta3, z2)}
    return (y - t) ** 2 / 2, gradient


def mean_losses(given, updates, learning_rate):
    """Return the mean loss before any update and after each, one pair at a time."""
    p = {key: given[key] for key in ("w1", "b1", "w2", "b2", "w3", "b3")}
    losses = []
    for _ in range(updates + 1):
        pairs = zip(given["inputs"], given["targets"], strict=True)
        values, gradients = zip(*(loss_and_gradient(p, x, t) for x, t in pairs), strict=True)
        losses.append(np.mean(values))
        p = {
            key: array - learning_rate * np.mean([g[key] for g in gradients], axis=0)
            for key, array in p.items()
        }
    return losses


def test_the_gradients_of_the_first_pair(run):
    given, computed = run
    _, gradient = loss_and_gradient(given, given["inputs"][0], given["targets"][0])
    assert np.any(gradient["w1"])
    np.testing.assert_allclose(computed["dW1"], gradient["w1"], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(computed["db1"], gradient["b1"], rtol=1e-10, atol=1e-12)


def test_the_six_mean_losses(run):
    given, computed = run
    expected = mean_losses(given, updates=5, learning_rate=0.01)
    np.testing.assert_allclose(computed["losses"], expected, rtol=1e-10)


def test_the_gradient_written_out_here_is_that_of_the_loss_written_out_here():
    rng = np.random.default_rng(0)
    shapes = {"w1": (10, 2), "b1": 10, "w2": (10, 10), "b2": 10, "w3": (1, 10), "b3": 1}
    p = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
    x, t, h = rng.standard_normal(2), 0.3, 1e-6
    _, gradient = loss_and_gradient(p, x, t)
    for key, array in p.items():
        direction = rng.standard_normal(array.shape)
        up, down = (
            loss_and_gradient(p | {key: array + step * direction}, x, t)[0] for step in (h, -h)
        )
        assert np.isclose((up - down) / (2 * h), np.sum(gradient[key] * direction), rtol=1e-5)


def test_the_shipped_file_is_what_its_script_makes():
    made = runpy.run_path(str(ROOT / "data" / "make_test_parameters.py"))["make_test_parameters"]()
    with SHIPPED.open("rb") as file:
        shipped = pickle.load(file)
    assert list(made) == list(shipped)
    for key, array in made.items():
        assert shipped[key].dtype == array.dtype
        np.testing.assert_allclose(shipped[key], array, rtol=1e-12)
