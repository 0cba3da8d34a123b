"""Questions of notebook 3: the network of the parameter file, its gradients and losses."""

import math

import numpy as np

from helpers.autodiff import Tensor
from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion

SHAPE = ValueQuestion(
    "q3-25",
    "shape",
    lambda: np.array([200, 200]),
    [
        Misconception(
            "one difference per pair is expected",
            lambda: np.array([200, 1]),
            "NumPy lines shapes up from the right: 1 against 200, then 200 against nothing.",
        ),
        Misconception(
            "the result is thought to lie down",
            lambda: np.array([1, 200]),
            "NumPy lines shapes up from the right: 1 against 200, then 200 against nothing.",
        ),
    ],
    hint="NumPy lines shapes up from the right, and repeats along axes of length 1.",
)

SIZES = ((2, 3, 4), (2, 10, 10), (3, 5, 4))


def random_parameters(rng, n_in, first, second):
    """Return parameters of a network with two hidden layers, by the file's keys."""
    shapes = {"w1": (first, n_in), "b1": (first,), "w2": (second, first), "b2": (second,)}
    shapes |= {"w3": (1, second), "b3": (1,)}
    return {key: rng.normal(size=shape) / math.sqrt(shape[-1]) for key, shape in shapes.items()}


def tensors(parameters):
    """Return the parameters as Tensors."""
    return {key: Tensor(array) for key, array in parameters.items()}


def predict_with(
    hidden=(Tensor.relu, Tensor.relu), last=lambda a: a, bias=(1, 1, 1), cut=lambda z: z
):
    """Return the forward pass of the 2-10-10-1 network, or of one that is like it."""

    def predict(p, X):
        z1 = hidden[0](X @ p["w1"].T + p["b1"] * bias[0])
        z2 = hidden[1](cut(z1) @ p["w2"].T + p["b2"] * bias[1])
        return last(z2 @ p["w3"].T + p["b3"] * bias[2])

    return predict


