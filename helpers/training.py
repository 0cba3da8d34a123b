"""The training loop: minibatches, a history of the losses, and clear words when it goes wrong."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from helpers.network import Network
from helpers.optimizers import Optimizer
from helpers.progress import progress_bar
from helpers.types import Array, Loss


class TrainingDiverged(ArithmeticError):
    """The loss became nan or infinite; the message says when, and what to try."""


class TrainingInterrupted(RuntimeError):
    """What was asked for needs a whole training, and this one was stopped before its end."""


@dataclass
class History:
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
    interrupted : bool
        Whether Ctrl-C (or Jupyter's stop button) ended it early. The network then keeps the
        parameters it had reached.
    """

    loss: list[Any] = field(default_factory=list)
    validation_loss: list[Any] = field(default_factory=list)
    seconds: float = 0.0
    epochs: int = 0
    interrupted: bool = False

    @property
    def extent(self) -> str:
        """How long it trained, for a title: "50 epochs", or "6 of 50 epochs, interrupted"."""
        of = f" of {self.epochs} epochs, interrupted" if self.interrupted else " epochs"
        return f"{len(self.loss)}{of}"

    def __repr__(self) -> str:
        if not self.loss:
            return "History(no epoch finished)"
        end = np.array2string(np.asarray(self.loss[-1]), precision=4)
        return f"History({self.extent}, {self.seconds:.1f} s, last loss {end})"


def require_whole(*trainings: Any) -> None:
    """Raise TrainingInterrupted if a History, or a `Study`, is not whole: what follows needs it."""
    for training in trainings:
        if training.interrupted:
            raise TrainingInterrupted(f"{training.extent}: run its cell again, and let it finish")


# Called as callback(epoch, net, history).
Callback: TypeAlias = Callable[[int, Network, History], object]


def minibatches(N: int, batch_size: int, rng: np.random.Generator) -> Iterator[Array]:
    """Yield index arrays that together are 0 … N − 1 in random order; the last may be short."""
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield order[start : start + batch_size]


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
    validation : (X, t), optional
        Evaluated before the first step and after each epoch.
    seed : int, optional; of the order of the samples
    progress : bool; show a bar once it takes longer than a second, if tqdm is installed
    callbacks : sequence of callable
        Called as ``callback(epoch, net, history)`` after each epoch, and with epoch 0 before all.

    Returns
    -------
    History

    Raises
    ------
    TrainingDiverged
        If the loss becomes nan or infinite.
    ValueError
        If X and t differ in their number of samples, or a number makes no sense.
    """
    X, t, batch_size = _checked(X, t, batch_size, epochs, net.theta.dtype)
    history, rng = History(epochs=epochs), np.random.default_rng(seed)
    report = _reporter(net, loss, validation, callbacks, history)
    bar = progress_bar if progress else nullcontext
    with _watched(history), bar(range(1, epochs + 1)) as numbers:
        report(0)
        for epoch in numbers:
            history.loss.append(_train_epoch(net, X, t, loss, optimizer, batch_size, rng, epoch))
            report(epoch)
    return history


def _checked(
    X: ArrayLike, t: ArrayLike, batch_size: int | None, epochs: int, dtype: DTypeLike
) -> tuple[Array, Array, int]:
    """Return the data as arrays and the batch size as a number, or say what makes no sense."""
    X, t = np.asarray(X, dtype), np.asarray(t, dtype)
    if min(X.ndim, t.ndim) < 2 or not X.shape[-2] == t.shape[-2] > 0:
        raise ValueError(f"X {X.shape} and t {t.shape} must be (N, in) and (N, out) with N ≥ 1")
    batch_size = X.shape[-2] if batch_size is None else batch_size
    if batch_size < 1 or epochs < 0:
        raise ValueError(f"batch_size {batch_size} must be ≥ 1 and epochs {epochs} ≥ 0")
    return X, t, batch_size


def _reporter(
    net: Network, loss: Loss, validation: tuple[ArrayLike, ArrayLike] | None,
    callbacks: Sequence[Callback], history: History,
) -> Callable[[int], None]:  # fmt: skip
    """Return what is called after each epoch: it notes the validation loss, then calls back."""
    if validation is not None:
        X, t = (np.asarray(part, net.theta.dtype) for part in validation)

    def report(epoch: int) -> None:
        if validation is not None:
            history.validation_loss.append(loss(net.forward(X), t)[0])
        for callback in callbacks:
            callback(epoch, net, history)

    return report


@contextmanager
def _watched(history: History) -> Iterator[None]:
    """Note how long it takes and whether Ctrl-C ends it; leave what overflows to `_train_epoch`."""
    begin = time.perf_counter()
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            yield
    except KeyboardInterrupt:
        history.interrupted = True
        print(f"interrupted after {len(history.loss)} of {history.epochs} epochs")
    history.seconds = time.perf_counter() - begin


def _train_epoch(
    net: Network, X: Array, t: Array, loss: Loss, optimizer: Optimizer, batch_size: int,
    rng: np.random.Generator, epoch: int,
) -> Any:  # fmt: skip
    N: int = X.shape[-2]
    total: Any = 0.0
    for step, batch in enumerate(minibatches(N, batch_size, rng), start=1):
        value, dy = loss(net.forward(X.take(batch, axis=-2)), t.take(batch, axis=-2))
        if not np.isfinite(value).all():
            raise TrainingDiverged(_advice(value, optimizer, epoch, step))
        net.backward(dy)
        optimizer.step(net.theta, net.gradient)
        total = total + value * len(batch)
    return total / N


def _advice(value: Array, optimizer: Optimizer, epoch: int, step: int) -> str:
    who = ""
    if np.ndim(value):
        diverged = np.flatnonzero(~np.isfinite(value)).tolist()
        who = f" for the networks {diverged} of the crowd" if diverged else ""
        value = value[diverged[0]]
    rate = getattr(optimizer, "learning_rate", None)
    smaller = f"a learning rate below {rate:g}" if rate else "a smaller learning rate"
    return (
        f"the loss became {value} in epoch {epoch}, step {step}{who}. Try {smaller} (a tenth, to "
        "begin with), inputs scaled to about unit size, and smaller initial weights; and look for "
        "nan or inf in the data."
    )
