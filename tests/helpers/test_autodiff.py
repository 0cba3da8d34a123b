"""`Var` and `Tensor` differentiate whatever is built from them, once per value, in any order."""

import copy
import gc
import math
import pickle
import reprlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from helpers import Tensor, Var, complex_step, relative_error
from helpers.autodiff import topological_order
from tests.helpers.cases import EXACT

KINDS = [Var, Tensor]
each_kind = pytest.mark.parametrize("kind", KINDS)


# --- what both promise -------------------------------------------------------------------------


@each_kind
def test_a_diamond_adds_up_all_paths(kind):
    a = kind(3.0)
    b = a + a
    c = b + b
    c.backward()
    assert (c.value, c.grad, b.grad, a.grad) == (12, 1, 2, 4)


@each_kind
def test_a_value_used_at_several_depths_is_visited_after_all_its_users(kind):
    """d = a·(a·a) + a: ∂d/∂a = 3a² + 1."""
    a = kind(2.0)
    d = a * (a * a) + a
    d.backward()
    assert a.grad == 13


@each_kind
def test_a_second_backward_gives_the_same_gradients(kind):
    a, b = kind(2.0), kind(-3.0)
    c = a * b + a.tanh() * b.exp()
    c.backward()
    first = float(a.grad), float(b.grad)
    c.backward()
    assert (float(a.grad), float(b.grad)) == first


@each_kind
def test_backward_from_another_output_starts_anew(kind):
    a = kind(2.0)
    (a * a).backward()
    (5 * a).backward()
    assert a.grad == 5


@each_kind
def test_survives_a_chain_of_ten_thousand_additions(kind):
    a = kind(1.0)
    total = a
    for _ in range(10_000):
        total = total + a
    total.backward()
    assert (total.value, a.grad) == (10_001, 10_001)
    del total
    gc.collect()


@each_kind
def test_shared_subexpressions_are_visited_once(kind):
    """40 doublings have 2⁴⁰ paths, but 41 values."""
    a = kind(1.0)
    c = a
    for _ in range(40):
        c = c + c
    assert len(topological_order(c)) == 41
    c.backward()
    assert a.grad == 2.0**40


@each_kind
def test_backward_uses_each_edge_once(kind):
    def edges(depth):
        a = kind(0.5)
        c = a
        for _ in range(depth):
            c = c * c.tanh() + a
        used = []
        for node in topological_order(c):
            if kind is Tensor:
                node.pullbacks = tuple(counted(pullback, used) for pullback in node.pullbacks)
            else:
                node.local_derivatives = Counted(node.local_derivatives, used)
        c.backward()
        return len(used)

    assert edges(50) == 50 * 5
    assert edges(100) == 2 * edges(50)


def counted(pullback, used):
    def count_and_pull_back(g):
        used.append(pullback)
        return pullback(g)

    return count_and_pull_back


class Counted(tuple):
    """A tuple that notes what is taken from it."""

    def __new__(cls, items, used):
        return super().__new__(cls, items)

    def __init__(self, items, used):
        self.used = used

    def __iter__(self):
        for item in super().__iter__():
            self.used.append(item)
            yield item


@each_kind
def test_inputs_come_before_their_users(kind):
    a, b = kind(1.0), kind(2.0)
    c = a * b
    d = (c + a) * (b - c)
    order = topological_order(d)
    assert len(order) == len(set(map(id, order))) == 6
    place = {id(node): k for k, node in enumerate(order)}
    assert all(place[id(parent)] < place[id(node)] for node in order for parent in node.parents)


# --- each operation ----------------------------------------------------------------------------

OF_ONE = {
    "neg": lambda a: -a,
    "exp": lambda a: a.exp(),
    "tanh": lambda a: a.tanh(),
    "sigmoid": lambda a: a.sigmoid(),
    "relu": lambda a: a.relu(),
    "square": lambda a: a**2,
    "cube": lambda a: a**3,
    "inverse": lambda a: (a * a + 1) ** -1,
    "root": lambda a: (a * a + 1) ** 0.5,
    "to the power 1": lambda a: a**1,
    "to the power 0": lambda a: a**0 * a,
    "log": lambda a: (a * a + 1).log(),
    "number on the left": lambda a: 1 + (2 - a) + 3 * a + 1 / (a * a + 1),
    "number on the right": lambda a: a / 4 - 3 + a * 2 - (a + 1),
}
OF_TWO = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "all": lambda a, b: (a * b + a) / (b.exp() + 1) - b * a,
}


