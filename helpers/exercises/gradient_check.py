"""The questions of notebook 02: layers, their gradients, and the checks of them.

Rows are samples. Layers are tried after other calls and beside other instances of their class, so
that what they keep is their own and the latest.
"""

import numpy as np

from helpers.exercises.questions import (
    SHAPES,
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
    WrittenQuestion,
)
from helpers.functions import sigmoid, softmax
from helpers.gradients import relative_error

# --- references: what the solved notebook holds --------------------------------------------------


class Linear:
    """a = X Wᵀ + b, with the names that the notebook asks for."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights = da.T @ self.X
        self.grad_biases = da.sum(axis=0)
        return da @ self.weights

    def update_params(self, learning_rate):
        self.weights = self.weights - learning_rate * self.grad_weights
        self.biases = self.biases - learning_rate * self.grad_biases


def activation(forward, backward):
    """Return the class of layers with z = forward(a) and ∂L/∂a = backward(dz, a, z)."""

    class Activation:
        def forward(self, a):
            self.a, self.z = a, forward(a)
            return self.z

        def backward(self, dz):
            return backward(dz, self.a, self.z)

        def update_params(self, learning_rate):
            pass

    return Activation


def relu(a):
    return np.maximum(a, 0)


Tanh = activation(np.tanh, lambda dz, a, z: dz * (1 - z * z))
Sigmoid = activation(sigmoid, lambda dz, a, z: dz * z * (1 - z))
ReLU = activation(relu, lambda dz, a, z: dz * (a > 0))


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


def loss_class(forward, backward):
    """Return the class of losses L = forward(y, t) with ∂L/∂y = backward(y, t)."""

    class Loss:
        def forward(self, y, t):
            self.y, self.t = y, t
            return forward(y, t)

        def backward(self):
            return backward(self.y, self.t)

    return Loss


def squared_error(y, t):
    return float(np.sum((y - t) ** 2) / len(y))


def squared_error_gradient(y, t):
    return 2 * (y - t) / len(y)


MSELoss = loss_class(squared_error, squared_error_gradient)


def train(model, loss, X, t, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
    return losses


def half_squared_error(Y, T):
    return np.sum((Y - T) ** 2) / (2 * len(Y))


def three_layers(p, X):
    Z1 = sigmoid(X @ p["W1"].T + p["b1"])
    Z2 = sigmoid(Z1 @ p["W2"].T + p["b2"])
    return Z1, Z2, Z2 @ p["W3"].T + p["b3"]


def z_slope(Z):
    return Z * (1 - Z)


def row_sum(delta):
    return delta.sum(axis=0)


def three_layer_backward(
    p,
    X,
    T,
    output=lambda Y, T: (Y - T) / len(Y),
    way_back=lambda delta, W: delta @ W,
    slope=z_slope,
    bias=row_sum,
    weight=lambda delta, Z: delta.T @ Z,
    slopes=(True, True),
):
    """The backward pass of the three-layer network; each argument is a place to go wrong."""
    Z1, Z2, Y = three_layers(p, X)
    d3 = output(Y, T)
    d2 = way_back(d3, p["W3"]) * (slope(Z2) if slopes[1] else 1)
    d1 = way_back(d2, p["W2"]) * (slope(Z1) if slopes[0] else 1)
    inputs, deltas = (X, Z1, Z2), (d1, d2, d3)
    weights = {f"W{k}": weight(d, Z) for k, (d, Z) in enumerate(zip(deltas, inputs), 1)}
    return weights | {f"b{k}": bias(d) for k, d in enumerate(deltas, 1)}


def backward(p, X, T):
    return three_layer_backward(p, X, T)


def numerical_gradient(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        value = theta[i]
        theta[i] = value + h
        up = f()
        theta[i] = value - h
        down = f()
        theta[i] = value
        gradient[i] = (up - down) / (2 * h)
    return gradient


def best_step(epsilon, L, third):
    return np.cbrt(3 * epsilon * abs(L) / abs(third))


def complex_step_derivative(f, x, h=1e-30):
    return f(x + 1j * h).imag / h


def taylor_remainder(f, theta, gradient, direction, h):
    return abs(f(theta + h * direction) - f(theta) - h * (gradient @ direction))


def softmax_backward(dz, z):
    return z * (dz - np.sum(dz * z, axis=1, keepdims=True))


# --- cases, probes, and numerical gradients of the learner's own forward pass ----------------------


def linear_cases(rng):
    """Yield X (N, D), da (N, out), W, b; out = D once, so that nothing but numbers can tell."""
    for (N, D), out in zip(SHAPES, (2, 4, 3, 5), strict=True):
        shapes = (N, D), (N, out), (out, D), (out,)
        yield tuple(rng.standard_normal(shape) for shape in shapes)


def linear_layer(cls, X, W, b):
    return cls(X.shape[1], len(b), W.copy(), b.copy())


def probe_linear_forward(cls, X, da, W, b):
    default = cls(X.shape[1], len(b)).forward(X)
    return {"forward": linear_layer(cls, X, W, b).forward(X), "default shape": np.shape(default)}


def probe_linear_backward(cls, X, da, W, b):
    layer, other = linear_layer(cls, X, W, b), linear_layer(cls, X, -W, b)
    layer.forward(X[::-1] + 1)
    layer.backward(da[::-1] + 1)
    layer.forward(X)
    other.forward(X + 2)
    dX = layer.backward(da)
    return {"grad_weights": layer.grad_weights, "grad_biases": layer.grad_biases, "dX": dX}


def linear_own_gradient(cls, X, da, W, b):
    def f():
        return np.sum(da * linear_layer(cls, X, W, b).forward(X))

    arrays = {"grad_weights": W, "grad_biases": b, "dX": X}
    return {name: numerical_gradient(f, array) for name, array in arrays.items()}


def probe_linear_update(cls, X, da, W, b):
    layer = linear_layer(cls, X, W, b)
    layer.grad_weights, layer.grad_biases = da.T @ X, da.sum(axis=0)
    for learning_rate in (0.3, 0.1):
        layer.update_params(learning_rate)
    return {"weights": layer.weights, "biases": layer.biases}


def activation_cases(rng):
    """Yield a and dz, both (N, D)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def relu_cases(rng):
    """Yield a and dz, at last with exact zeros in a."""
    yield from activation_cases(rng)
    yield np.array([[0.0, 1.0, -1.0], [2.0, 0.0, -0.5]]), rng.standard_normal((2, 3))


def probe_activation(cls, a, dz):
    layer, other = cls(), cls()
    layer.forward(1 - a)
    z = layer.forward(a)
    other.forward(a[::-1] + 1)
    return {"forward": z, "backward": layer.backward(dz)}


def activation_own_gradient(cls, a, dz):
    if not np.all(a):
        raise ValueError("at a kink a difference says nothing")
    return {"backward": numerical_gradient(lambda: np.sum(dz * cls().forward(a)), a)}


def mlp_cases(rng):
    """Yield X (N, D), dy (N, D) and three square matrices: any order of the layers has a shape."""
    for N, D in SHAPES:
        yield (
            rng.standard_normal((N, D)),
            rng.standard_normal((N, D)),
            rng.standard_normal((3, D, D)),
        )


def mlp_layers(matrices):
    D = matrices.shape[-1]
    first, second, third = (Linear(D, D, W, np.arange(D) / D) for W in matrices)
    return [first, Tanh(), second, Sigmoid(), third]


def probe_mlp(cls, X, dy, matrices):
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
    return {
        "backward": numerical_gradient(lambda: np.sum(dy * cls(mlp_layers(matrices)).forward(X)), X)
    }


