"""What `check_gradient` says of right gradients, and of wrong ones, on networks of all kinds.

    python -m benchmarks.verdicts [--networks 200] [--errors 40] [--method complex_step]

The first table judges right gradients: a right one must never be called wrong. The second plants
errors, in a whole parameter, in its largest entry, in a random entry, relative to what stands
there: they must be found, or be undecidable, and never be right, down to the tolerance of 1e-6.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers import (
    Network,
    bce_with_logits,
    central_difference,
    check_gradient,
    complex_step,
    half_mse,
    mse,
    softmax_cross_entropy,
)
from helpers.types import Array, Loss

LOSSES = (half_mse, mse, bce_with_logits, softmax_cross_entropy)
METHODS = {"central_difference": central_difference, "complex_step": complex_step}
VERDICTS = ("right", "at a kink", "undecidable", "wrong")

Case = tuple[Network, Array, Array, Loss]


def random_case(rng: np.random.Generator, activations: tuple[str, ...]) -> Case:
    """Return a network as it is initialised, with random sizes, data and one of the losses."""
    sizes = [rng.integers(1, 6), *rng.integers(2, 11, rng.integers(1, 4)), rng.integers(1, 4)]
    N, K = int(rng.choice([1, 2, 5, 20, 100])), sizes[-1]
    net = Network(sizes, str(rng.choice(activations)), seed=int(rng.integers(1 << 30)))
    loss = LOSSES[rng.integers(len(LOSSES) - (K == 1))]  # of one logit, a softmax is always 1
    t = rng.standard_normal((N, K))
    if loss is bce_with_logits:
        t = (t > 0).astype(float)
    elif loss is softmax_cross_entropy:
        t = np.eye(K)[rng.integers(K, size=N)]
    return net, rng.standard_normal((N, sizes[0])), t, loss


def relu_as_initialised(rng: np.random.Generator) -> Case:
    return random_case(rng, ("relu",))


def smooth(rng: np.random.Generator) -> Case:
    return random_case(rng, ("tanh", "sigmoid"))


def corners_of_xor(rng: np.random.Generator) -> Case:
    net, _, _, _ = random_case(rng, ("relu",))
    net = Network([2, *net.sizes[1:-1], 1], "relu", seed=int(rng.integers(1 << 30)))
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return net, X, np.array([[0.0], [1.0], [1.0], [0.0]]), half_mse


def a_row_of_zeros(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu",))
    X[rng.integers(len(X))] = 0
    return net, X, t, loss


def whole_numbers(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu",))
    net.theta = rng.integers(-2, 3, net.theta.size)
    return net, rng.integers(-2, 3, X.shape).astype(float), t, loss


def saturated(rng: np.random.Generator) -> Case:
    net, X, t, loss = smooth(rng)
    net.theta *= rng.choice([5.0, 10.0, 30.0, 100.0])
    return net, X, t, loss


def of_all_scales(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu", "tanh", "sigmoid"))
    scale = 10.0 ** rng.integers(-10, 9)

    def scaled(y: Array, t: Array) -> tuple[Array, Array]:
        value, dy = loss(y, t)
        return scale * value, scale * dy

    return net, X, t, scaled


def tiny_inputs(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu", "tanh", "sigmoid"))
    return net, 1e-10 * X, t, loss


def huge_inputs(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu", "tanh", "sigmoid"))
    return net, 1e4 * X, t, loss


def targets_far_away(rng: np.random.Generator) -> Case:
    net, X, t, _ = random_case(rng, ("relu", "tanh", "sigmoid"))
    return net, X, t + 1e8, half_mse


def fitted(rng: np.random.Generator) -> Case:
    net, X, t, _ = random_case(rng, ("relu", "tanh", "sigmoid"))
    y = net.forward(X)
    return net, X, y + 10.0 ** rng.integers(-12, 1) * t, half_mse


def small_weights(rng: np.random.Generator) -> Case:
    net, X, t, loss = random_case(rng, ("relu", "tanh", "sigmoid"))
    net.theta *= 0.01
    return net, X, t, loss


FAMILIES: tuple[Callable[[np.random.Generator], Case], ...] = (
    relu_as_initialised, smooth, corners_of_xor, a_row_of_zeros, whole_numbers, saturated,
    of_all_scales, tiny_inputs, huge_inputs, targets_far_away, fitted, small_weights,
)  # fmt: skip


def name(family: Any) -> str:
    return family.__name__.replace("_", " ")


def of_right_gradients(family: Any, networks: int, method: Any) -> Counter[str]:
    """Count the verdicts over all entries, and under "networks" those with a wrong one."""
    counts: Counter[str] = Counter()
    for seed in range(networks):
        report = check_gradient(*family(np.random.default_rng(seed)), method)
        counts.update(str(verdict) for check in report for verdict in check.verdicts.flat)
        counts["networks"] += bool(report.wrong)
    return counts


def planted(rng: np.random.Generator, case: Case, where: str, size: float) -> Any:
    """Return (gradient with an error, the name of the parameter, the entries), or None.

    None if all that is there is rounding, of which an error is no error.
    """
    net, X, t, loss = case
    g = net.loss_and_gradient(X, t, loss)[1]
    parts = net.named(g)
    names = [key for key, part in parts.items() if np.max(np.abs(part)) > 1e-13 * np.max(abs(g))]
    if np.max(np.abs(g)) < 1e-30:
        return None
    key = str(rng.choice(names))
    part = np.abs(parts[key])
    entries = part > 1e-13 * np.max(np.abs(g))
    if where != "a whole parameter":
        large = np.flatnonzero(entries)
        entry = np.argmax(part) if where == "its largest entry" else rng.choice(large)
        entries = np.arange(part.size).reshape(part.shape) == entry
    parts[key][entries] *= 1 + size
    return g, key, entries


def of_planted_errors(where: str, size: float, errors: int, method: Any) -> Counter[str]:
    """Count the verdicts on the parameters with an error, families in turn."""
    counts: Counter[str] = Counter()
    for seed in range(errors):
        rng = np.random.default_rng(10_000 + seed)
        case = FAMILIES[seed % len(FAMILIES)](rng)
        if found := planted(rng, case, where, size):
            g, key, entries = found
            check = check_gradient(*case, method, gradient=g)[key]
            counts[max(check.verdicts[entries], key=VERDICTS.index)] += 1
    return counts


def tables(networks: int, errors: int, method: Any) -> Iterator[str]:
    """Yield both tables, line by line."""
    yield f"{'right gradients':22}" + "".join(f"{v:>13}" for v in VERDICTS) + "  networks wrong"
    for family in FAMILIES:
        counts = of_right_gradients(family, networks, method)
        total = sum(counts[verdict] for verdict in VERDICTS)
        shares = "".join(f"{counts[verdict] / total:13.2%}" for verdict in VERDICTS)
        yield f"{name(family):22}{shares}{counts['networks']:8} of {networks}"
    yield f"\n{'planted in':20}{'relative':>9}" + "".join(f"{v:>13}" for v in VERDICTS)
    for where in ("a whole parameter", "its largest entry", "a random entry"):
        for exponent in range(1, 9):
            counts = of_planted_errors(where, 10.0**-exponent, errors, method)
            row = "".join(f"{counts[verdict]:13}" for verdict in VERDICTS)
            yield f"{where:20}{10.0**-exponent:9.0e}{row}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdicts")
    parser.add_argument("--networks", type=int, default=200, help="of each kind")
    parser.add_argument("--errors", type=int, default=40, help="of each kind and size")
    parser.add_argument("--method", choices=METHODS, default="central_difference")
    arguments = parser.parse_args()
    for line in tables(arguments.networks, arguments.errors, METHODS[arguments.method]):
        print(line, flush=True)
