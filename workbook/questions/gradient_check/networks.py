"""Questions of notebook 02: the chain of layers, and its training."""

import numpy as np

from workbook.checks.questions import SHAPES, CodeQuestion, Misconception
from workbook.questions.gradient_check.activations import Sigmoid, Tanh
from workbook.questions.gradient_check.linear import Linear
from workbook.questions.gradient_check.losses import MSELoss
from workbook.questions.gradient_check.numerical import numerical_gradient


class MLP:
    """A chain of layers."""

    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy


def train(model, loss, X, t, learning_rate, epochs):
    """Train by full-batch gradient descent; return the loss before each epoch's step."""
    losses = []
    for _ in range(epochs):
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
    return losses


def mlp_cases(rng):
    """Yield X (N, D), dy (N, D) and three square matrices: any order of the layers has a shape."""
    for N, D in SHAPES:
        yield (
            rng.standard_normal((N, D)),
            rng.standard_normal((N, D)),
            rng.standard_normal((3, D, D)),
        )


def mlp_layers(matrices):
    """Return three linear layers with tanh and sigmoid between them."""
    D = matrices.shape[-1]
    first, second, third = (Linear(D, D, W, np.arange(D) / D) for W in matrices)
    return [first, Tanh(), second, Sigmoid(), third]


def probe_mlp(cls, X, dy, matrices):
    """Return both passes, and what they leave in the layers."""
    layers = mlp_layers(matrices)
    model = cls(layers)
    y = model.forward(X)
    dX = model.backward(dy)
    gradients = [getattr(layer, "grad_weights", np.zeros(0)) for layer in layers[::2]]
    return {
        "forward": y,
        "backward": dX,
        **{f"dW of linear layer {k}": dW for k, dW in enumerate(gradients, 1)},
    }


def mlp_own_gradient(cls, X, dy, matrices):
    """Return the numerical gradient of a learner's own forward pass."""
    return {
        "backward": numerical_gradient(lambda: np.sum(dy * cls(mlp_layers(matrices)).forward(X)), X)
    }


def train_cases(rng):
    """Yield X (N, D), t (N, 2) and initial weights."""
    for N, D in ((6, 1), (5, 3)):
        yield (
            rng.standard_normal((N, D)),
            rng.standard_normal((N, 2)),
            rng.standard_normal((4, D)),
            rng.standard_normal((2, 4)),
        )


def probe_train(function, X, t, W1, W2):
    """Return the losses of four epochs, and the weights after them."""
    first, last = Linear(X.shape[1], 4, W1, np.zeros(4)), Linear(4, 2, W2, np.zeros(2))
    losses = function(MLP([first, Tanh(), last]), MSELoss(), X, t, 0.05, 4)
    return {"losses": losses, "W1 after": first.weights, "W2 after": last.weights}


def mlp(forward=MLP.forward, backward=MLP.backward):
    """Return MLP with another pass."""
    return type("OtherMLP", (MLP,), {"forward": forward, "backward": backward})


def forward_same_input(self, X):
    """Give every layer the network's input."""
    for layer in self.layers:
        y = layer.forward(X)
    return y


def forward_without_last(self, X):
    """Return the input of the last layer."""
    y = X
    for layer in self.layers:
        X, y = layer.forward(X), X
    return y


def backward_through(order, keep=False):
    """Return a backward pass through order(layers), each given dy itself if `keep`."""

    def backward(self, dy):
        d = dy
        for layer in order(self.layers):
            d = layer.backward(dy if keep else d)
        return d

    return backward


def backward_returning_dy(self, dy):
    """Return what came in."""
    MLP.backward(self, dy)
    return dy


def backward_by_forward(self, dy):
    """Send the gradient through forward."""
    for layer in reversed(self.layers):
        layer.backward(dy)
        dy = layer.forward(dy)
    return dy


Q_MLP = [
    Misconception(
        "every layer is given the network's input",
        mlp(forward=forward_same_input),
        "What is the input of the second layer?",
    ),
    Misconception(
        "the layers are run forward from last to first",
        mlp(forward=lambda self, X: MLP.forward(MLP(self.layers[::-1]), X)),
        "In which order stand the layers in the list?",
    ),
    Misconception(
        "what goes into the last layer is returned, not what comes out",
        mlp(forward=forward_without_last),
        "Return what the last layer gives.",
    ),
    Misconception(
        "the gradient passes the layers from first to last",
        mlp(backward=backward_through(list)),
        "Which layer is the first to know ∂L/∂(its output)?",
    ),
    Misconception(
        "every layer is given ∂L/∂y",
        mlp(backward=backward_through(lambda layers: layers[::-1], keep=True)),
        "What comes out of one layer's backward is what the layer below needs.",
    ),
    Misconception(
        "only the last layer is asked",
        mlp(backward=backward_through(lambda layers: layers[-1:])),
        "Every layer has to see the gradient.",
    ),
    Misconception(
        "the last layer is left out on the way back",
        mlp(backward=backward_through(lambda layers: layers[-2::-1])),
        "The output layer has a backward, too.",
    ),
    Misconception(
        "the first layer is left out on the way back",
        mlp(backward=backward_through(lambda layers: layers[:0:-1])),
        "The first layer's parameters need their gradient, too.",
    ),
    Misconception(
        "the activations are left out on the way back",
        mlp(backward=backward_through(lambda layers: layers[::-2])),
        "An activation is a layer like the others.",
    ),
    Misconception(
        "∂L/∂y itself is returned",
        mlp(backward=backward_returning_dy),
        "Return what the first layer hands down.",
    ),
    Misconception(
        "the gradient is sent through forward, not through backward",
        mlp(backward=backward_by_forward),
        "Each layer has two methods; the way back uses the other one.",
    ),
]


