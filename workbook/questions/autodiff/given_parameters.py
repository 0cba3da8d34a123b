"""The network of the parameter file: its forward pass, its gradients, its losses."""

import math

from helpers.autodiff import Tensor
from workbook.questions.autodiff.common import table


@table.value(
    "q3-25",
    hint="Write both shapes below each other, flush right: which axes meet, which are repeated?",
)
def shape():
    """The shape of outputs (N, 1) minus targets (N,) for N = 200, two numbers."""
    return [200, 200]


FROM_THE_RIGHT = "Write (200, 1) and (200,) below each other, flush right: which axes meet?"

shape.mistake("one difference per pair is expected", lambda: [200, 1], FROM_THE_RIGHT)
shape.mistake("the result is thought to lie down", lambda: [1, 200], FROM_THE_RIGHT)


SIZES = ((2, 3, 4), (2, 10, 10), (3, 5, 4))


def random_parameters(rng, n_in, first, second):
    """Return parameters of a network with two hidden layers, by the file's keys."""
    shapes = {"w1": (first, n_in), "b1": (first,), "w2": (second, first), "b2": (second,)}
    shapes |= {"w3": (1, second), "b3": (1,)}
    return {key: rng.normal(size=shape) / math.sqrt(shape[-1]) for key, shape in shapes.items()}


def tensors(parameters):
    """Return the parameters as Tensors."""
    return {key: Tensor(array) for key, array in parameters.items()}


def same_tensor(z):
    """Return the Tensor as it is."""
    return z


def predict_with(
    hidden=(Tensor.relu, Tensor.relu), last=same_tensor, bias=(1, 1, 1), cut=same_tensor
):
    """Return the forward pass of the file's network, or of one that is like it."""

    def predict(p, X):
        z1 = hidden[0](X @ p["w1"].T + p["b1"] * bias[0])
        z2 = hidden[1](cut(z1) @ p["w2"].T + p["b2"] * bias[1])
        return last(z2 @ p["w3"].T + p["b3"] * bias[2])

    return predict


def predict_cases(rng):
    """Yield parameters, inputs and a cotangent."""
    for N, sizes in zip((5, 10, 1), SIZES, strict=True):
        parameters, X = random_parameters(rng, *sizes), rng.normal(size=(N, sizes[0]))
        if N > 1:  # outputs of both signs, so that a ReLU on them shows
            parameters["b3"] -= predict_with()(tensors(parameters), X).value.mean(axis=0)
        yield parameters, X, rng.normal(size=(N, 1))


def predict_parts(predict, parameters, X, cotangent):
    """Return the output, and how it depends on the weights."""
    p = tensors(parameters)
    y = predict(p, X)
    parts = {"y": y.value}
    (y * cotangent).sum().backward()
    return parts | {f"∂L/∂{key}": tensor.grad for key, tensor in p.items() if key[0] == "w"}


@table.code(
    "q3-26",
    cases=predict_cases,
    probe=predict_parts,
    hint="Compare with a forward pass in NumPy, layer by layer: where do they part?",
)
def predict(p, X):
    """The output y, (N, 1), of the file's network as a Tensor, from inputs X, (N, 2)."""
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"].T + p["b2"]).relu()
    return z2 @ p["w3"].T + p["b3"]


BOTH_HAVE_ONE = "Which layers have a ReLU?"
EVERY_LAYER = "What should a layer give for inputs of zero?"

predict.mistake(
    "the output goes through a ReLU too",
    predict_with(last=Tensor.relu),
    "Can a target be negative? Can your output?",
)
predict.mistake(
    "an array is returned, not a Tensor",
    lambda p, X: predict.right(p, X).value,
    "Does your result know where it came from?",
)
predict.mistake(
    "the second ReLU is missing", predict_with(hidden=(Tensor.relu, same_tensor)), BOTH_HAVE_ONE
)
predict.mistake(
    "the first ReLU is missing", predict_with(hidden=(same_tensor, Tensor.relu)), BOTH_HAVE_ONE
)
predict.mistake(
    "there is no ReLU at all",
    predict_with(hidden=(same_tensor, same_tensor)),
    "What do three linear layers in a row make?",
)
predict.mistake(
    "tanh is used",
    predict_with(hidden=(Tensor.tanh, Tensor.tanh)),
    "Which activation has the file's network?",
)
predict.mistake("the biases are missing", predict_with(bias=(0, 0, 0)), EVERY_LAYER)
predict.mistake("the output's bias is missing", predict_with(bias=(1, 1, 0)), EVERY_LAYER)


