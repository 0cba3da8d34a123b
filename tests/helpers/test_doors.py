"""At every public door: the right result or a clear error, whatever numbers come as.

A door is a function or method together with one of its arguments. Each is given the same numbers
in many disguises, and must return what it returns for the plain float64 array, or refuse them.
"""

import copy
import datetime
import fractions

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import (
    SGD,
    Adam,
    Linear,
    Network,
    ReLU,
    Sigmoid,
    Tanh,
    Tensor,
    Var,
    half_mse,
    log_sum_exp,
    mse,
    relu,
    sigmoid,
    softmax,
    softplus,
)
from helpers.data import NoisyXOR, standardise
from helpers.faults import patient_data, patient_gradient
from helpers.functions import floats
from tests.helpers.cases import LOSSES

RNG = np.random.default_rng(12)
Y = RNG.standard_normal((5, 2))
X = RNG.standard_normal((5, 3))
NET = Network([3, 4, 2], "tanh", seed=1)
P = NET.theta.size
HEALTHY, PATIENT_X, PATIENT_T = patient_data(5)


def linear(W=NET.layers[0].W, b=NET.layers[0].b, X=X, da=None):
    layer = Linear(W, b)
    a = layer.forward(X)
    da = np.ones(a.shape) if da is None else da
    return a, layer.backward(da), layer.dW, layer.db


def activation(kind):
    def forward_and_back(a=X, dz=None):
        layer = kind()
        z = layer.forward(a)
        return z, layer.backward(np.ones(z.shape) if dz is None else dz)

    return forward_and_back


def backward(dy):
    net = copy.deepcopy(NET)
    net.forward(X)
    return net.backward(dy)


def assigned(theta):
    net = copy.deepcopy(NET)
    net.theta = theta
    return net.theta


def set_by_name(W1):
    net = copy.deepcopy(NET)
    net.set_parameters(W1=W1)
    return net.theta


def stepped(optimizer):
    def two_steps(gradient):
        theta, own = np.ones(P), optimizer()
        own.step(theta, gradient)
        own.step(theta, gradient)
        return theta

    return two_steps


def tensor(operation, cotangent=None):
    def value_and_gradient(x):
        a = Tensor(x) if cotangent is None else Tensor(Y)
        c = operation(a) if cotangent is None else -(a * 2).T.T
        c.backward(np.ones(c.shape) if cotangent is None else x)
        return c.value, a.grad

    return value_and_gradient


