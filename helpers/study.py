"""Deep versus wide: networks of every depth and width, on many training sets, from many starts.

All runs of a setting are stacks of networks that train at once, each on its own training set. The
settings go through joblib, one after the other unless ``joblib.parallel_config`` says otherwise:
``with parallel_config(backend="dask"):`` sends the same study to a cluster. joblib comes with the
extra ``study``, dask with ``cluster``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from helpers.data import CORNERS, NoisyXOR
from helpers.extras import needs
from helpers.losses import bce_with_logits
from helpers.network import Network
from helpers.optimizers import Adam
from helpers.progress import progress_bar
from helpers.training import Stoppable, TrainingDiverged, require_whole, train
from helpers.types import Array

DEPTHS = (0, 1, 2, 3)
WIDTHS = (1, 2, 3)
ARCHITECTURES = tuple((depth, width) for depth in DEPTHS for width in WIDTHS)

# (depth, width), or (depth, width, learning rate).
Setting: TypeAlias = tuple[Any, ...]

# Runs beyond this many train as further stacks, so that memory does not grow with them.
STACK = 100


@dataclass(eq=False)
class Runs:
    """All runs of one setting: on S training sets, from R initial weights on each.

    Attributes
    ----------
    net : Network
        The architecture; ``net.at(theta)`` gives it parameters (P,) or (R, P).
    initial, final : array, shape (S, R, P)
        The parameters of each run, before and after training.
    loss : array, shape (S, R)
        Binary cross-entropy of each run on new data, after training.
    """

    net: Network
    initial: Array
    final: Array
    loss: Array

    @property
    def corner_logits(self) -> Array:
        """The final logits at the corners (0, 0), (0, 1), (1, 0), (1, 1), shape (S, R, 4)."""
        flat = self.final.reshape(-1, self.final.shape[-1])
        return self.net.at(flat).forward(CORNERS).reshape(*self.loss.shape, 4)

    @property
    def solved(self) -> Array:
        """Whether a run gives all four corners their label, shape (S, R)."""
        return np.all((self.corner_logits > 0) == (CORNERS.sum(axis=1) == 1), axis=-1)


def layer_sizes(depth: int, width: int) -> list[int]:
    """Return the sizes of a network from 2 inputs to 1 output with `depth` layers of `width`."""
    return [2] + depth * [width] + [1]


def train_repeats(
    data_sets: Sequence[NoisyXOR], new_data: NoisyXOR, repeats: int, depth: int, width: int,
    learning_rate: float = 0.02, epochs: int = 60, batch_size: int = 32, seed: int = 0,
) -> Runs:  # fmt: skip
    """Train one architecture on each of S data sets of one length, `repeats` times; return `Runs`.

    On one set only the initial weights differ, which depend on the set's place, depth, width and
    seed alone: a run is the same whatever else is run, and starts alike at each learning rate.
    The seed also decides in which order the N places of a data set are visited.

    Raises
    ------
    TrainingInterrupted, TrainingDiverged
        After Ctrl-C, or if a run diverges: there are no `Runs` that are not whole.
    """
    sizes, S = layer_sizes(depth, width), len(data_sets)
    sources = (np.random.SeedSequence([seed, depth, width, place]) for place in range(S))
    seeds = np.concatenate([source.generate_state(repeats) for source in sources])
    X, t = (np.stack(part) for part in zip(*(data[:] for data in data_sets), strict=True))
    options: dict[str, Any] = {"seed": seed, "progress": False}
    initial, final, loss = [], [], []
    name = f"depth {depth}, width {width}"
    with progress_bar(range(0, S * repeats, STACK), name, "stack") as starts:
        for start in starts:
            net = Network(sizes, "tanh", seed=seeds[start : start + STACK])
            initial.append(net.theta.copy())
            own = np.arange(start, start + len(net.theta)) // repeats  # the set that each run sees
            how = Adam(learning_rate), batch_size, epochs
            try:
                require_whole(train(net, X[own], t[own], bce_with_logits, *how, **options))
                loss.append(net.loss_function(new_data.X, new_data.t, bce_with_logits)(net.theta))
                if not np.isfinite(loss[-1]).all():
                    raise TrainingDiverged("the loss on new data is not finite. Train more slowly.")
            except TrainingDiverged as error:
                error.args = (f"{name}: {error}",)
                raise
            final.append(net.theta)
    parts = (np.concatenate(part) for part in (initial, final, loss))
    shaped = (part.reshape(S, repeats, *part.shape[1:]) for part in parts)
    return Runs(Network(sizes, "tanh", seed=0), *shaped)


class Study(dict[Setting, Runs], Stoppable):
    """{(depth, width): Runs} or {(depth, width, learning rate): Runs}, of `asked` settings."""

    unit = "settings"
    asked = 0

    def _counts(self) -> tuple[int, int]:
        return len(self), self.asked

    def __missing__(self, setting: Setting) -> Runs:
        require_whole(self)
        raise KeyError(setting)


def study(
    data_sets: Sequence[NoisyXOR], new_data: NoisyXOR, repeats: int = 30,
    settings: Sequence[Setting] = ARCHITECTURES, **options: Any,
) -> Study:  # fmt: skip
    """Train each setting on each training set, `repeats` times, and measure it on new data.

    A setting is (depth, width) or (depth, width, learning rate). Depth 0 has no width: its three
    entries are the same network from three disjoint sets of initial weights, and agree because its
    loss is convex: a check, which says nothing of the chance in the others. `options` are those of
    `train_repeats`: epochs, batch_size, seed.

    After Ctrl-C the `Study` holds the settings that were done, and says so. If a run diverges,
    TrainingDiverged is raised with the same as its `partial`.
    """
    with needs("study"):
        from joblib import Parallel, delayed

    runs = Study()
    runs.asked = len(settings)
    with runs.watched():
        work = Parallel(return_as="generator")(
            delayed(train_repeats)(data_sets, new_data, repeats, *setting, **options)
            for setting in settings
        )
        with progress_bar(work, "study", "setting", len(settings)) as done:
            for setting, result in zip(settings, done, strict=True):
                runs[setting] = result
    return runs