def loss_cases(rng):
    """Yield outputs and targets, both (N, C)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def probe_loss(cls, y, t):
    loss, other = cls(), cls()
    loss.forward(t + 1, y)
    value = loss.forward(y, t)
    other.forward(y + 2, t)
    return {"forward": value, "backward": loss.backward()}


def loss_own_gradient(cls, y, t):
    return {"backward": numerical_gradient(lambda: cls().forward(y, t), y)}


def train_cases(rng):
    for N, D in ((6, 1), (5, 3)):
        yield (
            rng.standard_normal((N, D)),
            rng.standard_normal((N, 2)),
            rng.standard_normal((4, D)),
            rng.standard_normal((2, 4)),
        )


def probe_train(function, X, t, W1, W2):
    first, last = Linear(X.shape[1], 4, W1, np.zeros(4)), Linear(4, 2, W2, np.zeros(2))
    losses = function(MLP([first, Tanh(), last]), MSELoss(), X, t, 0.05, 4)
    return {"losses": losses, "W1 after": first.weights, "W2 after": last.weights}


def parameters(rng, sizes):
    pairs = list(enumerate(zip(sizes, sizes[1:]), 1))
    weights = {f"W{k}": rng.standard_normal((n_out, n_in)) for k, (n_in, n_out) in pairs}
    return weights | {f"b{k}": rng.standard_normal(n_out) for k, (_, n_out) in pairs}


def three_layer_cases(rng):
    """Yield parameters, X, T; equal sizes once, so that nothing but numbers can tell."""
    for N, sizes in ((1, (3, 5, 4, 2)), (4, (4, 4, 4, 4)), (7, (2, 3, 6, 1))):
        X, T = rng.standard_normal((N, sizes[0])), rng.standard_normal((N, sizes[-1]))
        yield parameters(rng, sizes), X, T


def difference_cases(rng):
    for shape in ((4,), (2, 3), (1, 1)):
        yield rng.standard_normal(shape), 1 + rng.random(shape)


def probe_difference(function, theta, c):
    def f():
        return np.sum(c * theta**2 + theta**3) + np.sum(theta) ** 2

    before = theta.copy()
    return {"gradient": function(f, theta), "theta afterwards, changed by": theta - before}


def error_cases(rng):
    for shape in ((5,), (3, 4), (1, 6)):
        g = rng.standard_normal(shape)
        yield g, g + 0.3 * rng.standard_normal(shape)
    yield np.zeros((2, 3)), np.zeros((2, 3))


def step_cases(rng):
    for _ in range(4):
        L, third = rng.standard_normal(2) * (0.1, 10)
        yield 10.0 ** -rng.integers(6, 17), L, third


def probe_complex_step(function, x):
    functions = {"of exp": np.exp, "of sin": np.sin, "of x³": lambda x: x * x * x}
    return {name: function(f, x) for name, f in functions.items()}


def taylor_cases(rng):
    for P in (1, 3, 8):
        theta, gradient, direction = rng.standard_normal((3, P))
        for h in (0.5, -0.1):
            yield theta, gradient, direction, h


def probe_taylor(function, theta, gradient, direction, h):
    """Ask with a wrong gradient, too: the right one makes the remainder small."""
    return {"remainder": function(lambda theta: np.sum(theta**3), theta, gradient, direction, h)}


def softmax_cases(rng):
    for shape in SHAPES:
        yield rng.standard_normal(shape), softmax(rng.standard_normal(shape))


# --- misconceptions ------------------------------------------------------------------------------


def linear(forward=Linear.forward, backward=Linear.backward, update=Linear.update_params):
    """Return `Linear` with other methods."""
    methods = {"forward": forward, "backward": backward, "update_params": update}
    return type("OtherLinear", (Linear,), methods)


def linear_backward(
    dW=lambda da, X: da.T @ X,
    db=row_sum,
    dX=lambda da, W: da @ W,
):
    """Return `Linear` with other formulas on the way back."""

    def backward(self, da):
        self.grad_weights, self.grad_biases = dW(da, self.X), db(da)
        return dX(da, self.weights)

    return linear(backward=backward)


def linear_update(weights, biases):
    """Return `Linear` with other steps: each a function of parameter, gradient and η."""

    def update(self, learning_rate):
        self.weights = weights(self.weights, self.grad_weights, learning_rate)
        self.biases = biases(self.biases, self.grad_biases, learning_rate)

    return linear(update=update)


def step(parameter, gradient, learning_rate):
    return parameter - learning_rate * gradient


def stay(parameter, gradient, learning_rate):
    return parameter


class AccumulatingLinear(Linear):
    def backward(self, da):
        earlier = getattr(self, "grad_weights", 0), getattr(self, "grad_biases", 0)
        dX = super().backward(da)
        self.grad_weights = self.grad_weights + earlier[0]
        self.grad_biases = self.grad_biases + earlier[1]
        return dX


class FirstInputLinear(Linear):
    def forward(self, X):
        if not hasattr(self, "X"):
            self.X = X
        return X @ self.weights.T + self.biases


class SharedInputLinear(Linear):
    def forward(self, X):
        SharedInputLinear.X = X
        return X @ self.weights.T + self.biases


def first_call(layer):
    """Return an activation that keeps its first forward pass for ever."""

    class FirstCall(layer):
        def forward(self, a):
            z = super().forward(a)
            self.first = getattr(self, "first", (a, z))
            self.a, self.z = self.first
            return z

    return FirstCall


def shared(layer):
    """Return an activation that keeps what it needs on the class: the instances share it."""

    class Shared(layer):
        def forward(self, a):
            z = super().forward(a)
            Shared.kept = a, z
            return z

        def backward(self, dz):
            self.a, self.z = Shared.kept
            return super().backward(dz)

    return Shared


KEEP = "Each forward call has to overwrite what the one before has kept."
OWN = "Keep it on the object (self), not on the class or in a global name."
CHAIN = "The chain rule has two factors: what comes from above, and the layer's own slope."

Q_LINEAR_FORWARD = [
    Misconception(
        "the weights are not transposed",
        linear(lambda self, X: X @ self.weights + self.biases),
        "Row j of the weights belongs to unit j: which axis has to meet the features of X?",
    ),
    Misconception(
        "the bias is forgotten",
        linear(lambda self, X: X @ self.weights.T),
        "What does a unit give for the input zero?",
    ),
    Misconception(
        "the bias is subtracted",
        linear(lambda self, X: X @ self.weights.T - self.biases),
        "What does a unit give for the input zero?",
    ),
    Misconception(
        "the bias is added once for each feature",
        linear(lambda self, X: X @ self.weights.T + X.shape[1] * self.biases),
        "Is the bias inside the sum over i, or behind it?",
    ),
    Misconception(
        "an activation is applied inside the linear layer",
        linear(lambda self, X: np.tanh(X @ self.weights.T + self.biases)),
        "The layer is linear; the activation is a layer of its own.",
    ),
    Misconception(
        "the average over the features is taken instead of the sum",
        linear(lambda self, X: X @ self.weights.T / X.shape[1] + self.biases),
        "Look at the sum over i again.",
    ),
    Misconception(
        "the output is transposed: samples have become columns",
        linear(lambda self, X: self.weights @ X.T + self.biases[:, None]),
        "Rows are samples, before the layer and after it.",
    ),
    Misconception(
        "the given biases are ignored",
        linear(lambda self, X: X @ self.weights.T + np.zeros_like(self.biases)),
        equivalent="the same numbers as a forgotten bias",
    ),
]

Q_LINEAR_BACKWARD = [
    Misconception(
        "dW is transposed",
        linear_backward(dW=lambda da, X: X.T @ da),
        "Every gradient has the shape of its parameter: which axis of dW are the units?",
    ),
    Misconception(
        "dW is averaged over the samples",
        linear_backward(dW=lambda da, X: da.T @ X / len(X)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "all gradients are averaged over the samples",
        linear_backward(lambda da, X: da.T @ X / len(X), lambda da: da.mean(axis=0)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "db is not summed over the samples",
        linear_backward(db=lambda da: da),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "db is summed over the units, not over the samples",
        linear_backward(db=lambda da: da.sum(axis=1)),
        "Which axis are the samples?",
    ),
    Misconception(
        "db is averaged over the samples",
        linear_backward(db=lambda da: da.mean(axis=0)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "db is one number, summed over samples and units",
        linear_backward(db=np.sum),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "db keeps an axis of length 1",
        linear_backward(db=lambda da: da.sum(axis=0, keepdims=True)),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "only the first sample goes into db",
        linear_backward(db=lambda da: da[0]),
        "A bias takes part in every sample.",
    ),
    Misconception(
        "db is multiplied with the input",
        linear_backward(db=lambda da: da.sum(axis=0) * da.mean()),
        "What is the derivative of a with respect to b?",
    ),
    Misconception(
        "dX uses the transposed weights",
        linear_backward(dX=lambda da, W: da @ W.T),
        "An input reaches every unit: which axis of W has to meet da?",
    ),
    Misconception(
        "dX is transposed",
        linear_backward(dX=lambda da, W: (da @ W).T),
        "dX has the shape of X.",
    ),
    Misconception(
        "da is handed down without the weights",
        linear_backward(dX=lambda da, W: da),
        "How much does a change of an input matter to a?",
    ),
    Misconception(
        "the weights are handed down without da",
        linear_backward(dX=lambda da, W: np.ones_like(da) @ W),
        CHAIN,
    ),
    Misconception(
        "da is ignored in dW",
        linear_backward(dW=lambda da, X: np.ones_like(da).T @ X),
        CHAIN,
    ),
    Misconception(
        "all signs are turned round",
        linear_backward(lambda da, X: -da.T @ X, lambda da: -da.sum(axis=0), lambda da, W: -da @ W),
        "The minus sign belongs to the update, not to the gradient.",
    ),
    Misconception(
        "the gradients of earlier calls are added up",
        AccumulatingLinear,
        "Each backward call has to overwrite the gradients of the one before.",
    ),
    Misconception("the input of the first forward call is used for ever", FirstInputLinear, KEEP),
    Misconception("the input is kept on the class, shared by all layers", SharedInputLinear, OWN),
]

Q_LINEAR_UPDATE = [
    Misconception(
        "the step goes up the gradient",
        linear_update(*2 * [lambda p, g, rate: p + rate * g]),
        "The gradient points to where the loss grows.",
    ),
    Misconception(
        "the learning rate is forgotten",
        linear_update(*2 * [lambda p, g, rate: p - g]),
        "How long should the step be?",
    ),
    Misconception(
        "the step is divided by the learning rate",
        linear_update(*2 * [lambda p, g, rate: p - g / rate]),
        "A larger learning rate should make a longer step.",
    ),
    Misconception(
        "the biases are not updated",
        linear_update(step, stay),
        "The layer has two parameters.",
    ),
    Misconception(
        "the weights are not updated",
        linear_update(stay, step),
        "The layer has two parameters.",
    ),
    Misconception(
        "nothing changes: the new values are not kept",
        linear_update(stay, stay),
        "Assign to self.weights and self.biases, not to names of the function's own.",
    ),
    Misconception(
        "the parameters are replaced by the step",
        linear_update(*2 * [lambda p, g, rate: -rate * g]),
        "The step is added to where you are.",
    ),
    Misconception(
        "the gradient multiplies the parameter",
        linear_update(*2 * [lambda p, g, rate: p * (1 - rate * g)]),
        "The step does not depend on the parameter itself.",
    ),
    Misconception(
        "only the direction of the gradient is used, not its length",
        linear_update(*2 * [lambda p, g, rate: p - rate * g / np.linalg.norm(g)]),
        "Plain gradient descent does not normalise.",
    ),
    Misconception(
        "the biases go up the gradient while the weights go down",
        linear_update(step, lambda p, g, rate: p + rate * g),
        "Both parameters take the same kind of step.",
    ),
]


def tanh_with(backward, forward=np.tanh):
    return activation(forward, backward)


Q_TANH = [
    Misconception(
        "the square is missing",
        tanh_with(lambda dz, a, z: dz * (1 - z)),
        "Differentiate tanh once more on paper.",
    ),
    Misconception(
        "the derivative is written with a where z belongs",
        tanh_with(lambda dz, a, z: dz * (1 - a * a)),
        "tanh′(a) = 1 − tanh²(a): which of your arrays is tanh(a)?",
    ),
    Misconception(
        "tanh is applied a second time, to its own output",
        tanh_with(lambda dz, a, z: dz * (1 - np.tanh(z) ** 2)),
        "What you keep is already tanh(a).",
    ),
    Misconception(
        "the sigmoid's derivative is used",
        tanh_with(lambda dz, a, z: dz * z * (1 - z)),
        "z (1 − z) belongs to another activation.",
    ),
    Misconception("the derivative f′ is missing", tanh_with(lambda dz, a, z: dz), CHAIN),
    Misconception(
        "the gradient from above is ignored", tanh_with(lambda dz, a, z: 1 - z * z), CHAIN
    ),
    Misconception(
        "the gradient from above is used twice",
        tanh_with(lambda dz, a, z: dz * dz * (1 - z * z)),
        CHAIN,
    ),
    Misconception(
        "a bracket is missing: dz multiplies only the 1",
        tanh_with(lambda dz, a, z: dz - z * z),
        "dz * 1 - z**2 is not dz * (1 - z**2).",
    ),
    Misconception(
        "the sign is wrong",
        tanh_with(lambda dz, a, z: dz * (z * z - 1)),
        "tanh rises everywhere: which sign has its slope?",
    ),
    Misconception(
        "z² is added, not subtracted",
        tanh_with(lambda dz, a, z: dz * (1 + z * z)),
        "The slope of tanh is largest at 0.",
    ),
    Misconception(
        "the 1 is missing",
        tanh_with(lambda dz, a, z: -dz * z * z),
        "What is the slope of tanh at 0?",
    ),
    Misconception(
        "the gradient takes the place of z",
        tanh_with(lambda dz, a, z: 1 - dz * dz),
        "The slope depends on the forward pass alone.",
    ),
    Misconception(
        "the derivative of tan is used", tanh_with(lambda dz, a, z: dz * (1 + np.tan(a) ** 2))
    ),
    Misconception(
        "the derivative is divided by, not multiplied with",
        tanh_with(lambda dz, a, z: dz / (1 - z * z)),
        CHAIN,
    ),
    Misconception(
        "the forward pass is the sigmoid",
        Sigmoid,
        "tanh takes values between −1 and 1.",
    ),
    Misconception(
        "the forward pass is the sigmoid, the way back is tanh's",
        tanh_with(lambda dz, a, z: dz * (1 - z * z), forward=sigmoid),
        "tanh takes values between −1 and 1.",
    ),
    Misconception(
        "the forward pass is tanh(a/2)",
        tanh_with(lambda dz, a, z: dz * (1 - z * z) / 2, lambda a: np.tanh(a / 2)),
        "tanh a = 2 σ(2a) − 1.",
    ),
    Misconception("the first forward call is used for ever", first_call(Tanh), KEEP),
    Misconception("what is kept is shared by all layers", shared(Tanh), OWN),
]


def mlp(forward=MLP.forward, backward=MLP.backward):
    return type("OtherMLP", (MLP,), {"forward": forward, "backward": backward})


def forward_same_input(self, X):
    for layer in self.layers:
        y = layer.forward(X)
    return y


def forward_without_last(self, X):
    y = X
    for layer in self.layers:
        X, y = layer.forward(X), X
    return y


def backward_through(order, keep=False):
    def backward(self, dy):
        d = dy
        for layer in order(self.layers):
            d = layer.backward(dy if keep else d)
        return d

    return backward


def backward_returning_dy(self, dy):
    MLP.backward(self, dy)
    return dy


def backward_by_forward(self, dy):
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

MEAN = "Sum over the outputs of a sample, and average over the samples."


def losses(scale_forward=1.0, scale_backward=1.0):
    """Return the loss with both passes scaled, by numbers or by functions of y."""

    def times(scale, y):
        return scale(y) if callable(scale) else scale

    return loss_class(
        lambda y, t: times(scale_forward, y) * squared_error(y, t),
        lambda y, t: times(scale_backward, y) * squared_error_gradient(y, t),
    )


def outputs(y):
    return 1 / y.shape[1]


class FirstLoss(MSELoss):
    def forward(self, y, t):
        value = super().forward(y, t)
        self.first = getattr(self, "first", (y, t))
        self.y, self.t = self.first
        return value


class SharedLoss(MSELoss):
    def forward(self, y, t):
        SharedLoss.kept = y, t
        return super().forward(y, t)

    def backward(self):
        return squared_error_gradient(*SharedLoss.kept)


Q_MSE = [
    Misconception(
        "the mean is taken over the outputs too, in the loss and in its gradient",
        losses(outputs, outputs),
        MEAN,
    ),
    Misconception(
        "the mean is taken over the outputs too, in the loss alone", losses(outputs), MEAN
    ),
    Misconception("the gradient is divided by the number of outputs too", losses(1, outputs), MEAN),
    Misconception("there is no mean over the samples", losses(len, len), MEAN),
    Misconception("the loss is not averaged over the samples", losses(len), MEAN),
    Misconception(
        "the gradient has no 1/N",
        losses(1, len),
        "The mean of the loss has to show up in its derivative.",
    ),
    Misconception(
        "the gradient is divided by N twice",
        losses(1, lambda y: 1 / len(y)),
        "Each factor of the loss occurs once in its derivative.",
    ),
    Misconception(
        "the factor 2 of the square is missing in the gradient",
        losses(1, 0.5),
        "Differentiate the square.",
    ),
    Misconception(
        "a factor ½ is in the loss that is not asked for",
        losses(0.5, 0.5),
        "Which of the two squared errors is asked for?",
    ),
    Misconception(
        "a factor ½ is in the loss but not in its gradient",
        losses(0.5),
        "Which of the two squared errors is asked for?",
    ),
    Misconception(
        "the gradient's sign is wrong: t − y",
        losses(1, -1),
        "If the output is above its target, does the loss grow with it?",
    ),
    Misconception(
        "the residual is not squared",
        loss_class(lambda y, t: np.sum(y - t) / len(y), squared_error_gradient),
        "Errors of different sign must not cancel.",
    ),
    Misconception(
        "the absolute error is used",
        loss_class(lambda y, t: np.sum(abs(y - t)) / len(y), squared_error_gradient),
        "The errors are squared, not only made positive.",
    ),
    Misconception(
        "the root is taken",
        loss_class(lambda y, t: np.sqrt(squared_error(y, t)), squared_error_gradient),
        "The root mean square is another measure.",
    ),
    Misconception(
        "the norm is not squared",
        loss_class(lambda y, t: np.mean(np.linalg.norm(y - t, axis=1)), squared_error_gradient),
        "‖·‖ or ‖·‖²?",
    ),
    Misconception(
        "the loss is kept apart for each output",
        loss_class(lambda y, t: np.sum((y - t) ** 2, axis=0) / len(y), squared_error_gradient),
        "The loss is one number.",
    ),
    Misconception(
        "the loss is kept apart for each sample",
        loss_class(lambda y, t: np.sum((y - t) ** 2, axis=1), squared_error_gradient),
        "The loss is one number.",
    ),
    Misconception(
        "the gradient is summed over the samples",
        loss_class(squared_error, lambda y, t: np.sum(2 * (y - t) / len(y), axis=0)),
        "∂L/∂y has the shape of y.",
    ),
    Misconception(
        "the target is forgotten in the gradient",
        loss_class(squared_error, lambda y, t: 2 * y / len(y)),
        "Differentiate (y − t)² as a whole.",
    ),
    Misconception(
        "the gradient keeps the square",
        loss_class(squared_error, lambda y, t: 2 * (y - t) ** 2 / len(y)),
        "The power goes down by one.",
    ),
    Misconception("the first forward call is used for ever", FirstLoss, KEEP),
    Misconception("outputs and targets are shared by all losses", SharedLoss, OWN),
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
    recorded = [loss.forward(model.forward(X), t)]
    model.backward(loss.backward())
    for _ in range(epochs):
        for layer in model.layers:
            layer.update_params(learning_rate)
        recorded.append(loss.forward(model.forward(X), t))
    return recorded[:-1]


def train_one_sample_at_a_time(model, loss, X, t, learning_rate, epochs):
    recorded = []
    for _ in range(epochs):
        recorded.append(loss.forward(model.forward(X), t))
        for k in range(len(X)):
            loss.forward(model.forward(X[k : k + 1]), t[k : k + 1])
            model.backward(loss.backward())
            for layer in model.layers:
                layer.update_params(learning_rate)
    return recorded


def train_updating_first(model, loss, X, t, learning_rate, epochs):
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
        "the step goes up the gradient",
        training(rate=lambda rate: -rate),
        "Which sign does update_params already have?",
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
        "the step is taken before there is a gradient",
        train_updating_first,
        "Forward, loss, backward, and then the step.",
    ),
]


def sigmoid_with(backward, forward=sigmoid):
    return activation(forward, backward)


Q_SIGMOID = [
    Misconception(
        "tanh's derivative is used",
        sigmoid_with(lambda dz, a, z: dz * (1 - z * z)),
        "1 − z² belongs to another activation.",
    ),
    Misconception(
        "the derivative is written with a where z belongs",
        sigmoid_with(lambda dz, a, z: dz * a * (1 - a)),
        "Which of your arrays is σ(a)?",
    ),
    Misconception(
        "the sigmoid is applied a second time, to its own output",
        sigmoid_with(lambda dz, a, z: dz * sigmoid(z) * (1 - sigmoid(z))),
        "What you keep is already σ(a).",
    ),
    Misconception("the derivative f′ is missing", sigmoid_with(lambda dz, a, z: dz), CHAIN),
    Misconception(
        "the gradient from above is ignored", sigmoid_with(lambda dz, a, z: z * (1 - z)), CHAIN
    ),
    Misconception(
        "the gradient from above is used twice",
        sigmoid_with(lambda dz, a, z: dz * dz * z * (1 - z)),
        CHAIN,
    ),
    Misconception(
        "the sign is wrong",
        sigmoid_with(lambda dz, a, z: dz * z * (z - 1)),
        "The sigmoid rises everywhere: which sign has its slope?",
    ),
    Misconception(
        "a bracket is missing: dz multiplies only the first term",
        sigmoid_with(lambda dz, a, z: dz * z - z * z),
        "Multiply out by hand, and compare.",
    ),
    Misconception(
        "one factor is missing: z alone",
        sigmoid_with(lambda dz, a, z: dz * z),
        "The slope of the sigmoid goes to zero on both sides.",
    ),
    Misconception(
        "one factor is missing: 1 − z alone",
        sigmoid_with(lambda dz, a, z: dz * (1 - z)),
        "The slope of the sigmoid goes to zero on both sides.",
    ),
    Misconception(
        "z + z² stands in place of z − z²",
        sigmoid_with(lambda dz, a, z: dz * z * (1 + z)),
        "The slope of the sigmoid goes to zero on both sides.",
    ),
    Misconception(
        "the exponent's sign is wrong: the forward pass falls",
        sigmoid_with(lambda dz, a, z: -dz * z * (1 - z), lambda a: sigmoid(-a)),
        "The sigmoid rises.",
    ),
    Misconception("the forward pass is tanh", Tanh, "The sigmoid lies between 0 and 1."),
    Misconception(
        "the forward pass is σ(2a)",
        sigmoid_with(lambda dz, a, z: 2 * dz * z * (1 - z), lambda a: sigmoid(2 * a)),
        "Look at the exponent.",
    ),
    Misconception("the first forward call is used for ever", first_call(Sigmoid), KEEP),
    Misconception("what is kept is shared by all layers", shared(Sigmoid), OWN),
]


def relu_with(backward, forward=relu):
    return activation(forward, backward)


Q_RELU = [
    Misconception(
        "the mask is taken with >= from the output",
        relu_with(lambda dz, a, z: dz * (z >= 0)),
        "What is the smallest value that z can have?",
    ),
    Misconception(
        "ReLU′(0) is 1: the mask is taken with >= from the pre-activation",
        relu_with(lambda dz, a, z: dz * (a >= 0)),
        "Look up what this workbook says about ReLU′(0).",
    ),
    Misconception(
        "ReLU′(0) is ½",
        relu_with(lambda dz, a, z: dz * np.heaviside(a, 0.5)),
        "Look up what this workbook says about ReLU′(0).",
    ),
    Misconception(
        "the mask comes from the gradient, not from the forward pass",
        relu_with(lambda dz, a, z: dz * (dz > 0)),
        "The slope depends on the forward pass alone.",
    ),
    Misconception(
        "the mask needs a positive gradient as well as a positive input",
        relu_with(lambda dz, a, z: dz * (dz > 0) * (a > 0)),
        "The slope depends on the forward pass alone.",
    ),
    Misconception(
        "the mask is the wrong way round",
        relu_with(lambda dz, a, z: dz * (a < 0)),
        "Which inputs does ReLU let pass?",
    ),
    Misconception(
        "the gradient from above is ignored",
        relu_with(lambda dz, a, z: (a > 0).astype(float)),
        CHAIN,
    ),
    Misconception(
        "the gradient is multiplied with z, not with the slope",
        relu_with(lambda dz, a, z: dz * z),
        "What is the slope of ReLU for a > 0?",
    ),
    Misconception(
        "the gradient is multiplied with the sign of a",
        relu_with(lambda dz, a, z: dz * np.sign(a)),
        "What is the slope of ReLU for a < 0?",
    ),
    Misconception(
        "the forward pass is the absolute value",
        relu_with(lambda dz, a, z: dz * np.sign(a), np.abs),
        "What does ReLU give for a < 0?",
    ),
    Misconception(
        "the forward pass keeps the negative part",
        relu_with(lambda dz, a, z: dz * (a < 0), lambda a: np.minimum(a, 0)),
        "Which inputs does ReLU let pass?",
    ),
    Misconception(
        "the forward pass is the step function",
        relu_with(lambda dz, a, z: dz * (a > 0), lambda a: (a > 0).astype(float)),
        "ReLU gives a itself where a is positive.",
    ),
    Misconception(
        "the forward pass leaks: a small slope for a < 0",
        relu_with(
            lambda dz, a, z: dz * np.where(a > 0, 1, 0.01), lambda a: np.maximum(a, 0.01 * a)
        ),
        "That is the leaky ReLU.",
    ),
    Misconception("the first forward call is used for ever", first_call(ReLU), KEEP),
    Misconception("what is kept is shared by all layers", shared(ReLU), OWN),
]

Q_HALF = [
    Misconception(
        "the ½ is missing", lambda Y, T: np.sum((Y - T) ** 2) / len(Y), "Compare with the formula."
    ),
    Misconception(
        "the mean is taken over the outputs too", lambda Y, T: np.mean((Y - T) ** 2) / 2, MEAN
    ),
    Misconception(
        "the mean is taken over the outputs too, and the ½ is missing",
        lambda Y, T: np.mean((Y - T) ** 2),
        MEAN,
    ),
    Misconception("there is no mean over the samples", lambda Y, T: np.sum((Y - T) ** 2) / 2, MEAN),
    Misconception(
        "it is divided by the number of outputs, not of samples",
        lambda Y, T: np.sum((Y - T) ** 2) / (2 * Y.shape[1]),
        "Rows are samples.",
    ),
    Misconception(
        "the norm is not squared",
        lambda Y, T: np.mean(np.linalg.norm(Y - T, axis=1)) / 2,
        "‖·‖ or ‖·‖²?",
    ),
    Misconception(
        "the residuals are summed before they are squared",
        lambda Y, T: np.sum(Y - T) ** 2 / (2 * len(Y)),
        "Errors of different sign must not cancel.",
    ),
    Misconception(
        "the absolute error is used",
        lambda Y, T: np.sum(abs(Y - T)) / (2 * len(Y)),
        "The errors are squared, not only made positive.",
    ),
    Misconception(
        "the loss is kept apart for each sample",
        lambda Y, T: np.sum((Y - T) ** 2, axis=1) / 2,
        "The loss is one number.",
    ),
    Misconception(
        "the loss is kept apart for each output",
        lambda Y, T: np.sum((Y - T) ** 2, axis=0) / (2 * len(Y)),
        "The loss is one number.",
    ),
    Misconception(
        "the sign is wrong", lambda Y, T: -np.sum((Y - T) ** 2) / (2 * len(Y)), "A square is not."
    ),
]


def three(**changed):
    """Return the three-layer backward pass with something changed."""
    return lambda p, X, T: three_layer_backward(p, X, T, **changed)


def first_delta_from_the_output(p, X, T):
    Z1, _, Y = three_layers(p, X)
    d1 = ((Y - T) / len(X)) @ p["W3"] @ p["W2"] * z_slope(Z1)
    return backward(p, X, T) | {"W1": d1.T @ X, "b1": row_sum(d1)}


def own_activations_in_the_weight_gradients(p, X, T):
    Z1, Z2, Y = three_layers(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * z_slope(Z2)
    d1 = d2 @ p["W2"] * z_slope(Z1)
    return backward(p, X, T) | {"W1": d1.T @ Z1, "W2": d2.T @ Z2, "W3": d3.T @ Y}


def slope_of_the_layer_below(p, X, T):
    Z1, Z2, Y = three_layers(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * z_slope(Z1)
    d1 = d2 @ p["W2"] * z_slope(X)
    gradients = {"W1": d1.T @ X, "W2": d2.T @ Z1, "W3": d3.T @ Z2}
    return gradients | {"b1": row_sum(d1), "b2": row_sum(d2), "b3": row_sum(d3)}


def sigmoid_at_the_output(Y, T):
    return (Y - T) * z_slope(Y) / len(Y)


SHAPE = "Every gradient has the shape of its parameter."

Q_BACKWARD = [
    Misconception(
        "the mean over the samples is missing in δ3",
        three(output=lambda Y, T: Y - T),
        "Differentiate the whole loss, with its mean.",
    ),
    Misconception(
        "δ3 has a factor 2 that the ½ cancels",
        three(output=lambda Y, T: 2 * (Y - T) / len(Y)),
        "Differentiate ½ times a square.",
    ),
    Misconception(
        "δ3 keeps the ½",
        three(output=lambda Y, T: (Y - T) / (2 * len(Y))),
        "Differentiate ½ times a square.",
    ),
    Misconception(
        "δ3 has the wrong sign: T − Y",
        three(output=lambda Y, T: (T - Y) / len(Y)),
        "If the output is above its target, does the loss grow with it?",
    ),
    Misconception(
        "the mean is taken over the outputs too",
        three(output=lambda Y, T: (Y - T) / Y.size),
        MEAN,
    ),
    Misconception(
        "δ3 has a sigmoid's slope, but the output is linear",
        three(output=sigmoid_at_the_output),
        "Which layers have an activation?",
    ),
    Misconception("f′ is missing in the second hidden layer", three(slopes=(True, False)), CHAIN),
    Misconception("f′ is missing in the first hidden layer", three(slopes=(False, True)), CHAIN),
    Misconception("f′ is missing in both hidden layers", three(slopes=(False, False)), CHAIN),
    Misconception(
        "tanh's derivative is used",
        three(slope=lambda Z: 1 - Z * Z),
        "The hidden layers are sigmoids.",
    ),
    Misconception(
        "the sigmoid is applied a second time, to its own output",
        three(slope=lambda Z: sigmoid(Z) * (1 - sigmoid(Z))),
        "Z1 and Z2 are already σ(A1) and σ(A2).",
    ),
    Misconception(
        "one factor of the slope is missing: Z alone",
        three(slope=lambda Z: Z),
        "The slope of the sigmoid goes to zero on both sides.",
    ),
    Misconception(
        "f′ is taken from the layer below",
        slope_of_the_layer_below,
        "δ2 is ∂L/∂A2: at which layer's A is the slope needed?",
    ),
    Misconception(
        "the weights are transposed on the way back",
        three(way_back=lambda delta, W: delta @ W.T),
        "Write the shapes under the product.",
    ),
    Misconception(
        "δ1 is made from δ2 without its slope",
        first_delta_from_the_output,
        "Use the δ of the layer just above, complete.",
    ),
    Misconception(
        "the weights are missing on the way back",
        three(way_back=lambda delta, W: delta.sum(axis=1, keepdims=True) * np.ones(W.shape[1])),
        "How much does a unit matter to each unit above?",
    ),
    Misconception(
        "the biases' gradients are not summed over the samples",
        three(bias=lambda delta: delta),
        SHAPE,
    ),
    Misconception(
        "the biases' gradients are summed over the units",
        three(bias=lambda delta: delta.sum(axis=1)),
        "Which axis are the samples?",
    ),
    Misconception(
        "the biases' gradients are averaged over the samples",
        three(bias=lambda delta: delta.mean(axis=0)),
        "The mean is in δ3 already.",
    ),
    Misconception(
        "the weights' gradients are transposed",
        three(weight=lambda delta, Z: Z.T @ delta),
        SHAPE,
    ),
    Misconception(
        "the weights' gradients are averaged over the samples again",
        three(weight=lambda delta, Z: delta.T @ Z / len(Z)),
        "The mean is in δ3 already.",
    ),
    Misconception(
        "each weight gradient uses the layer's own output instead of its input",
        own_activations_in_the_weight_gradients,
        "In A2 = Z1 W2ᵀ + b2, what multiplies W2?",
    ),
]


def difference(quotient, restore=True):
    """Return a numerical gradient; ``quotient(f, theta, i, value, h)`` makes each entry."""

    def numerical(f, theta, h=1e-5):
        gradient = np.zeros_like(theta)
        for i in np.ndindex(theta.shape):
            value = theta[i]
            gradient[i] = quotient(f, theta, i, value, h)
            if restore:
                theta[i] = value
        return gradient

    return numerical


def at(f, theta, i, value):
    theta[i] = value
    return f()


def central(f, theta, i, value, h):
    return (at(f, theta, i, value + h) - at(f, theta, i, value - h)) / (2 * h)


def all_at_once(f, theta, h=1e-5):
    theta += h
    up = f()
    theta -= 2 * h
    down = f()
    theta += h
    return np.full_like(theta, (up - down) / (2 * h))


def rows_only(f, theta, h=1e-5):
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):
        value = theta[i].copy()
        gradient[i] = (at(f, theta, i, value + h) - at(f, theta, i, value - h)) / (2 * h)
        theta[i] = value
    return gradient


def first_entry_only(f, theta, h=1e-5):
    gradient, i = np.zeros_like(theta), (0,) * theta.ndim
    value = theta[i]
    gradient[i] = central(f, theta, i, value, h)
    theta[i] = value
    return gradient


BACK = "After each entry theta has to be as it was before."

Q_DIFFERENCE = [
    Misconception(
        "the difference is divided by h, not by 2h",
        difference(lambda *args: 2 * central(*args)),
        "How far apart are the two points?",
    ),
    Misconception(
        "the difference is not divided at all",
        difference(lambda f, theta, i, value, h: 2 * h * central(f, theta, i, value, h)),
        "A slope is a difference over a distance.",
    ),
    Misconception(
        "the difference is multiplied by 2h",
        difference(lambda f, theta, i, value, h: 4 * h * h * central(f, theta, i, value, h)),
        "A slope is a difference over a distance.",
    ),
    Misconception(
        "brackets are missing: / 2 * h",
        difference(lambda f, theta, i, value, h: h * h * central(f, theta, i, value, h)),
        "Python reads x / 2 * h as (x / 2) * h.",
    ),
    Misconception(
        "the difference is one-sided, forward",
        difference(
            lambda f, theta, i, value, h: (at(f, theta, i, value + h) - at(f, theta, i, value)) / h
        ),
        "Go to both sides.",
    ),
    Misconception(
        "the difference is one-sided, backward",
        difference(
            lambda f, theta, i, value, h: (at(f, theta, i, value) - at(f, theta, i, value - h)) / h
        ),
        "Go to both sides.",
    ),
    Misconception(
        "the difference is one-sided but divided by 2h",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value + h) - at(f, theta, i, value)) / (2 * h)
            )
        ),
        "Is the second point where you think? Print it.",
    ),
    Misconception(
        "the sign is wrong: minus comes first",
        difference(lambda *args: -central(*args)),
        "Which of the two values stands first?",
    ),
    Misconception(
        "the second value is forgotten",
        difference(lambda f, theta, i, value, h: at(f, theta, i, value + h) / (2 * h)),
        "A slope is a difference.",
    ),
    Misconception(
        "the two values are added",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value + h) + at(f, theta, i, value - h)) / (2 * h)
            )
        ),
        "A slope is a difference.",
    ),
    Misconception("the entry is not put back", difference(central, restore=False), BACK),
    Misconception(
        "the step scales with the parameter but the division does not",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value * (1 + h)) - at(f, theta, i, value * (1 - h))) / (2 * h)
            )
        ),
        "Divide by how far you really went.",
    ),
    Misconception(
        "h is added to all parameters at once",
        all_at_once,
        "A partial derivative moves one entry and leaves the others.",
    ),
    Misconception(
        "whole rows are moved, not single entries",
        rows_only,
        "theta can have two axes: visit every index.",
    ),
    Misconception(
        "only the first entry is visited",
        first_entry_only,
        "Is the return inside the loop?",
    ),
]


def norm(x):
    return np.linalg.norm(x)


def guarded(numerator, denominator):
    """Return an error measure that is 0 for two zeros."""

    def error(g, n):
        return numerator(g, n) / denominator(g, n) if np.any(g) or np.any(n) else 0.0

    return error


def total(g, n):
    return norm(g) + norm(n)


Q_ERROR = [
    Misconception(
        "it is taken entry by entry, without norms",
        guarded(lambda g, n: abs(g - n), lambda g, n: abs(g) + abs(n)),
        "One number for the whole array.",
    ),
    Misconception(
        "it is taken entry by entry and averaged",
        guarded(lambda g, n: np.mean(abs(g - n) / (abs(g) + abs(n))), lambda g, n: 1),
        "Take norms first, then one quotient.",
    ),
    Misconception(
        "it is taken entry by entry, and the largest is returned",
        guarded(lambda g, n: np.max(abs(g - n) / (abs(g) + abs(n))), lambda g, n: 1),
        "Take norms first, then one quotient.",
    ),
    Misconception(
        "it is the absolute error: nothing is divided",
        lambda g, n: norm(g - n),
        "How large is a difference of 1e-5 if the gradient is 1e-5?",
    ),
    Misconception(
        "it is divided by the first norm only",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(g)),
        "The measure treats both gradients alike.",
    ),
    Misconception(
        "it is divided by the second norm only",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(n)),
        "The measure treats both gradients alike.",
    ),
    Misconception(
        "it is divided by the larger norm",
        guarded(lambda g, n: norm(g - n), lambda g, n: max(norm(g), norm(n))),
        "Another common measure; this one has the sum.",
    ),
    Misconception(
        "it is divided by the norm of the sum, not by the sum of the norms",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(g + n)),
        "What would it give for g = −n?",
    ),
    Misconception(
        "it is divided by the mean of the norms",
        guarded(lambda g, n: norm(g - n), lambda g, n: total(g, n) / 2),
        "What is its largest value?",
    ),
    Misconception(
        "the norms are compared, not the arrays",
        guarded(lambda g, n: abs(norm(g) - norm(n)), total),
        "Two gradients can be equally long and point in different directions.",
    ),
    Misconception(
        "the norms are squared",
        guarded(lambda g, n: norm(g - n) ** 2, lambda g, n: norm(g) ** 2 + norm(n) ** 2),
        "A norm has a root.",
    ),
    Misconception(
        "absolute values are summed, not squares",
        guarded(lambda g, n: np.sum(abs(g - n)), lambda g, n: np.sum(abs(g) + abs(n))),
        "‖·‖ is the Euclidean norm.",
    ),
    Misconception(
        "the matrix norm is the spectral one",
        guarded(
            lambda g, n: np.linalg.norm(g - n, 2),
            lambda g, n: np.linalg.norm(g, 2) + np.linalg.norm(n, 2),
        ),
        "Take the norm over all entries, whatever the shape.",
    ),
    Misconception(
        "two zero gradients give nan",
        lambda g, n: norm(g - n) / total(g, n),
        "What is 0/0, and what should it be here?",
    ),
    Misconception(
        "the sign of g − n is wrong: the two are added",
        guarded(lambda g, n: norm(g + n), total),
        "Equal gradients must give 0.",
    ),
]

Q_STEP = [
    Misconception(
        "the root is square, not cubic",
        lambda epsilon, L, third: np.sqrt(3 * epsilon * abs(L / third)),
        "Which power of h is left when E′(h) = 0 is cleared of fractions?",
    ),
    Misconception(
        "the factor 3 is missing",
        lambda epsilon, L, third: np.cbrt(epsilon * abs(L / third)),
        "Differentiate h² as well.",
    ),
    Misconception(
        "the 6 stays where the derivative of h² has halved it",
        lambda epsilon, L, third: np.cbrt(6 * epsilon * abs(L / third)),
        "Differentiate h² as well.",
    ),
    Misconception(
        "the two errors are made equal instead of their slopes",
        lambda epsilon, L, third: np.cbrt(6 * epsilon * abs(L / third)) * (1 + 1e-12),
        "The minimum is where the derivative is zero.",
        equivalent="making the two errors equal gives the same number as keeping the 6",
    ),
    Misconception(
        "the fraction is upside down",
        lambda epsilon, L, third: np.cbrt(abs(third) / (3 * epsilon * abs(L))),
        "Should more rounding make the best step larger or smaller?",
    ),
    Misconception(
        "loss and third derivative are ignored",
        lambda epsilon, L, third: np.cbrt(3 * epsilon),
        "Both stand in E(h).",
    ),
    Misconception(
        "only ε stands under the root",
        lambda epsilon, L, third: np.cbrt(epsilon),
        "That is the rule of thumb; the question asks for the minimum.",
    ),
    Misconception(
        "L and L‴ are exchanged",
        lambda epsilon, L, third: np.cbrt(3 * epsilon * abs(third / L)),
        "Should a function that bends more allow a larger step?",
    ),
    Misconception(
        "it is the best step of the forward difference",
        lambda epsilon, L, third: 2 * np.sqrt(epsilon * abs(L / third)),
        "The truncation here grows with h².",
    ),
    Misconception(
        "the 3 stands in front of the root",
        lambda epsilon, L, third: 3 * np.cbrt(epsilon * abs(L / third)),
        "The 3 is under the root with the others.",
    ),
    Misconception(
        "the root is not taken",
        lambda epsilon, L, third: 3 * epsilon * abs(L / third),
        "Solve for h, not for h³.",
    ),
    Misconception(
        "the absolute values are forgotten",
        lambda epsilon, L, third: np.cbrt(3 * epsilon * L / third),
        "A step is positive.",
    ),
]

Q_COMPLEX = [
    Misconception(
        "the real part is taken",
        lambda f, x, h=1e-30: f(x + 1j * h).real / h,
        "In which part of the series stands f′?",
    ),
    Misconception(
        "it is not divided by h",
        lambda f, x, h=1e-30: f(x + 1j * h).imag,
        "The imaginary part is h times the derivative.",
    ),
    Misconception(
        "it is divided by 2h",
        lambda f, x, h=1e-30: f(x + 1j * h).imag / (2 * h),
        "There is only one step here.",
    ),
    Misconception(
        "the imaginary unit is missing",
        lambda f, x, h=1e-30: f(x + h).imag / h,
        "Step into the imaginary direction.",
    ),
    Misconception(
        "it is a forward difference",
        lambda f, x, h=1e-30: (f(x + h) - f(x)) / h,
        "With h = 1e-30, is x + h another number than x?",
    ),
    Misconception(
        "it is a central difference",
        lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
        "Step into the imaginary direction: then there is nothing to subtract.",
    ),
    Misconception(
        "the modulus is taken",
        lambda f, x, h=1e-30: abs(f(x + 1j * h)) / h,
        "The imaginary part, not the modulus.",
    ),
    Misconception(
        "the angle is taken",
        lambda f, x, h=1e-30: np.angle(f(x + 1j * h)) / h,
        "The imaginary part, not the angle.",
    ),
    Misconception(
        "the step's sign is wrong",
        lambda f, x, h=1e-30: f(x - 1j * h).imag / h,
        "Compare with the series for x + ih.",
    ),
    Misconception(
        "the real value is subtracted, and the result is left complex",
        lambda f, x, h=1e-30: (f(x + 1j * h) - f(x)) / (1j * h),
        "The derivative stands alone in the imaginary part: take that part.",
    ),
]

Q_TAYLOR = [
    Misconception(
        "the absolute value is missing",
        lambda f, theta, g, d, h: f(theta + h * d) - f(theta) - h * (g @ d),
        "R is never negative.",
    ),
    Misconception(
        "the first-order term is added",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) + h * (g @ d)),
        "Take away what the gradient predicts.",
    ),
    Misconception(
        "the first-order term lacks h",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - g @ d),
        "How far do you walk?",
    ),
    Misconception(
        "the step lacks h",
        lambda f, theta, g, d, h: abs(f(theta + d) - f(theta) - h * (g @ d)),
        "How far do you walk?",
    ),
    Misconception(
        "the first-order term is missing",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta)),
        "Take away what the gradient predicts.",
    ),
    Misconception(
        "f(θ) is missing",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - h * (g @ d)),
        "The series starts with f(θ).",
    ),
    Misconception(
        "gradient and direction are multiplied entry by entry",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g * d)),
        "gᵀd is one number.",
    ),
    Misconception(
        "the entries of the gradient are summed without the direction",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * np.sum(g)),
        "What is the slope in the direction d?",
    ),
    Misconception(
        "it is divided by h",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g @ d)) / abs(h),
        "Compare with the formula for R.",
    ),
    Misconception(
        "the walk is along the gradient, not along d",
        lambda f, theta, g, d, h: abs(f(theta + h * g) - f(theta) - h * (g @ g)),
        "There are two vectors; which one do you walk along?",
    ),
    Misconception(
        "the difference is two-sided",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta - h * d) - 2 * h * (g @ d)),
        "Start at θ.",
    ),
    Misconception(
        "the direction is scaled to length 1",
        lambda f, theta, g, d, h: taylor_remainder(f, theta, g, d / norm(d), h),
        "Use d as it is given.",
    ),
]

Q_SOFTMAX = [
    Misconception(
        "it returns zero", lambda dz, z: np.zeros_like(dz), "Only for equal entries of dz is it so."
    ),
    Misconception(
        "only the diagonal of the Jacobian is used",
        lambda dz, z: dz * z * (1 - z),
        "Each output depends on all inputs, through the denominator.",
    ),
    Misconception(
        "the term of the denominator is missing",
        lambda dz, z: dz * z,
        "Each output depends on all inputs, through the denominator.",
    ),
    Misconception(
        "the sum runs over the samples",
        lambda dz, z: z * (dz - np.sum(dz * z, axis=0, keepdims=True)),
        "Rows are samples: softmax knows nothing of other rows.",
    ),
    Misconception(
        "the sum runs over samples and classes",
        lambda dz, z: z * (dz - np.sum(dz * z)),
        "Rows are samples: softmax knows nothing of other rows.",
    ),
    Misconception(
        "the sum has lost its axis and meets the wrong one",
        lambda dz, z: z * (dz - np.sum(dz * z, axis=1)),
        "(N, K) − (N,): which axes meet?",
    ),
    Misconception(
        "z is missing in the sum",
        lambda dz, z: z * (dz - np.sum(dz, axis=1, keepdims=True)),
        "Sum over k of ∂L/∂z_k times z_k (δ_kj − z_j).",
    ),
    Misconception(
        "the mean of dz stands in place of the weighted sum",
        lambda dz, z: z * (dz - np.mean(dz, axis=1, keepdims=True)),
        "Sum over k of ∂L/∂z_k times z_k (δ_kj − z_j).",
    ),
    Misconception(
        "the factor z in front is missing",
        lambda dz, z: dz - np.sum(dz * z, axis=1, keepdims=True),
        "Sum over k of ∂L/∂z_k times z_k (δ_kj − z_j).",
    ),
    Misconception("the sign is wrong", lambda dz, z: -softmax_backward(dz, z)),
    Misconception(
        "the sum is added",
        lambda dz, z: z * (dz + np.sum(dz * z, axis=1, keepdims=True)),
        "The denominator makes every output smaller.",
    ),
    Misconception("the gradient from above is ignored", lambda dz, z: z * (1 - z), CHAIN),
    Misconception(
        "it is the gradient of softmax with cross-entropy: z − t",
        lambda dz, z: z - dz,
        "That is another function: softmax and its loss together. Here is any dz.",
    ),
    Misconception(
        "softmax is applied a second time, to its own output",
        lambda dz, z: softmax_backward(dz, softmax(z)),
        "z is already softmax(a).",
    ),
    Misconception(
        "tanh's derivative is used", lambda dz, z: dz * (1 - z * z), "Derive it from ∂z_k/∂a_j."
    ),
]

# --- the table -----------------------------------------------------------------------------------

SHAPES_OF_A_BATCH = [[7, 5], [5, 3], [7, 3]]
KINK = [1 / 2, 3 / 4, 1]
BUGS = [4, 6, 2, 5, 1, 3]

QUESTIONS = Table(
    [
        ValueQuestion(
            "q2-1",
            "shapes",
            lambda: np.array(SHAPES_OF_A_BATCH),
            [
                Misconception(
                    "samples are columns",
                    lambda: np.array([[5, 7], [5, 3], [3, 7]]),
                    "In this workbook rows are samples.",
                ),
                Misconception(
                    "dW has the shape (in, out)",
                    lambda: np.array([[7, 5], [3, 5], [7, 3]]),
                    "A gradient has the shape of its parameter, and W is (out, in).",
                ),
                Misconception(
                    "dX has the shape of the output",
                    lambda: np.array([[7, 5], [5, 3], [7, 5]]),
                    "A gradient has the shape of what it belongs to.",
                ),
                Misconception(
                    "the output has the shape of the input",
                    lambda: np.array([[7, 3], [5, 3], [7, 3]]),
                    "There is one number for each sample and unit.",
                ),
                Misconception(
                    "dW has a row for each sample",
                    lambda: np.array([[7, 5], [7, 3], [7, 3]]),
                    "The weights are shared by all samples.",
                ),
                Misconception(
                    "dX has the shape of W",
                    lambda: np.array([[7, 5], [5, 3], [5, 3]]),
                    "A gradient has the shape of what it belongs to.",
                ),
            ],
            hint="Write the shapes under X Wᵀ + b.",
        ),
        WrittenQuestion("q2-a", formula="q2-3"),
        CodeQuestion(
            "q2-2",
            "Linear",
            Linear,
            linear_cases,
            Q_LINEAR_FORWARD,
            points=2.0,
            hint="Write out one entry of a as a sum.",
            probe=probe_linear_forward,
        ),
        CodeQuestion(
            "q2-3",
            "Linear",
            Linear,
            linear_cases,
            Q_LINEAR_BACKWARD,
            points=2.0,
            hint="Write the shapes under each product; they leave few choices.",
            probe=probe_linear_backward,
            own_gradient=linear_own_gradient,
        ),
        CodeQuestion(
            "q2-4",
            "Linear",
            Linear,
            linear_cases,
            Q_LINEAR_UPDATE,
            hint="θ ← θ − η ∂L/∂θ, for both parameters.",
            probe=probe_linear_update,
        ),
        CodeQuestion(
            "q2-5",
            "Tanh",
            Tanh,
            activation_cases,
            Q_TANH,
            points=2.0,
            hint="Derive tanh′ on paper, written with z = tanh(a).",
            probe=probe_activation,
            own_gradient=activation_own_gradient,
        ),
        CodeQuestion(
            "q2-6",
            "MLP",
            MLP,
            mlp_cases,
            Q_MLP,
            hint="Follow one array through the layers, up and then down.",
            probe=probe_mlp,
            own_gradient=mlp_own_gradient,
        ),
        CodeQuestion(
            "q2-7",
            "MSELoss",
            MSELoss,
            loss_cases,
            Q_MSE,
            points=2.0,
            hint="Write the loss for two samples with two outputs, and differentiate that.",
            probe=probe_loss,
            own_gradient=loss_own_gradient,
        ),
        CodeQuestion(
            "q2-8",
            "train",
            train,
            train_cases,
            Q_TRAIN,
            hint="Forward, loss, backward, step; and again.",
            probe=probe_train,
        ),
        CodeQuestion(
            "q2-9",
            "Sigmoid",
            Sigmoid,
            activation_cases,
            Q_SIGMOID,
            hint="Derive σ′ on paper, written with z = σ(a).",
            probe=probe_activation,
            own_gradient=activation_own_gradient,
        ),
        CodeQuestion(
            "q2-10",
            "ReLU",
            ReLU,
            relu_cases,
            Q_RELU,
            hint="Draw ReLU, and its slope below it.",
            probe=probe_activation,
            own_gradient=activation_own_gradient,
        ),
        CodeQuestion(
            "q2-11",
            "half_squared_error",
            half_squared_error,
            loss_cases,
            Q_HALF,
            hint="Write it for two samples with two outputs.",
        ),
        WrittenQuestion("q2-b", formula="q2-12"),
        CodeQuestion(
            "q2-12",
            "backward",
            backward,
            three_layer_cases,
            Q_BACKWARD,
            points=2.0,
            hint="Compare each δ with your derivation, and write the shapes under each product.",
        ),
        CodeQuestion(
            "q2-13",
            "numerical_gradient",
            numerical_gradient,
            difference_cases,
            Q_DIFFERENCE,
            hint="Try it on f = θ₁² + 3 θ₂, whose gradient you know.",
            probe=probe_difference,
        ),
        CodeQuestion(
            "q2-14",
            "relative_error",
            relative_error,
            error_cases,
            Q_ERROR,
            hint="Try g = (3, 4) and n = (0, 0), then g = n, then g = −n.",
        ),
        WrittenQuestion("q2-c", points=2.0, formula="q2-15"),
        CodeQuestion(
            "q2-15",
            "best_step",
            best_step,
            step_cases,
            Q_STEP,
            hint="Set the derivative of E(h) to zero and clear the fractions.",
        ),
        CodeQuestion(
            "q2-16",
            "complex_step_derivative",
            complex_step_derivative,
            lambda rng: [(rng.standard_normal(n),) for n in (1, 5)],
            Q_COMPLEX,
            hint="Try f = x², with pencil and paper.",
            probe=probe_complex_step,
        ),
        ValueQuestion(
            "q2-17",
            "slopes",
            lambda: np.array(KINK),
            [
                Misconception(
                    "these are the derivatives, not the differences",
                    lambda: np.array([0, 1, 0]),
                    "Put the two points into the formula of the difference.",
                ),
                Misconception(
                    "the central differences are divided by h, not by 2h",
                    lambda: np.array([1, 3 / 2, 1]),
                    "How far apart are the two points?",
                ),
                Misconception(
                    "the central difference is thought to notice nothing at h/2",
                    lambda: np.array([1 / 2, 1, 1]),
                    "Where is the left one of the two points?",
                ),
                Misconception(
                    "every central difference near the kink is thought to be a half",
                    lambda: np.array([1 / 2, 1 / 2, 1]),
                    "Work out the height of both points.",
                ),
                Misconception(
                    "the forward difference is thought to know ReLU′(0) = 0",
                    lambda: np.array([1 / 2, 3 / 4, 0]),
                    "A difference sees two points, not our convention.",
                ),
                Misconception(
                    "the left point is taken at −h/2 as if ReLU went on below zero",
                    lambda: np.array([1, 1, 1]),
                    "What is ReLU of a negative number?",
                ),
                Misconception(
                    "ReLU′(0) = 0 is put in for the central difference",
                    lambda: np.array([0, 3 / 4, 1]),
                    "A difference sees two points, not our convention.",
                ),
            ],
            hint="Draw ReLU and the two points, and work out the height of each.",
        ),
        CodeQuestion(
            "q2-18",
            "taylor_remainder",
            taylor_remainder,
            taylor_cases,
            Q_TAYLOR,
            hint="Three terms, and the absolute value of the whole.",
            probe=probe_taylor,
        ),
        ValueQuestion(
            "q2-19",
            "bugs",
            lambda: np.array(BUGS),
            [
                Misconception(
                    "the transposed way back and the foreign mask are exchanged (B and E)",
                    lambda: np.array([4, 1, 2, 5, 6, 3]),
                    "A mask is 0 or 1: which ratios can a wrong one produce?",
                ),
                Misconception(
                    "the missing f′ and the foreign mask are exchanged (D and E)",
                    lambda: np.array([4, 6, 2, 1, 5, 3]),
                    "Count from the output: which parameters lie below the second ReLU?",
                ),
                Misconception(
                    "the two transposed matrices are exchanged (B and F)",
                    lambda: np.array([4, 3, 2, 5, 1, 6]),
                    "A wrong dW₂ is not handed down; a wrong dZ₁ is.",
                ),
                Misconception(
                    "the unsummed bias and the transposed weight gradient are exchanged (A and F)",
                    lambda: np.array([3, 6, 2, 5, 1, 4]),
                    "Which parameter does each of the two bugs concern?",
                ),
                Misconception(
                    "the doubled loss and the missing f′ are exchanged (C and D)",
                    lambda: np.array([4, 6, 5, 2, 1, 3]),
                    "Which bug reaches the output layer's parameters?",
                ),
                Misconception(
                    "the missing f′ and the transposed way back are exchanged (B and D)",
                    lambda: np.array([4, 5, 2, 6, 1, 3]),
                    "Count from the output: does the bug sit above or below W₂?",
                ),
                Misconception(
                    "the list is turned round: a patient's number for each bug",
                    lambda: np.array([5, 3, 6, 1, 4, 2]),
                    "The list has the patients' order, and holds numbers of bugs.",
                ),
                Misconception(
                    "the list says A, B, C … in the bugs' order",
                    lambda: np.arange(1, 7),
                    "Look at the figure: it is not so simple.",
                ),
            ],
            hint="Start with those that have a single wrong parameter, and with those where all are.",
        ),
        CodeQuestion(
            "q2-20",
            "softmax_backward",
            softmax_backward,
            softmax_cases,
            Q_SOFTMAX,
            hint="Do it for one sample first, with the Jacobian as a matrix.",
        ),
        WrittenQuestion("q2-d", formula="q2-20"),
    ]
)