# {door: (the shape it takes, what it returns)}
DOORS = {
    **{f.__name__: ((4, 3), f) for f in (floats, relu, sigmoid, softplus, log_sum_exp, softmax)},
    **{f"{loss.__name__}'s outputs": ((5, 2), lambda y, f=loss: f(y, Y)) for loss in LOSSES},
    **{f"{loss.__name__}'s targets": ((5, 2), lambda t, f=loss: f(Y, t)) for loss in LOSSES},
    **{f"{loss.__name__}'s both": ((5, 2), lambda t, f=loss: f(t, t)) for loss in LOSSES},
    "Linear W": ((4, 3), lambda W: linear(W=W)),
    "Linear b": ((4,), lambda b: linear(b=b)),
    "Linear.forward": ((5, 3), lambda X: linear(X=X)),
    "Linear.backward": ((5, 4), lambda da: linear(da=da)),
    **{f"{kind.__name__}.forward": ((5, 3), activation(kind)) for kind in (Tanh, Sigmoid, ReLU)},
    **{
        f"{kind.__name__}.backward": ((5, 3), lambda dz, kind=kind: activation(kind)(dz=dz))
        for kind in (Tanh, Sigmoid, ReLU)
    },
    "Network.forward": ((5, 3), NET.forward),
    "Network.backward": ((5, 2), backward),
    "Network.at": ((P,), lambda theta: NET.at(theta).forward(X)),
    "Network.at a crowd": ((2, P), lambda theta: NET.at(theta).forward(X)),
    "Network.theta": ((P,), assigned),
    "Network.set_parameters": ((4, 3), set_by_name),
    "Network.loss_and_gradient's X": ((5, 3), lambda X: NET.loss_and_gradient(X, Y, half_mse)),
    "Network.loss_and_gradient's t": ((5, 2), lambda t: NET.loss_and_gradient(X, t, half_mse)),
    "Network.loss_function's X": ((5, 3), lambda X: NET.loss_function(X, Y, mse)(NET.theta)),
    "Network.loss_function's t": ((5, 2), lambda t: NET.loss_function(X, t, mse)(NET.theta)),
    "Network.loss_function's theta": ((P,), NET.loss_function(X, Y, mse)),
    "Network.loss_function's stack": ((2, P), NET.loss_function(X, Y, mse)),
    "SGD.step": ((P,), stepped(lambda: SGD(0.1, momentum=0.5))),
    "Adam.step": ((P,), stepped(lambda: Adam(0.1))),
    "Tensor": ((4, 3), tensor(lambda a: a * 3 - a)),
    "Tensor ×": ((5, 2), lambda x: (Tensor(Y) * x).value),
    "Tensor, array on the left": ((5, 2), lambda x: (x - Tensor(Y)).value),
    "Tensor.log_sum_exp": ((4, 3), tensor(lambda a: a.log_sum_exp(axis=None))),
    "Tensor.backward": ((5, 2), tensor(None, cotangent=True)),
    "NoisyXOR.best_logits": ((5, 2), NoisyXOR(3, 0.5, seed=0).best_logits),
    "standardise": ((5, 2), lambda X: standardise(X, X)),
    "patient_gradient's X": (
        (5, 4),
        lambda X: patient_gradient("C", HEALTHY, X, PATIENT_T)["W1"],
    ),
    "patient_gradient's t": (
        (5, 2),
        lambda t: patient_gradient("C", HEALTHY, PATIENT_X, t)["W1"],
    ),
}
each_door = pytest.mark.parametrize("door", DOORS)

WHOLE = [np.bool_, *(np.dtype(f"{sign}{size}") for sign in "iu" for size in (1, 2, 4, 8))]
REAL = [np.float16, np.float32, np.float64, np.longdouble]


def numbers(dtype, shape, seed):
    """Return random numbers: the whole range of what has 8 bits, moderate ones of the others."""
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return (3 * rng.standard_normal(shape)).astype(dtype)
    low, high = (0, 1) if dtype is np.bool_ else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    return rng.integers(max(low, -300), min(high, 300), shape, endpoint=True).astype(dtype)


def strided(x):
    return np.repeat(x, 2, axis=-1)[..., ::2]


def read_only(x):
    x = x.copy()
    x.flags.writeable = False
    return x


DISGUISES = {
    "array": lambda x: x,
    "list": lambda x: x.tolist(),
    "Fortran order": np.asfortranarray,
    "strided": strided,
    "backwards": lambda x: x[::-1].copy()[::-1],
    "other byte order": lambda x: x.astype(x.dtype.newbyteorder()),
    "read-only": read_only,
    "subclass": lambda x: x.view(np.recarray) if x.ndim < 2 else np.asmatrix(x),
}


def parts(result):
    return result if isinstance(result, tuple | list) else (result,)


@each_door
@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@settings(max_examples=15)
@given(
    disguise=st.sampled_from(list(DISGUISES)),
    dtype=st.sampled_from(WHOLE + REAL),
    seed=st.integers(0, 1000),
)
def test_numbers_count_as_numbers_in_every_disguise(door, disguise, dtype, seed):
    shape, function = DOORS[door]
    x = numbers(dtype, shape, seed)
    exact = parts(function(x.astype(np.float64)))
    eps = np.finfo(dtype).eps if np.dtype(dtype).kind == "f" else 0
    for own, other in zip(parts(function(DISGUISES[disguise](x))), exact, strict=True):
        assert np.asarray(own).dtype.kind == "f"
        tolerance = (1e-13 + 30 * eps) * (1 + np.abs(other).max())
        np.testing.assert_allclose(own, other, rtol=1e-12, atol=tolerance)


