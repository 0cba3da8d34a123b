"""Training on MNIST (or, without it, on drawn digits): helpers, its limit, and what others use.

All train [784, 128, 10] with ReLU by gradient descent, batch 64, η = 0.1, from the same weights
on the same minibatches; only scikit-learn draws its own.
"""

from functools import cache
from importlib.util import find_spec

import numpy as np

from benchmarks.harness import compare
from helpers import SGD, Network, minibatches, one_hot, softmax_cross_entropy, train
from helpers.mnist import load_digits

SIZES, BATCH_SIZE, LEARNING_RATE = [784, 128, 10], 64, 0.1
EPOCHS = 2  # enough to time a run; every epoch does the same
FEW = 64 * 50 + 32  # samples on which to make sure that all do the same, the last batch short


def comparisons():
    """Yield the time of an epoch against its matrix products, and of a run against others."""
    digits = data()
    epoch = EpochOfProducts(digits)
    yield compare(
        f"{digits.name}: an epoch, float32",
        {"its matrix products": epoch.products, "helpers": epoch.helpers},
        reference="its matrix products",
        at_least={"helpers": 1 / 1.5},
        rounds=11,
    )
    for name, other in others().items():
        assert_same_training(other)
        yield compare(
            f"{digits.name}: {EPOCHS} epochs, evaluated after each",
            {name: other(digits).run, "helpers": Helpers(digits).run},
            reference=name,
            at_least={"helpers": other.promised} if other.promised else None,
            rounds=3,
        )


def others():
    """Return what to compare with, as far as it is installed."""
    found = {"plain NumPy, float64": PlainNumPy}
    if find_spec("torch"):
        found["PyTorch, DataLoader"] = TorchDataLoader
        found["PyTorch, sliced tensors"] = TorchSlices
    if find_spec("sklearn"):
        found["MLPClassifier"] = ScikitLearn
        found["MLPClassifier, float32"] = ScikitLearn32
    return found


class Arrays:
    """Rows of float32, labels and one-hot targets."""

    def __init__(self, digits, samples=None):
        self.name = digits.name
        self.images = digits.train_images[:samples].copy()  # PyTorch wants to be able to write
        self.labels, self.labels_test = digits.train_labels[:samples], digits.test_labels
        self.X = rows(digits.train_images[:samples])
        self.X_test = rows(digits.test_images)
        self.T = one_hot(self.labels, 10, np.float32)
        self.T_test = one_hot(self.labels_test, 10, np.float32)


def rows(images):
    """Return images as rows of float32 of about unit size."""
    return images.reshape(len(images), -1) / np.float32(200)


@cache
def data(samples=None):
    """Return the digits, or the first few of them for training."""
    return Arrays(load_digits(), samples)


def start():
    """Return the network that all start from."""
    return Network(SIZES, "relu", seed=0, dtype=np.float32)


class EpochOfProducts:
    """One epoch by helpers, and its matrix products alone, on the same samples batch by batch."""

    def __init__(self, digits):
        self.digits, self.net = digits, start()
        self.W1, _, self.W2, _ = self.net.named_parameters().values()
        self.dW1, self.dW2 = np.empty_like(self.W1), np.empty_like(self.W2)
        z, y = (np.ones((BATCH_SIZE, n), np.float32) for n in SIZES[1:])
        self.operands = z, y, np.empty_like(z), np.empty_like(y)

    def helpers(self):
        """Train for an epoch, without evaluation."""
        X, T, sgd = self.digits.X, self.digits.T, SGD(1e-4)
        train(self.net, X, T, softmax_cross_entropy, sgd, BATCH_SIZE, 1, seed=0, progress=False)

    def products(self):
        """Multiply what an epoch multiplies: two products forward, three back."""
        for first in range(0, len(self.digits.X), BATCH_SIZE):
            X = self.digits.X[first : first + BATCH_SIZE]
            z, da, dz, a = (operand[: len(X)] for operand in self.operands)
            np.matmul(X, self.W1.T, out=dz)
            np.matmul(z, self.W2.T, out=a)
            np.matmul(da.T, z, out=self.dW2)
            np.matmul(da, self.W2, out=dz)
            np.matmul(dz.T, X, out=self.dW1)


class Helpers:
    """The workbook's own, as notebook 05 runs it."""

    def __init__(self, digits):
        self.digits = digits

    def run(self, epochs=EPOCHS):
        """Train with evaluation after each epoch; return the parameters."""
        net, digits = start(), self.digits
        self.scores = []

        def evaluate(epoch, net, history):
            if epoch > 0:
                logits = net.forward(digits.X_test)
                right = np.mean(logits.argmax(axis=1) == digits.labels_test)
                self.scores.append((softmax_cross_entropy(logits, digits.T_test)[0], right))

        how = {"seed": 0, "progress": False, "callbacks": [evaluate]}
        sgd = SGD(LEARNING_RATE)
        train(net, digits.X, digits.T, softmax_cross_entropy, sgd, BATCH_SIZE, epochs, **how)
        return net.theta