class Plain:
    """A complex number or array with the methods of a Tensor, for the complex step."""

    def __init__(self, value):
        self.value = value

    @staticmethod
    def of(value):
        return value.value if isinstance(value, Plain) else value

    def __add__(self, other):
        return Plain(self.value + self.of(other))

    def __sub__(self, other):
        return Plain(self.value - self.of(other))

    def __mul__(self, other):
        return Plain(self.value * self.of(other))

    def __truediv__(self, other):
        return Plain(self.value / self.of(other))

    def __pow__(self, n):
        return Plain(self.value**n)

    def __neg__(self):
        return Plain(-self.value)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Plain(other - self.value)

    def __rtruediv__(self, other):
        return Plain(other / self.value)

    def exp(self):
        return Plain(np.exp(self.value))

    def log(self):
        return Plain(np.log(self.value))

    def tanh(self):
        return Plain(np.tanh(self.value))

    def sigmoid(self):
        return Plain(1 / (1 + np.exp(-self.value)))

    def relu(self):
        return Plain(self.value * (np.real(self.value) > 0))


def by_complex_step(expression, values):
    def f(theta):
        return expression(*map(Plain, np.moveaxis(theta, -1, 0))).value

    return complex_step(f, np.array(values))


moderate = st.floats(-3, 3).filter(lambda a: abs(a) > 1e-3)


@each_kind
@pytest.mark.parametrize("name", OF_ONE)
@given(value=moderate)
def test_every_operation_on_one_value(name, kind, value):
    a = kind(value)
    c = OF_ONE[name](a)
    c.backward()
    assert c.value == pytest.approx(OF_ONE[name](Plain(np.array(value))).value, rel=1e-13)
    assert float(a.grad) == pytest.approx(by_complex_step(OF_ONE[name], [value])[0], rel=1e-11)


@each_kind
@pytest.mark.parametrize("name", OF_TWO)
@given(values=st.tuples(moderate, moderate))
def test_every_operation_on_two_values(name, kind, values):
    a, b = map(kind, values)
    OF_TWO[name](a, b).backward()
    expected = by_complex_step(OF_TWO[name], values)
    assert [float(a.grad), float(b.grad)] == pytest.approx(expected, rel=1e-11, abs=1e-14)


@pytest.mark.parametrize("name", OF_ONE)
def test_every_operation_on_arrays_is_the_one_on_numbers(name, rng):
    values, cotangent = rng.standard_normal((2, 3, 4))
    a = Tensor(values)
    OF_ONE[name](a).backward(cotangent)
    for index, value in np.ndenumerate(values):
        v = Var(value)
        OF_ONE[name](v).backward()
        assert a.grad[index] == pytest.approx(cotangent[index] * v.grad, rel=1e-13)


@each_kind
def test_relu_has_slope_zero_at_zero(kind):
    a = kind(0.0)
    a.relu().backward()
    assert a.grad == 0


# --- arrays ------------------------------------------------------------------------------------


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), st.data())
@pytest.mark.parametrize("name", OF_TWO)
def test_broadcasting_sums_back_to_each_shape(name, shapes, data):
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    a, b = (Tensor(rng.standard_normal(shape)) for shape in shapes.input_shapes)
    c = OF_TWO[name](a, b)
    assert c.shape == shapes.result_shape
    cotangent = rng.standard_normal(c.shape)
    c.backward(cotangent)

    def f(theta):
        first, second = np.split(theta, [a.value.size])
        first, second = first.reshape(a.shape), second.reshape(b.shape)
        return np.sum(cotangent * OF_TWO[name](Plain(first), Plain(second)).value)

    theta = np.concatenate([a.value.ravel(), b.value.ravel()])
    expected = complex_step(np.vectorize(f, signature="(p)->()"), theta)
    assert a.grad.shape == a.shape
    assert b.grad.shape == b.shape
    assert relative_error(np.concatenate([a.grad.ravel(), b.grad.ravel()]), expected) <= EXACT