def untransposed(p, X):
    """Leave out every transpose."""
    z1 = (X @ p["w1"] + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"] + p["b3"]


def second_untransposed(p, X):
    """Leave out the transpose of w2, which is square in the file."""
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"].T + p["b3"]


def same_tensor(z):
    """Return the Tensor as it is."""
    return z


forward = predict_with()


def predict_cases(rng):
    """Yield parameters, inputs and a cotangent."""
    for N, sizes in zip((5, 10, 1), SIZES, strict=True):
        parameters, X = random_parameters(rng, *sizes), rng.normal(size=(N, sizes[0]))
        if N > 1:  # outputs of both signs, so that a ReLU on them shows
            parameters["b3"] -= forward(tensors(parameters), X).value.mean(axis=0)
        yield parameters, X, rng.normal(size=(N, 1))


def predict_parts(predict, parameters, X, cotangent):
    """Return the output, and how it depends on the weights."""
    p = tensors(parameters)
    y = predict(p, X)
    parts = {"ŷ": y.value}
    (y * cotangent).sum().backward()
    return parts | {f"∂L/∂{key}": tensor.grad for key, tensor in p.items() if key[0] == "w"}


PREDICT = CodeQuestion(
    "q3-26",
    "predict",
    forward,
    predict_cases,
    [
        Misconception(
            "the output goes through a ReLU too",
            predict_with(last=Tensor.relu),
            "The output is linear: targets may be negative.",
        ),
        Misconception(
            "an array is returned, not a Tensor",
            lambda p, X: forward(p, X).value,
            "Without its Tensor the result has forgotten where it came from.",
        ),
        Misconception(
            "the second ReLU is missing",
            predict_with(hidden=(Tensor.relu, same_tensor)),
            "Both hidden layers have one.",
        ),
        Misconception(
            "the first ReLU is missing",
            predict_with(hidden=(same_tensor, Tensor.relu)),
            "Both hidden layers have one.",
        ),
        Misconception(
            "there is no ReLU at all",
            predict_with(hidden=(same_tensor, same_tensor)),
            "Without it, three layers are one.",
        ),
        Misconception(
            "tanh is used",
            predict_with(hidden=(Tensor.tanh, Tensor.tanh)),
            "The file's network has ReLU.",
        ),
        Misconception(
            "the biases are missing",
            predict_with(bias=(0, 0, 0)),
            "Every layer adds its bias.",
        ),
        Misconception(
            "the output's bias is missing",
            predict_with(bias=(1, 1, 0)),
            "Every layer adds its bias.",
        ),
        Misconception(
            "the weights are not transposed",
            untransposed,
            "Rows of W belong to units, rows of X to samples.",
        ),
        Misconception(
            "w2 is not transposed",
            second_untransposed,
            "w2 is square here: a missing transpose raises no error.",
        ),
        Misconception(
            "the graph is cut between the layers",
            predict_with(cut=lambda z: Tensor(z.value)),
            "`.value` forgets where the numbers came from: stay with Tensors.",
        ),
    ],
    probe=predict_parts,
    hint="Three times: times W transposed, plus b; the first two times through relu.",
)


def first_pair_with(loss=lambda error: (0.5 * error**2).sum(), pair=slice(0, 1), sign=1):
    """Return the gradients for the first pair, or something like them."""

    def first_pair_gradients(predict, parameters, inputs, targets):
        p = tensors(parameters)
        error = predict(p, inputs[pair]) - targets[pair, None]
        loss(error).backward()
        return sign * p["w1"].grad, sign * p["b1"].grad

    return first_pair_gradients


def gradient_of_output(predict, parameters, inputs, targets):
    """Differentiate ŷ instead of the loss."""
    p = tensors(parameters)
    predict(p, inputs[:1]).backward()
    return p["w1"].grad, p["b1"].grad


def transposed_gradient(predict, parameters, inputs, targets):
    """Return dW1 with a row for each input."""
    dw1, db1 = first_pair_with()(predict, parameters, inputs, targets)
    return dw1.T, db1


def last_layer_instead(predict, parameters, inputs, targets):
    """Return the gradients of w3 and b3."""
    p = tensors(parameters)
    error = predict(p, inputs[:1]) - targets[:1, None]
    (0.5 * error**2).sum().backward()
    return p["w3"].grad, p["b3"].grad


def data_cases(rng):
    """Yield a network, its parameters, and data."""
    for N, sizes in zip((4, 10, 6), SIZES, strict=True):
        parameters = random_parameters(rng, *sizes)
        yield forward, parameters, rng.normal(size=(N, sizes[0])), rng.normal(size=N)


FIRST = CodeQuestion(
    "q3-27",
    "first_pair_gradients",
    first_pair_with(),
    data_cases,
    [
        Misconception(
            "the factor ½ is missing in the loss",
            first_pair_with(lambda error: (error**2).sum()),
            "The loss is half the squared error.",
        ),
        Misconception(
            "the gradient is the mean over all pairs",
            first_pair_with(lambda error: (0.5 * error**2).mean(), slice(None)),
            "The first pair alone is asked for.",
        ),
        Misconception(
            "the gradient is the sum over all pairs",
            first_pair_with(lambda error: (0.5 * error**2).sum(), slice(None)),
            "The first pair alone is asked for.",
        ),
        Misconception(
            "the second pair is taken",
            first_pair_with(pair=slice(1, 2)),
            "Python counts from 0.",
        ),
        Misconception(
            "the output is differentiated, not the loss",
            gradient_of_output,
            "Call backward on the loss.",
        ),
        Misconception(
            "the error is differentiated without its square",
            first_pair_with(lambda error: (0.5 * error).sum()),
            "The loss is half the *squared* error.",
        ),
        Misconception(
            "the sign is the other way round",
            first_pair_with(sign=-1),
            "The gradient points uphill; the step, later, goes down.",
        ),
        Misconception("dW1 is transposed", transposed_gradient, "dW1 has the shape of w1."),
        Misconception(
            "the gradients of the last layer are returned",
            last_layer_instead,
            "The first layer's are asked for.",
        ),
    ],
    returns=("dW1", "db1"),
    hint="Tensors, forward for one row, the loss, backward, then two .grad.",
)


def epochs_with(
    loss=lambda error: (0.5 * error**2).mean(),
    step=lambda tensor, rate: tensor.value - rate * tensor.grad,
    column=lambda targets: targets[:, None],
    keep=slice(None),
):
    """Return the losses of full-batch gradient descent, or of something like it."""

    def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
        p, losses = tensors(parameters), []
        for _ in range(epochs + 1):
            value = loss(predict(p, inputs) - column(targets))
            losses.append(float(value.value))
            value.backward()
            for tensor in p.values() if len(losses) <= epochs else ():
                tensor.value = step(tensor, learning_rate)
        return losses[keep]

    return mean_losses


def losses_of_single_steps(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    """Take a step after every pair."""
    p, losses = tensors(parameters), []
    for epoch in range(epochs + 1):
        error = predict(p, inputs) - targets[:, None]
        losses.append(float((0.5 * error**2).mean().value))
        for n in range(len(targets) if epoch < epochs else 0):
            error = predict(p, inputs[n : n + 1]) - targets[n : n + 1, None]
            (0.5 * error**2).sum().backward()
            for tensor in p.values():
                tensor.value = tensor.value - learning_rate * tensor.grad
    return losses


def in_place(tensor, rate):
    """Step without a copy, so that the given array changes."""
    tensor.value -= rate * tensor.grad
    return tensor.value


def weights_only(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    """Leave the biases as they are."""
    p, losses = tensors(parameters), []
    for _ in range(epochs + 1):
        loss = (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).mean()
        losses.append(float(loss.value))
        loss.backward()
        for key in ("w1", "w2", "w3"):
            p[key].value = p[key].value - learning_rate * p[key].grad
    return losses


def losses_parts(mean_losses, predict, parameters, inputs, targets, epochs, learning_rate):
    """Return the losses of two calls, which must not differ."""
    settings = (predict, parameters, inputs, targets, epochs, learning_rate)
    return {
        "the list of losses": mean_losses(*settings),
        "the list from a second call": mean_losses(*settings),
    }


def descent_cases(rng):
    """Yield a network, data, epochs and a learning rate."""
    for epochs, (*case,) in zip((5, 3, 4), data_cases(rng), strict=True):
        yield *case, epochs, 0.03


LOSSES = CodeQuestion(
    "q3-28",
    "mean_losses",
    epochs_with(),
    descent_cases,
    [
        Misconception(
            "the loss is summed over the pairs, not averaged",
            epochs_with(lambda error: (0.5 * error**2).sum()),
            "The gradient of a sum is N times that of the mean, and so is the step.",
        ),
        Misconception(
            "the factor ½ is missing",
            epochs_with(lambda error: (error**2).mean()),
            "The loss is half the squared error.",
        ),
        Misconception(
            "the update goes uphill",
            epochs_with(step=lambda tensor, rate: tensor.value + rate * tensor.grad),
            "The gradient points uphill.",
        ),
        Misconception(
            "the learning rate is forgotten",
            epochs_with(step=lambda tensor, rate: tensor.value - tensor.grad),
            "One hundredth of the gradient.",
        ),
        Misconception(
            "(N, 1) − (N,) has made (N, N) of the differences",
            epochs_with(column=lambda targets: targets),
            "Look at the shape of your error.",
        ),
        Misconception(
            "the loss before any update is missing",
            epochs_with(keep=slice(1, None)),
            "Six points for five updates.",
        ),
        Misconception(
            "the loss after the last update is missing",
            epochs_with(keep=slice(None, -1)),
            "Six points for five updates.",
        ),
        Misconception(
            "each pair makes a step of its own",
            losses_of_single_steps,
            "Full batch: one update per epoch, from the mean over all pairs.",
        ),
        Misconception(
            "nothing is updated",
            epochs_with(step=lambda tensor, rate: tensor.value),
            "Does your loss change from epoch to epoch?",
        ),
        Misconception(
            "the given parameters are changed in place",
            epochs_with(step=in_place),
            "Your list is right, and a second call starts where the first has ended.",
        ),
        Misconception(
            "the biases are not updated",
            weights_only,
            "Every parameter takes a step.",
        ),
    ],
    probe=losses_parts,
    hint="Forward, note the loss, backward, step; and one more loss than there are steps.",
)
