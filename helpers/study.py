"""Deep versus wide: networks of every depth and width, each trained from many initial weights.

The repeats of one architecture are one stack of networks that trains at once. The architectures
go through joblib, one after the other unless ``joblib.parallel_config`` says otherwise: a line
such as ``with parallel_config(backend="dask"):`` sends the same study to a cluster. joblib comes
with the extra ``study``, dask with ``cluster``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.data import NoisyXOR
from helpers.extras import needs
from helpers.losses import bce_with_logits
from helpers.network import Network
from helpers.optimizers import Adam
from helpers.progress import progress_bar
from helpers.training import TrainingInterrupted, require_whole, train
from helpers.types import Array

DEPTHS = (0, 1, 2, 3)
WIDTHS = (1, 2, 3)
ARCHITECTURES = [(depth, width) for depth in DEPTHS for width in WIDTHS]

# Repeats beyond this many train as further stacks, so that memory does not grow with them.
STACK = 100


@dataclass
class Runs:
    """All repeats of one architecture.

    Attributes
    ----------
    net : Network
        The architecture; ``net.at(theta)`` gives it parameters.
    initial, final : array, shape (R, P)
        The parameters of each repeat, before and after training.
    loss : array, shape (R,)
        Binary cross-entropy of each repeat on new data, after training.
    """

    net: Network
    initial: Array
    final: Array
    loss: Array


def layer_sizes(depth: int, width: int) -> list[int]:
    """Return the sizes of a network from 2 inputs to 1 output with `depth` layers of `width`."""
    return [2] + depth * [width] + [1]


def train_repeats(
    depth: int, width: int, data: NoisyXOR, new_data: NoisyXOR, repeats: int, epochs: int = 100,
    batch_size: int = 32, learning_rate: float = 0.02, seed: int = 0,
) -> Runs:  # fmt: skip
    """Train one architecture `repeats` times, from different initial weights.

    Nothing else differs between the repeats: they see the same data in the same minibatches. The
    k-th repeat is the same however many there are.

    Parameters
    ----------
    depth, width : int
        Hidden layers and units in each. Without hidden layers the width only changes the seeds.
    data, new_data : NoisyXOR
        To train on, and to measure the loss on afterwards.
    repeats, epochs, batch_size : int
    learning_rate : float
        Of Adam.
    seed : int
        Decides the initial weights, with depth and width, and the order of the samples.

    Returns
    -------
    Runs

    Raises
    ------
    TrainingInterrupted
        After Ctrl-C.
    """
    sizes = layer_sizes(depth, width)
    seeds = np.random.SeedSequence([seed, depth, width]).generate_state(repeats)
    options: dict[str, Any] = {"seed": seed, "progress": False}
    initial, final, loss = [], [], []
    for start in range(0, repeats, STACK):
        net = Network(sizes, "tanh", seed=seeds[start : start + STACK])
        initial.append(net.theta.copy())
        optimizer = Adam(learning_rate)
        require_whole(
            train(net, *data[:], bce_with_logits, optimizer, batch_size, epochs, **options)
        )
        final.append(net.theta)
        loss.append(net.loss_function(new_data.X, new_data.t, bce_with_logits)(net.theta))
    parts = (np.concatenate(part) for part in (initial, final, loss))
    return Runs(Network(sizes, "tanh", seed=0), *parts)


class Study(dict[tuple[int, int], Runs]):
    """{(depth, width): Runs}, all twelve, or fewer if it was interrupted."""

    @property
    def interrupted(self) -> bool:
        """Whether some are missing."""
        return len(self) < len(ARCHITECTURES)

    @property
    def extent(self) -> str:
        """How many there are: "12 architectures", or "5 of 12 architectures, interrupted"."""
        of = f" of {len(ARCHITECTURES)} architectures, interrupted"
        return f"{len(self)}{of if self.interrupted else ' architectures'}"

    def __missing__(self, architecture: tuple[int, int]) -> Runs:
        require_whole(self)
        raise KeyError(architecture)


def study(
    data: NoisyXOR, new_data: NoisyXOR, repeats: int = 30, seed: int = 0, **settings: Any
) -> Study:
    """Train all depths 0 … 3 × widths 1 … 3, each `repeats` times.

    Depth 0 has no width: its three entries are the same three-parameter network from three
    disjoint sets of initial weights, so they show how far chance alone moves an entry.

    Parameters
    ----------
    data, new_data, repeats, seed
        As in `train_repeats`.
    **settings
        epochs, batch_size, learning_rate, as in `train_repeats`.

    Returns
    -------
    Study
        {(depth, width): Runs}, twelve entries; after Ctrl-C, which is told, those that were done.
    """
    with needs("study"):
        from joblib import Parallel, delayed

    settings |= {"repeats": repeats, "seed": seed}
    runs = Study()
    try:
        work = Parallel(return_as="generator")(
            delayed(train_repeats)(*architecture, data, new_data, **settings)
            for architecture in ARCHITECTURES
        )
        bar = progress_bar(work, "study", "architecture", len(ARCHITECTURES))
        with bar as done:
            runs.update(zip(ARCHITECTURES, done, strict=True))
    except (KeyboardInterrupt, TrainingInterrupted):
        print(runs.extent)
    return runs
