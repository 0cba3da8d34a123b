"""Questions of notebook 02: tanh, sigmoid, ReLU, and the way back through softmax."""

import numpy as np

from helpers.functions import sigmoid, softmax
from workbook.checks.questions import SHAPES, CodeQuestion, Misconception
from workbook.questions.gradient_check.hints import CHAIN, KEEP, OWN
from workbook.questions.gradient_check.numerical import numerical_gradient


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
    """Return max(a, 0)."""
    return np.maximum(a, 0)


Tanh = activation(np.tanh, lambda dz, a, z: dz * (1 - z * z))
Sigmoid = activation(sigmoid, lambda dz, a, z: dz * z * (1 - z))
ReLU = activation(relu, lambda dz, a, z: dz * (a > 0))


def softmax_backward(dz, z):
    """Return ∂L/∂a_j = z_j (∂L/∂z_j − Σ_k ∂L/∂z_k z_k)."""
    return z * (dz - np.sum(dz * z, axis=1, keepdims=True))


def activation_cases(rng):
    """Yield a and dz, both (N, D)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def relu_cases(rng):
    """Yield a and dz, at last with exact zeros in a."""
    yield from activation_cases(rng)
    yield np.array([[0.0, 1.0, -1.0], [2.0, 0.0, -0.5]]), rng.standard_normal((2, 3))


def softmax_cases(rng):
    """Yield dz and z = softmax(a), both (N, K)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), softmax(rng.standard_normal(shape))


def probe_activation(cls, a, dz):
    """Return both passes after another call, and beside another layer."""
    layer, other = cls(), cls()
    layer.forward(1 - a)
    z = layer.forward(a)
    other.forward(a[::-1] + 1)
    return {"forward": z, "backward": layer.backward(dz)}


def activation_own_gradient(cls, a, dz):
    """Return the numerical gradient of a learner's own forward pass."""
    if not np.all(a):
        raise ValueError("at a kink a difference says nothing")
    return {"backward": numerical_gradient(lambda: np.sum(dz * cls().forward(a)), a)}


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


def tanh_with(backward, forward=np.tanh):
    """Return Tanh with another way back."""
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


def sigmoid_with(backward, forward=sigmoid):
    """Return Sigmoid with another way back."""
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
    """Return ReLU with another way back."""
    return activation(forward, backward)


Q_RELU = [
    Misconception(
        "no gradient is stopped: the mask is missing, or z >= 0, which is always true",
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
        "Sum over k of ∂L/∂z_k times ∂z_k/∂a_j.",
    ),
    Misconception(
        "the mean of dz stands in place of the weighted sum",
        lambda dz, z: z * (dz - np.mean(dz, axis=1, keepdims=True)),
        "Sum over k of ∂L/∂z_k times ∂z_k/∂a_j.",
    ),
    Misconception(
        "the factor z in front is missing",
        lambda dz, z: dz - np.sum(dz * z, axis=1, keepdims=True),
        "Sum over k of ∂L/∂z_k times ∂z_k/∂a_j.",
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


TANH = CodeQuestion(
    "q2-5",
    "Tanh",
    Tanh,
    activation_cases,
    Q_TANH,
    points=2.0,
    hint="Derive tanh′ on paper, written with z = tanh(a).",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)


SIGMOID = CodeQuestion(
    "q2-9",
    "Sigmoid",
    Sigmoid,
    activation_cases,
    Q_SIGMOID,
    hint="Derive σ′ on paper, written with z = σ(a).",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)


RELU = CodeQuestion(
    "q2-10",
    "ReLU",
    ReLU,
    relu_cases,
    Q_RELU,
    hint="Draw ReLU, and its slope below it.",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)


SOFTMAX = CodeQuestion(
    "q2-20",
    "softmax_backward",
    softmax_backward,
    softmax_cases,
    Q_SOFTMAX,
    hint="Do it for one sample first, with the Jacobian as a matrix.",
)