@predict.mistake(
    "the weights are not transposed", hint="What are the rows of W, and what are those of X?"
)
def untransposed(p, X):
    """Leave out every transpose."""
    z1 = (X @ p["w1"] + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"] + p["b3"]


@predict.mistake(
    "w2 is not transposed", hint="w2 is square: which of its axes should meet the units below?"
)
def second_untransposed(p, X):
    """Leave out the transpose of w2, which is square in the file."""
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"].T + p["b3"]


predict.mistake(
    "the graph is cut between the layers",
    predict_with(cut=lambda z: Tensor(z.value)),
    "Which of your steps forgets where the numbers came from?",
)


HALF_THE_SQUARE = "Look up the loss once more: which factor has it?"


def data_cases(rng):
    """Yield a network, its parameters, and data."""
    for N, sizes in zip((4, 10, 6), SIZES, strict=True):
        parameters = random_parameters(rng, *sizes)
        yield predict.right, parameters, rng.normal(size=(N, sizes[0])), rng.normal(size=N)


@table.code(
    "q3-27",
    cases=data_cases,
    returns=("dW1", "db1"),
    hint="Print your loss: is it one number, of the first pair alone?",
)
def first_pair_gradients(predict, parameters, inputs, targets):
    """The gradients ∂L/∂w1, (10, 2), and ∂L/∂b1, (10,), for the first pair's loss (y − t)²/2."""
    p = tensors(parameters)
    error = predict(p, inputs[:1]) - targets[:1, None]
    (0.5 * error**2).sum().backward()
    return p["w1"].grad, p["b1"].grad


def first_pair_with(loss=lambda error: (0.5 * error**2).sum(), pair=slice(0, 1), sign=1):
    """Return the gradients for the first pair, or something like them."""

    def first_pair_gradients(predict, parameters, inputs, targets):
        p = tensors(parameters)
        error = predict(p, inputs[pair]) - targets[pair, None]
        loss(error).backward()
        return sign * p["w1"].grad, sign * p["b1"].grad

    return first_pair_gradients


FIRST_PAIR_ALONE = "How many pairs are in your loss?"

first_pair_gradients.mistake(
    "the factor ½ is missing in the loss",
    first_pair_with(lambda error: (error**2).sum()),
    HALF_THE_SQUARE,
)
first_pair_gradients.mistake(
    "the gradient is the mean over all pairs",
    first_pair_with(lambda error: (0.5 * error**2).mean(), slice(None)),
    FIRST_PAIR_ALONE,
)
first_pair_gradients.mistake(
    "the gradient is the sum over all pairs", first_pair_with(pair=slice(None)), FIRST_PAIR_ALONE
)
first_pair_gradients.mistake(
    "the second pair is taken", first_pair_with(pair=slice(1, 2)), "Which index has the first pair?"
)


@first_pair_gradients.mistake(
    "the output is differentiated, not the loss", hint="On what do you call backward?"
)
def gradient_of_output(predict, parameters, inputs, targets):
    """Differentiate y instead of the loss."""
    p = tensors(parameters)
    predict(p, inputs[:1]).backward()
    return p["w1"].grad, p["b1"].grad


first_pair_gradients.mistake(
    "the error is differentiated without its square",
    first_pair_with(lambda error: (0.5 * error).sum()),
    "What does the loss make of the error?",
)
first_pair_gradients.mistake(
    "the sign is the other way round",
    first_pair_with(sign=-1),
    "Where does the minus belong: into the gradient, or into the update?",
)


@first_pair_gradients.mistake("dW1 is transposed", hint="Compare the shapes of dW1 and w1.")
def transposed_gradient(predict, parameters, inputs, targets):
    """Return dW1 with a row for each input."""
    dw1, db1 = first_pair_gradients.right(predict, parameters, inputs, targets)
    return dw1.T, db1


@first_pair_gradients.mistake(
    "the gradients of the last layer are returned", hint="Which layer's gradients are asked for?"
)
def last_layer_instead(predict, parameters, inputs, targets):
    """Return the gradients of w3 and b3."""
    p = tensors(parameters)
    error = predict(p, inputs[:1]) - targets[:1, None]
    (0.5 * error**2).sum().backward()
    return p["w3"].grad, p["b3"].grad


def descent_cases(rng):
    """Yield a network, data, epochs and a learning rate."""
    for epochs, (*case,) in zip((5, 3, 4), data_cases(rng), strict=True):
        yield *case, epochs, 0.03


def losses_parts(mean_losses, predict, parameters, inputs, targets, epochs, learning_rate):
    """Return the losses of two calls, which must not differ."""
    settings = (predict, parameters, inputs, targets, epochs, learning_rate)
    return {
        "the list of losses": mean_losses(*settings),
        "the list from a second call": mean_losses(*settings),
    }


@table.code(
    "q3-28",
    cases=descent_cases,
    probe=losses_parts,
    hint="Do two epochs by hand: which losses are noted, between which steps?",
)
def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    """The mean of (y − t)²/2 before any update and after each one: a list of epochs + 1 floats."""
    p, losses = tensors(parameters), []
    for _ in range(epochs + 1):
        loss = (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).mean()
        losses.append(float(loss.value))
        loss.backward()
        for tensor in p.values():
            tensor.value = tensor.value - learning_rate * tensor.grad
    return losses


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


SIX_POINTS = "Five updates: how many points should the curve have?"

mean_losses.mistake(
    "the loss is summed over the pairs, not averaged",
    epochs_with(lambda error: (0.5 * error**2).sum()),
    "Take every pair twice: should the loss double?",
)
mean_losses.mistake(
    "the gradient is that of the sum, and the losses that are noted are means",
    lambda predict, parameters, inputs, targets, epochs=5, learning_rate=0.01: mean_losses.right(
        predict, parameters, inputs, targets, epochs, learning_rate * len(targets)
    ),
    "On what do you call backward: on the loss that you note?",
)
mean_losses.mistake(
    "the factor ½ is missing", epochs_with(lambda error: (error**2).mean()), HALF_THE_SQUARE
)
mean_losses.mistake(
    "the update goes uphill",
    epochs_with(step=lambda tensor, rate: tensor.value + rate * tensor.grad),
    "Does the loss grow or fall where the gradient points?",
)
mean_losses.mistake(
    "the learning rate is forgotten",
    epochs_with(step=lambda tensor, rate: tensor.value - tensor.grad),
    "Double the learning rate: do your losses change?",
)
mean_losses.mistake(
    "(N, 1) − (N,) has made (N, N) of the differences",
    epochs_with(column=lambda targets: targets),
    "Look at the shape of your error.",
)
mean_losses.mistake(
    "the loss before any update is missing", epochs_with(keep=slice(1, None)), SIX_POINTS
)
mean_losses.mistake(
    "the loss after the last update is missing", epochs_with(keep=slice(None, -1)), SIX_POINTS
)


@mean_losses.mistake(
    "each pair makes a step of its own",
    hint="How many updates has an epoch on the full batch?",
)
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


mean_losses.mistake(
    "nothing is updated",
    epochs_with(step=lambda tensor, rate: tensor.value),
    "Does your loss change from epoch to epoch?",
)


def in_place(tensor, rate):
    """Step without a copy, so that the given array changes."""
    tensor.value -= rate * tensor.grad
    return tensor.value


mean_losses.mistake(
    "the given parameters are changed in place",
    epochs_with(step=in_place),
    "Your list is right. Call it once more: where does the second call start?",
)


@mean_losses.mistake(
    "the biases are not updated", hint="Which parameters have moved after an epoch?"
)
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
