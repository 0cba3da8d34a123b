"""The noisy-XOR study: what a trained network costs in a stack, and in a framework's loop."""

from importlib.util import find_spec
from time import perf_counter

import numpy as np

from benchmarks.harness import compare
from helpers import Network, minibatches
from helpers.data import NoisyXOR
from helpers.study import DEPTHS, WIDTHS, layer_sizes, study, train_repeats

DATA, NEW_DATA = NoisyXOR(800, noise=0.2, seed=0), NoisyXOR(10_000, noise=0.2, seed=1)
ONE_POINT = NoisyXOR(1, noise=0.2)  # the steps are what is compared, not the evaluation
REPEATS, BATCH_SIZE, LEARNING_RATE = 30, 32, 0.02
FEW_EPOCHS = 4  # 100 steps, enough to time them


def comparisons():
    """Yield the time of the whole study, and per trained network against PyTorch."""
    yield compare(
        "XOR study: 12 architectures × 30 repeats",
        {"stacks, 1500 steps each": lambda: study([DATA], NEW_DATA, REPEATS, epochs=60)},
        reference="stacks, 1500 steps each",
        rounds=3,
    )
    contenders = {"helpers, one at a time": lambda: train_all(1)}
    reference = "helpers, one at a time"
    if find_spec("torch"):
        assert_same_training()
        reference = "PyTorch, DataLoader"
        contenders = {reference: train_all_in_torch, **contenders}
    contenders["helpers, stacks of 30"] = lambda: train_all(REPEATS)
    yield compare(
        "XOR study: a trained network, 100 steps",
        contenders,
        reference=reference,
        at_least={"helpers, stacks of 30": 50} if find_spec("torch") else None,
        rounds=5,
        measure=seconds_per_network,
    )


def seconds_per_network(train):
    """Return the seconds that `train` takes for each of the networks that it says it trained."""
    begin = perf_counter()
    networks = train()
    return (perf_counter() - begin) / networks


def train_all(repeats):
    """Train the twelve architectures; return the number of networks."""
    runs = study([DATA], ONE_POINT, repeats, epochs=FEW_EPOCHS, batch_size=BATCH_SIZE)
    return repeats * len(runs)


def train_all_in_torch():
    """Train one network of each architecture; return their number."""
    architectures = [layer_sizes(depth, width) for depth in DEPTHS for width in WIDTHS]
    for sizes in architectures:
        train_in_torch(Network(sizes, "tanh", seed=0), FEW_EPOCHS)
    return len(architectures)


def train_in_torch(net, epochs, seed=0):
    """Train a copy of `net` by the loop of PyTorch's tutorials; return its parameters."""
    import torch

    torch.set_num_threads(1)
    layers = []
    for linear in net.layers[::2]:
        layer = torch.nn.Linear(*linear.W.shape[::-1], dtype=torch.float64)
        layer.weight.data, layer.bias.data = torch.tensor(linear.W), torch.tensor(linear.b)
        layers += [layer, torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    samples = torch.utils.data.TensorDataset(torch.tensor(DATA.X), torch.tensor(DATA.t))
    loader = torch.utils.data.DataLoader(samples, batch_sampler=SameMinibatches(seed))
    loss = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    for _ in range(epochs):
        for X, t in loader:
            optimizer.zero_grad()
            loss(model(X), t).backward()
            optimizer.step()
    return np.concatenate([part.detach().numpy().ravel() for part in model.parameters()])


class SameMinibatches:
    """The minibatches of `helpers.train` as PyTorch's DataLoader takes them."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        for batch in minibatches(len(DATA), BATCH_SIZE, self.rng):
            yield batch.tolist()

    def __len__(self):
        return -(-len(DATA) // BATCH_SIZE)


def assert_same_training():
    """Make sure that both ways take the same steps, on the largest of the networks."""
    runs = train_repeats([DATA], NEW_DATA, 2, 3, 3, LEARNING_RATE, FEW_EPOCHS, BATCH_SIZE)
    start = runs.net.at(runs.initial[0, 1].copy())
    np.testing.assert_allclose(train_in_torch(start, FEW_EPOCHS), runs.final[0, 1], rtol=1e-6)
