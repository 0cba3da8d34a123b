"""The training loop: minibatches, a history of the losses, and clear words when it goes wrong.

A training, or a study of many, has a `state` when it ends:

- "whole": it is all that was asked for.
- "interrupted", by Ctrl-C or Jupyter's stop button: it says how far it came, and is returned.
- "diverged": something became nan or infinite. TrainingDiverged says what, when, and what to try;
  its `partial` is what there was before.

What there is, is whole in itself: of an epoch that was not finished nothing is left, neither in the
history nor in the network, nor of a setting in its study. `extent` says how much there is, and
`require_whole` lets nothing go on that needs more.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from math import isfinite
from operator import index
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from helpers.network import Network
from helpers.optimizers import Optimizer
from helpers.progress import progress_bar
from helpers.types import Array, Loss


class TrainingDiverged(ArithmeticError):
    """What is trained became nan or infinite; `partial` is the `History` or `Study` before that."""

    partial: Any = None


class TrainingInterrupted(RuntimeError):
    """What was asked for needs a whole training, and this one was stopped before its end."""


class Stoppable:
    """What may be stopped on its way, and says how much of it there is."""

    unit: ClassVar[str]
    state = "unfinished"  # then "whole", "interrupted" or "diverged"
    seconds = 0.0

    def _counts(self) -> tuple[int, int]:
        """Return how many are done, and how many were asked for."""
        raise NotImplementedError

    @property
    def extent(self) -> str:
        """How much there is, for a title: "50 epochs", or "6 of 50 epochs, interrupted"."""
        done, asked = self._counts()
        if self.state == "whole":
            return f"{done} {self.unit}"
        return f"{done} of {asked} {self.unit}, {self.state}"

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note how it ends, and how long it takes. After Ctrl-C, go on behind the block."""
        begin = time.perf_counter()
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # it is found where it matters
                yield
            self.state = "whole"
        except (KeyboardInterrupt, TrainingInterrupted):
            self.state = "interrupted"
            print(self.extent)
        except TrainingDiverged as error:
            self.state, error.partial = "diverged", self
            raise
        finally:
            self.seconds = time.perf_counter() - begin


@dataclass(eq=False)
class History(Stoppable):
    """What `train` saw.

    Attributes
    ----------
    loss : list
        Per epoch, the mean over its samples of the loss that each minibatch had before its step;
        a number, or (R,) for a crowd.
    validation_loss : list
        The loss on the validation data before the first step and after each epoch: one entry more
        than `loss`. Empty without validation data.
    seconds : float
        Time spent, evaluation and callbacks included.
    epochs : int
        How many were asked for.
    state : str
        "whole", "interrupted" or "diverged"; callbacks see an "unfinished" one.
    """

    unit = "epochs"
    loss: list[Any] = field(default_factory=list)
    validation_loss: list[Any] = field(default_factory=list)
    seconds: float = 0.0
    epochs: int = 0
    state: str = "unfinished"

    def _counts(self) -> tuple[int, int]:
        return len(self.loss), self.epochs

    def __repr__(self) -> str:
        end = np.array2string(np.asarray(self.loss[-1]), precision=4) if self.loss else "none"
        return f"History({self.extent}, {self.seconds:.1f} s, last loss {end})"


def require_whole(*trainings: Stoppable) -> None:
    """Raise TrainingInterrupted if a `History` or a `Study` is not whole: what follows needs it."""
    for training in trainings:
        if training.state != "whole":
            raise TrainingInterrupted(f"{training.extent}: run its cell again, to the end")


# Called as callback(epoch, net, history).
Callback: TypeAlias = Callable[[int, Network, History], object]