OF_AN_ARRAY = {  # each on shape (2, 3, 4): in Tensors, and in NumPy for the complex step
    "sum": (lambda a: a.sum(), np.sum),
    "sum over one axis": (lambda a: a.sum(axis=1), lambda a: a.sum(axis=1)),
    "sum over two axes": (lambda a: a.sum(axis=(0, -1)), lambda a: a.sum(axis=(0, 2))),
    "sum kept": (lambda a: a.sum(axis=0, keepdims=True), lambda a: a.sum(axis=0, keepdims=True)),
    "mean": (lambda a: a.mean(), np.mean),
    "mean over one axis": (lambda a: a.mean(axis=-1), lambda a: a.mean(axis=-1)),
    "mean kept": (
        lambda a: a.mean(axis=(1, 2), keepdims=True),
        lambda a: a.mean(axis=(1, 2), keepdims=True),
    ),
    "transpose": (lambda a: a.T, lambda a: a.swapaxes(1, 2)),
    "reshape": (lambda a: a.reshape(6, 4), lambda a: a.reshape(6, 4)),
    "reshape to a line": (lambda a: a.reshape(-1), np.ravel),
    "one entry": (lambda a: a[1, 2, 3], lambda a: a[1, 2, 3]),
    "a slice": (lambda a: a[:, 1:, ::2], lambda a: a[:, 1:, ::2]),
    "a new axis": (lambda a: a[..., None, :], lambda a: a[..., None, :]),
    "entries, some twice": (lambda a: a[[0, 1, 0], 1], lambda a: a[[0, 1, 0], 1]),
    "entries by a mask": (lambda a: a[MASK], lambda a: a[MASK]),
    "softplus": (lambda a: a.softplus(), lambda a: np.log(1 + np.exp(a))),
    "log_sum_exp": (lambda a: a.log_sum_exp(), lambda a: np.log(np.exp(a).sum(axis=-1))),
    "log_sum_exp kept": (
        lambda a: a.log_sum_exp(axis=1, keepdims=True),
        lambda a: np.log(np.exp(a).sum(axis=1, keepdims=True)),
    ),
    "array on the left": (lambda a: LEFT @ a + LEFT[0, :, :1], lambda a: LEFT @ a + LEFT[0, :, :1]),
    "array minus": (lambda a: LEFT[0, :3, :1] - a, lambda a: LEFT[0, :3, :1] - a),
    "array divided": (
        lambda a: LEFT[0, :4, 0] / (a * a + 1),
        lambda a: LEFT[0, :4, 0] / (a * a + 1),
    ),
}
MASK = np.arange(24).reshape(2, 3, 4) % 3 == 0
LEFT = np.random.default_rng(8).standard_normal((2, 5, 3))


@pytest.mark.parametrize("name", OF_AN_ARRAY)
def test_every_operation_on_an_array(name, rng):
    in_tensors, in_numpy = OF_AN_ARRAY[name]
    a = Tensor(rng.standard_normal((2, 3, 4)))
    c = in_tensors(a)
    np.testing.assert_allclose(c.value, in_numpy(a.value), rtol=1e-13)
    cotangent = rng.standard_normal(c.shape)
    c.backward(cotangent)

    def f(theta):
        return np.sum(cotangent * in_numpy(theta.reshape(a.shape)))

    expected = complex_step(np.vectorize(f, signature="(p)->()"), a.value.ravel())
    assert a.grad.shape == a.shape
    assert relative_error(a.grad.ravel(), expected) <= EXACT


@pytest.mark.parametrize(
    ("left", "right"),
    [((1, 3), (3, 2)), ((4, 3), (3, 1)), ((5, 4, 3), (5, 3, 2)), ((4, 3), (5, 3, 2)),
     ((5, 1, 4, 3), (6, 3, 2)), ((1, 1), (1, 1))],
)  # fmt: skip
def test_matrix_products_broadcast(left, right, rng):
    A, B = Tensor(rng.standard_normal(left)), Tensor(rng.standard_normal(right))
    C = A @ B
    cotangent = rng.standard_normal(C.shape)
    C.backward(cotangent)

    def f(theta):
        a, b = np.split(theta, [A.value.size])
        return np.sum(cotangent * (a.reshape(left) @ b.reshape(right)))

    theta = np.concatenate([A.value.ravel(), B.value.ravel()])
    expected = complex_step(np.vectorize(f, signature="(p)->()"), theta)
    assert relative_error(np.concatenate([A.grad.ravel(), B.grad.ravel()]), expected) <= EXACT


@pytest.mark.parametrize("shapes", [((2, 3), (3,)), ((2,), (2, 3)), ((3,), (3,))])
def test_matrix_products_refuse_vectors(shapes):
    left, right = (np.ones(shape) for shape in shapes)
    with pytest.raises(ValueError, match="make vectors columns or rows first"):
        Tensor(left) @ right


def test_large_numbers_stay_finite_without_warnings():
    a = Tensor(np.array([[1e4, -1e4, 0.0]]))
    for c in (a.tanh(), a.sigmoid(), a.relu(), a.softplus(), a.log_sum_exp(keepdims=True)):
        c.backward(np.ones(c.shape))
        assert np.isfinite(c.value).all()
        assert np.isfinite(a.grad).all()


def test_backward_needs_one_number_or_a_cotangent_of_the_shape():
    a = Tensor(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"this has shape \(2, 3\)"):
        a.backward()
    with pytest.raises(ValueError, match=r"cotangent \(3,\) and value \(2, 3\) differ"):
        a.backward(np.ones(3))
    Tensor(np.ones((1, 1))).backward()


def test_values_are_left_as_they_were(rng):
    values, cotangent = rng.standard_normal((2, 3, 4))
    kept = values.copy(), cotangent.copy()
    a = Tensor(values)
    (a + a).relu().backward(cotangent)
    np.testing.assert_array_equal(values, kept[0])
    np.testing.assert_array_equal(cotangent, kept[1])


