"""What more than one part of notebook 01 uses: random inputs, hints, wrong ways back."""

import numpy as np

from helpers.functions import one_hot
from workbook.questions.families import WRONG_TANH_SLOPES

# Random inputs

# Inputs D, hidden units M, outputs K on which functions are tried: the notebook's own sizes first,
# then a square one, one input, and one hidden unit.
SIZES = ((3, 2, 1), (4, 4, 4), (1, 5, 2), (6, 1, 3))


def arrays(*shapes, squashed=""):
    """Return cases of random arrays, each shape a string of the letters D, M and K: "MD".

    The one with the shape `squashed` has gone through tanh.
    """

    def cases(rng):
        for D, M, K in SIZES:
            sizes = {"D": D, "M": M, "K": K}
            case = [rng.standard_normal([sizes[letter] for letter in s]) for s in shapes]
            yield tuple(
                np.tanh(x) if s == squashed else x for s, x in zip(shapes, case, strict=True)
            )

    return cases


def one_hot_target(rng, K):
    """Return a random target (K,)."""
    return one_hot(rng.integers(K, size=1), K)[0]


# Hints

ARRIVES = "What arrives from the loss, and what came in from the input's side?"
BIAS_SIGN = "If all inputs were 0, which sign should come out?"
GROW_OR_SHRINK = "If y grew a little, would the loss grow or shrink?"
LINEAR = "Which layers squash, and which one must reach any number?"
LOWERS_POWER = "Differentiate u²: which power is left?"
MINUS_LATER = "Where does the minus belong: into the gradient, or into the update?"
NO_TANH_AFTER = "Is there a tanh between W2 and the loss?"
ONE_NUMBER = "How many numbers is a loss, however many outputs there are?"
OWN_SHAPE = "Which shape has the parameter, and which your gradient?"
SLOPE = "Differentiate tanh(a), and write the result with z = tanh(a)."
SQUASHED_ALREADY = "What has happened to z already?"
WEIGHT_MULTIPLIES = "What does this weight multiply in the forward pass?"

# Wrong ways back

# (name, ∂L/∂a from ∂L/∂y, W2 and z, hint)
WRONG_BACKWARD = (
    *(
        (name, lambda d, W, z, slope=slope: (W.T @ d) * slope(z), SLOPE)
        for name, slope, _ in WRONG_TANH_SLOPES
    ),
    (
        "the weights are not transposed",
        lambda d, W, z: (W @ d) * (1 - z**2),
        "Over which index of W does a unit collect from the next layer?",
    ),
    (
        "the weights are missing: what arrives is only added up",
        lambda d, W, z: d.sum() * (1 - z**2),
        "How much does a change of z_j move each unit of the next layer?",
    ),
    (
        "only the first unit of the next layer is followed",
        lambda d, W, z: d[0] * W[0] * (1 - z**2),
        "Through how many units does a hidden unit reach the loss?",
    ),
    (
        "what arrives from the loss is ignored: only the weights are added up",
        lambda d, W, z: W.sum(axis=0) * (1 - z**2),
        ARRIVES,
    ),
    (
        "the mean is taken over the units of the next layer, not the sum",
        lambda d, W, z: (W.T @ d) / len(d) * (1 - z**2),
        "If z_j reaches the loss on two ways, what becomes of the two changes?",
    ),
    ("the sign is the other way round", lambda d, W, z: -(W.T @ d) * (1 - z**2), MINUS_LATER),
)