NO_NUMBERS = {
    "text": lambda x: x.astype(str),
    "bytes": lambda x: x.astype(bytes),
    "objects": lambda x: x.astype(object),
    "nothing": lambda x: np.full(x.shape, None).tolist(),
    "fractions": lambda x: np.vectorize(fractions.Fraction, otypes=[object])(x),
    "dates": lambda x: np.full(x.shape, datetime.date(2026, 11, 22), "datetime64[D]"),
    "spans of time": lambda x: np.full(x.shape, 3, "timedelta64[s]"),
    "records": lambda x: np.zeros(x.shape, [("a", float)]),
    "integers beyond 64 bits": lambda x: np.full(x.shape, 10**30, object).tolist(),
    "a generator": lambda x: (row for row in x),
    "a dict": lambda x: {"x": x},
    "a set": lambda x: {1.0, 2.0},
    "a Var": lambda x: Var(1.0),
    "a mask": lambda x: np.ma.masked_less(x, 0),
    "a mask that hides nothing": lambda x: np.ma.masked_array(x),
}


@each_door
@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_array_of_numbers_is_refused(door, kind):
    shape, function = DOORS[door]
    x = NO_NUMBERS[kind](numbers(np.float64, shape, 3))
    with pytest.raises(TypeError) as error:
        function(x)
    of = "None" if kind == "nothing" else np.asarray(x).dtype
    seen = f"got {type(x).__name__} of {of}"
    if (door, kind) == ("Tensor, array on the left", "a Var"):  # whose operation it is
        assert str(error.value).startswith("expected one real number, got Tensor(")
    else:
        assert str(error.value) == f"expected an array of numbers, {seen}"


def fits(door, shape, expected):
    """Return whether a door takes this shape, too."""
    rows = shape[1:] == expected[1:] and len(shape) == len(expected)
    if door in ("Network.forward", "NoisyXOR.best_logits"):
        return rows
    if door == "Linear.forward":
        return len(shape) > 1 and shape[-1] == expected[-1]
    if door.endswith("'s both"):
        return len(shape) in (2, 3) and 0 not in shape
    if door.endswith("'s outputs"):
        return len(shape) in (2, 3) and shape[-2:] == expected and 0 not in shape
    if door == "standardise":
        return len(shape) == 2 and shape[0] > 0
    if door.startswith(("Network.at", "Network.loss_function's s", "Network.loss_function's th")):
        return shape == (P,) or (len(shape) == 2 and shape[1] == P and shape[0] > 0)
    if door == "Network.theta":
        return set(shape[:-1]) <= {1} and shape[-1:] in [(), (1,), expected]
    return shape == expected


ANY_SHAPE = {"floats", "relu", "sigmoid", "softplus", "log_sum_exp", "softmax"} | {
    door for door in DOORS if door.startswith("Tensor") or door.endswith(".forward")
} - {"Linear.forward", "Network.forward", "Tensor.backward"}  # fmt: skip


@pytest.mark.parametrize("door", sorted(DOORS.keys() - ANY_SHAPE))
@settings(max_examples=15)
@given(data=st.data())
def test_another_shape_is_refused(door, data):
    expected, function = DOORS[door]
    side = st.sampled_from([0, 1, 2, 3, 5, P])
    shape = tuple(data.draw(st.lists(side, max_size=4), "shape"))
    if fits(door, shape, expected):
        function(np.ones(shape))
        return
    with pytest.raises(ValueError) as error:
        function(np.ones(shape))
    message = str(error.value).replace(" ", "")
    if door == "Network.theta":
        assert message.startswith("couldnotbroadcastinputarrayfromshape(")
        return
    assert str(shape).replace(" ", "") in message or message.startswith(("outputs(", "amean"))