def test_whole_numbers_become_floats_and_float32_stays():
    assert Tensor([1, 2]).value.dtype == np.float64
    assert Tensor(np.float32([1, 2])).value.dtype == np.float32
    a = Tensor(np.float32([1, 2]))
    a.tanh().sum().backward()
    assert a.grad.dtype == np.float32


# --- following Var by hand ---------------------------------------------------------------------


def test_var_keeps_the_numbers_on_its_edges():
    a, b = Var(2.0), Var(5.0)
    c = a * b
    assert (c.value, c.parents, c.local_derivatives, c.operation) == (10, (a, b), (5, 2), "×")
    d = a / b
    assert d.local_derivatives == pytest.approx((1 / 5, -2 / 25))


def test_var_shows_value_gradient_and_origin():
    a = Var(2.0)
    c = a.tanh()
    c.backward()
    assert repr(c) == f"Var(value={math.tanh(2):.4g}, grad=1, 'tanh')"
    assert repr(a) == f"Var(value=2, grad={1 - math.tanh(2) ** 2:.4g})"


def test_tensor_shows_shape_and_value():
    assert repr(Tensor([[1.0, 2.0]])) == "Tensor(shape=(1, 2), value=[[1. 2.]])"


# --- copies and refusals -----------------------------------------------------------------------


def refusal(kind, call, *args):
    with pytest.raises(kind) as error:
        call(*args)
    return str(error.value)


@each_kind
def test_a_deep_graph_is_copied_with_all_that_it_shares(kind):
    a = kind(3.0)
    c = a
    for _ in range(5000):
        c = c + a
    twin_a, twin = copy.deepcopy([a, c])
    twin.backward()
    assert (twin.value, twin_a.grad, twin_a.value) == (3 * 5001, 5001, 3)
    assert not a.grad
    assert not set(map(id, topological_order(twin))) & set(map(id, topological_order(c)))
    assert len(topological_order(twin)) == 5001


def test_a_copied_array_is_an_array_of_its_own():
    a = Tensor([1.0, 2.0])
    twin = copy.deepcopy(a)
    twin.value[0] = 5
    np.testing.assert_array_equal(a.value, [1, 2])


@each_kind
def test_a_graph_is_not_pickled(kind):
    message = refusal(TypeError, pickle.dumps, kind(1.0) + 1)
    assert message == "a graph is not pickled: keep the values and gradients that you need"


@pytest.mark.parametrize(
    "value", [1j, np.complex128(1), "3", b"3", None, [1.0], np.ones(1), np.ones((2, 2)), Var(1.0)]
)
def test_var_holds_one_real_number(value):
    expected = f"expected one real number, got {reprlib.repr(value)}"
    assert refusal(TypeError, Var, value) == expected
    if not isinstance(value, Var | np.ndarray | np.generic):
        assert refusal(TypeError, Var(1.0).__add__, value) == expected


@pytest.mark.parametrize("value", [2, True, np.float32(2), np.uint8(2), np.array(2.0)])
def test_var_makes_a_float_of_one_real_number(value):
    a = Var(value)
    assert type(a.value) is float
    assert a.value == float(value)
    assert (Var(0.0) - a).value == -float(value)


@each_kind
@pytest.mark.parametrize("n", [np.ones(2), [1, 2], 1j, "2", None])
def test_a_power_is_one_real_number(kind, n):
    message = refusal(TypeError, kind(2.0).__pow__, n)
    assert message == f"expected one real number, got {reprlib.repr(n)}"


@each_kind
def test_a_power_is_no_graph(kind):
    n = kind(2.0)
    message = refusal(TypeError, kind(2.0).__pow__, n)
    assert message == f"expected one real number, got {reprlib.repr(n)}"


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, (0, 2), -1])
def test_log_sum_exp_over_any_axes(axis, keepdims, rng):
    a = Tensor(rng.standard_normal((2, 3, 4)))
    c = a.log_sum_exp(axis=axis, keepdims=keepdims)
    np.testing.assert_allclose(
        c.value, np.log(np.exp(a.value).sum(axis=axis, keepdims=keepdims)), rtol=1e-13
    )
    cotangent = rng.standard_normal(c.shape)
    c.backward(cotangent)
    e = np.exp(a.value)
    kept = cotangent.reshape(e.sum(axis=axis, keepdims=True).shape)
    np.testing.assert_allclose(a.grad, kept * e / e.sum(axis=axis, keepdims=True), rtol=1e-12)


def test_small_integers_as_a_cotangent_are_no_remainders():
    a = Tensor([1.0, 2.0])
    (-a).backward(np.array([1, 200], np.uint8))
    np.testing.assert_array_equal(a.grad, [-1, -200])