def minibatches(N: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    """Return index arrays that together are 0 … N − 1 in random order; the last may be short."""
    N, batch_size = _whole_number("N", N, 0), _whole_number("batch_size", batch_size, 1)
    order = rng.permutation(N)
    return (order[start : start + batch_size] for start in range(0, N, batch_size))


def _whole_number(name: str, value: Any, least: int) -> int:
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    return number


def train(
    net: Network, X: ArrayLike, t: ArrayLike, loss: Loss, optimizer: Optimizer,
    batch_size: int | None, epochs: int, validation: tuple[ArrayLike, ArrayLike] | None = None,
    seed: int | None = None, progress: bool = True, callbacks: Sequence[Callback] = (),
) -> History:  # fmt: skip
    """Train `net` in place by minibatch gradient descent: same seed, same parameters, bit for bit.

    Parameters
    ----------
    net : Network
        One network, or a crowd of R that all see the same minibatches.
    X, t : arrays, shape (N, in) and (N, out), or (R, N, in) and (R, N, out)
        Cast to the network's dtype once, at the start.
    loss : callable, (y, t) → (loss, ∂L/∂y)
    optimizer : SGD, Adam or any object with ``step(theta, gradient)``
    batch_size, epochs : int
        Samples per step, drawn without replacement, or None for all; how often all are drawn.
    validation : (X, t), optional; evaluated before the first step and after each epoch
    seed : int, optional; of the order of the samples
    progress : bool; show a bar once it takes longer than a second, if tqdm is installed
    callbacks : called as ``callback(epoch, net, history)`` before all (0) and after each epoch

    Returns
    -------
    History

    Raises
    ------
    TrainingDiverged
        If a loss (the last step's result has one, too), a gradient or a parameter is not finite.
    ValueError, TypeError
        Before the first step, for data, numbers or losses that make no sense.
    """
    X, t = _checked(net, (X, t))
    held_out = [] if validation is None else [_checked(net, validation, "validation ")]
    size = X.shape[-2] if batch_size is None else _whole_number("batch_size", batch_size, 1)
    history = History(epochs=_whole_number("epochs", epochs, 0))
    rng, bar = np.random.default_rng(seed), progress_bar if progress else nullcontext
    run = _Run(net, X, t, held_out, loss, optimizer, size, rng, history)
    with history.watched(), bar(range(1, history.epochs + 1)) as numbers:
        for epoch in chain([0], numbers):
            run.whole_epoch(epoch)
            for callback in callbacks:
                callback(epoch, net, history)
    return history


def _checked(net: Network, pair: tuple[ArrayLike, ArrayLike], of: str = "") -> tuple[Array, Array]:
    """Return X and t as arrays of the network's dtype, or say what makes no sense."""
    if len(pair) != 2:
        raise ValueError(f"{of}data must be a pair (X, t), got {len(pair)} parts")
    dtype, crowd = net.theta.dtype, net.theta.shape[:-1]
    X, t = (np.asarray(data).astype(dtype, casting="same_kind", copy=False) for data in pair)
    known = all(data.ndim > 1 and data.shape[:-2] in ((), crowd) for data in (X, t))
    if not known or not X.shape[-2] == t.shape[-2] > 0:
        own = f", or ({crowd[0]}, N, …)," if crowd else ""
        shapes = f"{of}X {X.shape} and t {t.shape}"
        raise ValueError(f"{shapes} must be (N, in) and (N, out){own} with N ≥ 1")
    for name, data in (("X", X), ("t", t)):
        if not np.isfinite(data).all():
            raise ValueError(f"{of}{name} holds nan or inf: mend or drop those samples")
    return X, t


@dataclass
class _Run:
    """What a call of `train` works on."""

    net: Network
    X: Array
    t: Array
    held_out: list[tuple[Array, Array]]
    loss: Loss
    optimizer: Optimizer
    batch_size: int
    rng: np.random.Generator
    history: History

    def whole_epoch(self, epoch: int) -> None:
        """Train an epoch, and note its losses, or leave all as it was. Epoch 0 has no steps."""
        net, before = self.net, self.net.theta.copy()
        try:
            value = (self.steps(epoch),) if epoch else ()
            measured = [self.loss(net.forward(X), t)[0] for X, t in self.held_out]
            if not all(map(_finite, measured)):
                when = f"after epoch {epoch}" if epoch else "before the first step"
                raise self.diverged(f"the validation loss is {{}} {when}", measured[0])
        except BaseException:
            net.theta = before
            raise
        self.history.loss += value
        self.history.validation_loss += measured

    def steps(self, epoch: int) -> Any:
        """Take a step per minibatch, and return the mean loss over the samples."""
        net, loss, N = self.net, self.loss, self.X.shape[-2]
        total: Any = 0.0
        for step, batch in enumerate(minibatches(N, self.batch_size, self.rng), start=1):
            X, t = self.X.take(batch, axis=-2), self.t.take(batch, axis=-2)
            value, dy = loss(y := net.forward(X), t)
            if step == epoch == 1:
                seen, due = (np.shape(value), np.shape(dy)), (net.theta.shape[:-1], y.shape)
                if seen != due:
                    raise ValueError(f"the loss must return arrays of shapes {due}, got {seen}")
            if not _finite(value):
                after = f"in epoch {epoch}, step {step - 1}" if step > 1 else ""
                raise self.diverged(f"the loss is {{}} in epoch {epoch}, step {step}", value, after)
            self.optimizer.step(net.theta, net.backward(dy))
            total = total + value * len(batch)
        last = epoch == self.history.epochs
        if not _finite(net.theta) or (last and not _finite(value := loss(net.forward(X), t)[0])):
            after = f"in epoch {epoch}, step {step}"
            raise self.diverged("the loss is {} after the last step", value, after)
        return total / N

    def diverged(self, said: str, value: Array, step: str = "") -> TrainingDiverged:
        """Return the error that says what is not finite, when, in which networks, what to try.

        It is `said` of the loss, unless the `step` before left what is not finite.
        """
        before = {"a parameter": self.net.theta, "the gradient": self.net.gradient}
        for what, part in before.items() if step else ():
            if not _finite(part):
                said, value = f"{what} is {{}} {step}", part
        by_network = np.reshape(value, (*self.net.theta.shape[:-1], -1))
        bad, who = ~np.isfinite(by_network), ""
        if bad.ndim == 2:
            who = f" for the networks {np.flatnonzero(bad.any(axis=1)).tolist()} of the crowd"
        rate = getattr(self.optimizer, "learning_rate", None)
        smaller = f"a learning rate below {rate:g}" if rate else "a smaller learning rate"
        return TrainingDiverged(
            f"{said.format(by_network[bad][0])}{who}. Try {smaller} (a tenth, to begin with), "
            "inputs scaled to about unit size, and smaller initial weights."
        )


def _finite(values: Array) -> bool:
    """Whether all are finite. Of many, the sum of their squares nearly always says so, and fast."""
    one = np.vdot(values, values) if np.ndim(values) else values
    return isfinite(one) or bool(np.isfinite(values).all())