def training(
    rate=lambda learning_rate: learning_rate,
    layers=lambda layers: layers,
    dy=lambda loss: loss.backward(),
    epochs=lambda epochs: range(epochs),
    after=False,
    result=lambda losses: losses,
):
    """Return a training loop with one place changed."""

    def train(model, loss, X, t, learning_rate, number):
        recorded = []
        for _ in epochs(number):
            value = loss.forward(model.forward(X), t)
            model.backward(dy(loss))
            for layer in layers(model.layers):
                layer.update_params(rate(learning_rate))
            recorded.append(loss.forward(model.forward(X), t) if after else value)
        return result(recorded)

    return train


def train_with_the_first_gradient(model, loss, X, t, learning_rate, epochs):
    """Take every step with the first gradient."""
    recorded = [loss.forward(model.forward(X), t)]
    model.backward(loss.backward())
    for _ in range(epochs):
        for layer in model.layers:
            layer.update_params(learning_rate)
        recorded.append(loss.forward(model.forward(X), t))
    return recorded[:-1]


def train_one_sample_at_a_time(model, loss, X, t, learning_rate, epochs):
    """Take a step after each sample."""
    recorded = []
    for _ in range(epochs):
        recorded.append(loss.forward(model.forward(X), t))
        for k in range(len(X)):
            loss.forward(model.forward(X[k : k + 1]), t[k : k + 1])
            model.backward(loss.backward())
            for layer in model.layers:
                layer.update_params(learning_rate)
    return recorded


def train_with_one_step(model, loss, X, t, learning_rate, epochs):
    """Go through all epochs, and take a step at the end."""
    recorded = []
    for _ in range(epochs):
        recorded.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
    for layer in model.layers:
        layer.update_params(learning_rate)
    return recorded


def train_updating_first(model, loss, X, t, learning_rate, epochs):
    """Update before the backward pass."""
    recorded = []
    for _ in range(epochs):
        for layer in model.layers:
            layer.update_params(learning_rate)
        recorded.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
    return recorded


Q_TRAIN = [
    Misconception(
        "the loss is recorded after the step",
        training(after=True),
        "Record the loss that the forward pass has just given.",
    ),
    Misconception(
        "no layer takes its step",
        training(layers=lambda layers: []),
        "After the backward pass each layer has to update its parameters.",
    ),
    Misconception(
        "only the last layer takes its step",
        training(layers=lambda layers: layers[-1:]),
        "All layers learn.",
    ),
    Misconception(
        "only the first layer takes its step",
        training(layers=lambda layers: layers[:1]),
        "All layers learn. Is there a return or break inside the loop?",
    ),
    Misconception(
        "the step goes up the gradient: outputs and targets are exchanged, or the rate is negative",
        training(rate=lambda rate: -rate),
        "The loss takes the output first; and update_params has its minus already.",
    ),
    Misconception(
        "the learning rate is not passed on",
        training(rate=lambda rate: 1.0),
        "update_params takes the learning rate.",
    ),
    Misconception(
        "y − t is sent back instead of the loss's gradient",
        training(dy=lambda loss: loss.y - loss.t),
        "The loss has a backward, too.",
    ),
    Misconception(
        "ones are sent back instead of the loss's gradient",
        training(dy=lambda loss: np.ones_like(loss.y)),
        "The loss has a backward, too.",
    ),
    Misconception(
        "one epoch is missing",
        training(epochs=lambda epochs: range(1, epochs)),
        "How many numbers does range(1, epochs) give?",
    ),
    Misconception(
        "there is one epoch too many",
        training(epochs=lambda epochs: range(epochs + 1)),
        "How many numbers does range(epochs + 1) give?",
    ),
    Misconception(
        "only the last loss is returned",
        training(result=lambda losses: losses[-1]),
        "Return the whole list.",
    ),
    Misconception(
        "the gradient is computed once and used in all epochs",
        train_with_the_first_gradient,
        "After a step the gradient is another one.",
    ),
    Misconception(
        "a step is taken after each sample",
        train_one_sample_at_a_time,
        "Full batch: all samples go through together, then there is one step.",
    ),
    Misconception(
        "the loss itself is sent back, not its gradient",
        training(dy=lambda loss: loss.forward(loss.y, loss.t)),
        "The loss has a backward, too.",
    ),
    Misconception(
        "the step is taken after the loop, once",
        train_with_one_step,
        "Each epoch takes a step: look at the indentation.",
    ),
    Misconception(
        "the loop ends after its first epoch",
        training(result=lambda losses: losses[:1], epochs=lambda epochs: range(1)),
        "Is the return indented too far?",
    ),
    Misconception(
        "the step is taken before there is a gradient",
        train_updating_first,
        "Forward, loss, backward, and then the step.",
    ),
]


CHAIN_OF_LAYERS = CodeQuestion(
    "q2-6",
    "MLP",
    MLP,
    mlp_cases,
    Q_MLP,
    hint="Follow one array through the layers, up and then down.",
    probe=probe_mlp,
    own_gradient=mlp_own_gradient,
)


TRAIN = CodeQuestion(
    "q2-8",
    "train",
    train,
    train_cases,
    Q_TRAIN,
    hint="Forward, loss, backward, step; and again.",
    probe=probe_train,
)
