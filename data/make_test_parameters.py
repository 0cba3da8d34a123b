"""Make data/test-parameters.pkl, the parameter file that notebook 03 is tested on.

A 2-10-10-1 network as it stands before any training, and 200 pairs to train it on: inputs uniform
in the square [-1, 1]², and targets t = x1² − x2 + x1 x2 + noise of standard deviation 0.1.
Keys, shapes and dtypes are those that `helpers.parameters.load_parameters` expects.

Run as ``python data/make_test_parameters.py``: the same arrays every time.
"""

import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np

SEED = 20
SIZES = (2, 10, 10, 1)
N = 200


def make_test_parameters():
    """Return the file's content: a dict of arrays."""
    rng = np.random.default_rng(SEED)
    content = {}
    for number, (n_in, n_out) in enumerate(pairwise(SIZES), start=1):
        # Uniform on ±√(6/n_in) has He's variance 2/n_in. Biases are not zero: a test should notice
        # one that is forgotten.
        bound = np.sqrt(6 / n_in)
        content[f"w{number}"] = rng.uniform(-bound, bound, (n_out, n_in)).astype(np.float32)
        content[f"b{number}"] = rng.uniform(-0.5, 0.5, n_out).astype(np.float32)
    x1, x2 = inputs = rng.uniform(-1, 1, (2, N))
    content["inputs"] = np.ascontiguousarray(inputs.T)
    content["targets"] = x1 * x1 - x2 + x1 * x2 + 0.1 * rng.standard_normal(N)
    return content


if __name__ == "__main__":
    with Path(__file__).with_name("test-parameters.pkl").open("wb") as file:
        pickle.dump(make_test_parameters(), file, protocol=4)