class PlainNumPy:
    """The loop as it is often published.

    In float64; the data are shuffled by copying them; every step makes new arrays and its cost;
    both sets are evaluated after each epoch.
    """

    promised = 4

    def __init__(self, digits):
        self.labels, self.labels_test = digits.labels, digits.labels_test
        names = ("X", "T", "X_test", "T_test")
        self.X, self.T, self.X_test, self.T_test = (
            getattr(digits, name).astype(np.float64) for name in names
        )

    def run(self, epochs=EPOCHS):
        """Train and return the parameters."""
        rng = np.random.default_rng(0)
        W1, b1, W2, b2 = (p.astype(np.float64) for p in start().named_parameters().values())
        for _ in range(epochs):
            order, costs = rng.permutation(len(self.X)), []
            X_shuffled, T_shuffled = self.X[order], self.T[order]
            for first in range(0, len(X_shuffled), BATCH_SIZE):
                X = X_shuffled[first : first + BATCH_SIZE]
                T = T_shuffled[first : first + BATCH_SIZE]
                a1 = X @ W1.T + b1
                z1 = np.maximum(0, a1)
                y = self.softmax(z1 @ W2.T + b2)
                costs.append(-np.mean(np.sum(T * np.log(y), axis=1)))
                da2 = (y - T) / len(X)
                da1 = (da2 @ W2) * (a1 > 0)
                W2, b2 = W2 - LEARNING_RATE * (da2.T @ z1), b2 - LEARNING_RATE * da2.sum(axis=0)
                W1, b1 = W1 - LEARNING_RATE * (da1.T @ X), b1 - LEARNING_RATE * da1.sum(axis=0)
            self.evaluate(self.X, self.T, self.labels, W1, b1, W2, b2)
            self.evaluate(self.X_test, self.T_test, self.labels_test, W1, b1, W2, b2)
        return np.concatenate([part.ravel() for part in (W1, b1, W2, b2)])

    def evaluate(self, X, T, labels, W1, b1, W2, b2):
        """Return cost and accuracy."""
        y = self.softmax(np.maximum(0, X @ W1.T + b1) @ W2.T + b2)
        return -np.mean(np.sum(T * np.log(y), axis=1)), np.mean(y.argmax(axis=1) == labels)

    @staticmethod
    def softmax(a):
        """Return probabilities, row by row."""
        e = np.exp(a - a.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


class TorchSlices:
    """PyTorch, eager, minibatches taken from tensors by index: as fast as such a loop gets."""

    promised = None

    def __init__(self, digits):
        import torch

        torch.set_num_threads(1)
        self.torch = torch
        self.X, self.X_test = torch.tensor(digits.X), torch.tensor(digits.X_test)
        self.labels = torch.tensor(digits.labels.astype(np.int64))
        self.labels_test = torch.tensor(digits.labels_test.astype(np.int64))
        self.loss = torch.nn.CrossEntropyLoss()

    def batches(self, rng):
        """Yield the minibatches of an epoch."""
        for batch in minibatches(len(self.X), BATCH_SIZE, rng):
            index = self.torch.from_numpy(batch)
            yield self.X[index], self.labels[index]

    def run(self, epochs=EPOCHS):
        """Train with evaluation after each epoch; return the parameters."""
        torch, rng = self.torch, np.random.default_rng(0)
        model = self.model()
        optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
        for _ in range(epochs):
            for X, labels in self.batches(rng):
                optimizer.zero_grad()
                self.loss(model(X), labels).backward()
                optimizer.step()
            with torch.no_grad():
                logits = model(self.X_test)
                self.loss(logits, self.labels_test).item()
                (logits.argmax(axis=1) == self.labels_test).double().mean().item()
        return np.concatenate([part.detach().numpy().ravel() for part in model.parameters()])

    def model(self):
        """Return the network that all start from."""
        torch = self.torch
        W1, b1, W2, b2 = (torch.tensor(p) for p in start().named_parameters().values())
        first, last = torch.nn.Linear(*SIZES[:2]), torch.nn.Linear(*SIZES[1:])
        first.weight.data, first.bias.data, last.weight.data, last.bias.data = W1, b1, W2, b2
        return torch.nn.Sequential(first, torch.nn.ReLU(), last)


class TorchDataLoader(TorchSlices):
    """PyTorch, eager, samples from a Dataset and minibatches from a DataLoader: its tutorials'."""

    promised = 3

    def __init__(self, digits):
        super().__init__(digits)
        self.images = digits.images

    def batches(self, rng):
        """Return the minibatches of an epoch."""
        order = [batch.tolist() for batch in minibatches(len(self.images), BATCH_SIZE, rng)]
        return self.torch.utils.data.DataLoader(self, batch_sampler=order)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, n):
        image = self.torch.from_numpy(self.images[n])
        return image.flatten().float() / 200, int(self.labels[n])


class ScikitLearn:
    """MLPClassifier with the same settings, on float64, as in its documentation's example."""

    promised = 3
    dtype = np.float64

    def __init__(self, digits):
        self.labels, self.labels_test = digits.labels, digits.labels_test
        self.X, self.X_test = digits.X.astype(self.dtype), digits.X_test.astype(self.dtype)

    def run(self, epochs=EPOCHS):
        """Train with evaluation after each epoch."""
        from sklearn.neural_network import MLPClassifier

        model = MLPClassifier(
            SIZES[1],
            solver="sgd",
            learning_rate_init=LEARNING_RATE,
            momentum=0,
            alpha=0,
            batch_size=BATCH_SIZE,
            random_state=0,
        )
        for _ in range(epochs):
            model.partial_fit(self.X, self.labels, classes=np.arange(10))
            self.accuracy = model.score(self.X_test, self.labels_test)


class ScikitLearn32(ScikitLearn):
    """The same on float32, which it keeps."""

    promised = None
    dtype = np.float32


def assert_same_training(other):
    """Make sure that another way comes to the same parameters, or as far where it draws its own."""
    few = data(FEW)
    helpers, contender = Helpers(few), other(few)
    ours, theirs = helpers.run(1), contender.run(1)
    if isinstance(contender, ScikitLearn):
        assert abs(contender.accuracy - helpers.scores[-1][1]) < 0.05
    else:
        np.testing.assert_allclose(theirs, ours, rtol=1e-3, atol=1e-4)
