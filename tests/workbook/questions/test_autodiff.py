"""Notebook 3's questions: right answers in other forms, and slips that are carried forward."""

import math

import numpy as np
import pytest

from helpers import Tensor, Var, log_sum_exp, softmax_cross_entropy
from helpers.autodiff import topological_order
from workbook.questions.autodiff import table


def multiply_swapped(u, v):
    return Var(v.value * u.value, [v, u], [u.value, v.value])


def multiply_by_the_library(u, v):
    return u * v


def exp_numpy(u):
    return Var(np.exp(u.value), [u], [np.exp(u.value)])


def tanh_by_exponentials(u):
    z = (math.exp(2 * u.value) - 1) / (math.exp(2 * u.value) + 1)
    return Var(z, (u,), ((1 - z) * (1 + z),))


def sigmoid_by_tanh(u):
    z = 0.5 + 0.5 * math.tanh(u.value / 2)
    return Var(z, (u,), (z - z**2,))


def backward_by_index(order):
    order[-1].grad = 1
    for i in range(len(order) - 1, -1, -1):
        for k in range(len(order[i].parents)):
            order[i].parents[k].grad += order[i].local_derivatives[k] * order[i].grad


def backward_that_clears(order):
    for node in order:
        node.grad = 0.0
    backward_by_index(order)


def clear_all_but_the_output(order):
    for node in order[:-1]:
        node.grad = 0


def order_with_a_stack(output):
    order, stack = [], [output]
    while stack:
        node = stack[-1]
        waiting = [p for p in node.parents if all(p is not o for o in order)]
        if waiting:
            stack.append(waiting[0])
        else:
            stack.pop()
            if all(node is not other for other in order):
                order.append(node)
    return order


def order_by_users(output):
    users, stack = {id(output): 0}, [output]
    while stack:
        for parent in stack.pop().parents:
            if id(parent) not in users:
                users[id(parent)] = 0
                stack.append(parent)
            users[id(parent)] += 1
    order, ready = [], [output]
    while ready:
        order.append(ready.pop())
        for parent in order[-1].parents:
            users[id(parent)] -= 1
            if users[id(parent)] == 0:
                ready.append(parent)
    return tuple(reversed(order))


def calls_by_recursion(n):
    return 1 if n == 1 else 1 + calls_by_recursion(n - 1) + calls_by_recursion(n - 1)


def numerical_in_place(f, values, h=1e-5):
    gradient = np.zeros(len(values))
    for i, x in enumerate(values):
        values[i] = x + h
        up = f([Var(v) for v in values]).value
        values[i] = x - h
        down = f([Var(v) for v in values]).value
        values[i] = x
        gradient[i] = (up - down) / h / 2
    return gradient


def dense_with_loops(W, b, x, activation):
    z = []
    for j in range(len(W)):
        a = b[j]
        for i in range(len(x)):
            a = a + W[j][i] * x[i]
        z.append(activation(a))
    return tuple(z)


def a_test_that_returns_after_its_assertion(dense):
    W = [[Var(1.0), Var(-2.0), Var(0.5)], [Var(0.3), Var(0.1), Var(-0.7)]]
    z = dense(W, [Var(0.2), Var(-0.4)], [Var(0.6), Var(0.3), Var(-0.9)], lambda a: a * a)
    a = [0.6 - 0.6 - 0.45 + 0.2, 0.18 + 0.03 + 0.63 - 0.4]
    assert [round(z_j.value, 6) for z_j in z] == [round(a_j**2, 6) for a_j in a]
    return True


def weights_from_standard_normal(n_in, n_out, activation, rng):
    variance = {"tanh": 2 / (n_in + n_out), "relu": 2 / n_in}[activation]
    return (rng.standard_normal((n_in, n_out)) * variance**0.5).T


def weights_one_by_one(n_in, n_out, activation, rng):
    std = (2 / (n_in + n_out if activation == "tanh" else n_in)) ** 0.5
    return [[std * rng.normal() for _ in range(n_in)] for _ in range(n_out)]


def cross_entropy_with_a_var_as_maximum(logits, c):
    m = max(logits, key=lambda a: a.value)
    return (sum((a - m).exp() for a in logits)).log() - (logits[c] - m)


def standardise_in_a_loop(training, validation, test):
    mean = sum(x for (x,) in training) / len(training)
    std = math.sqrt(sum((x - mean) ** 2 for (x,) in training) / len(training))
    return [[[(x - mean) / std] for (x,) in part] for part in (training, validation, test)]


def gradient_by_the_library(f, values):
    x = tuple(Var(value) for value in values)
    f(x).backward()
    return np.array([x_i.grad for x_i in x])


def network_by_recursion(layers, x):
    (W, b), *rest = layers
    a = dense_with_loops(W, b, x, lambda a: a)
    return network_by_recursion(rest, [a_j.tanh() for a_j in a]) if rest else a


def early_stop_with_a_countdown(validation_losses, patience):
    least, best, left = math.inf, None, patience
    for epoch, loss in enumerate(validation_losses):
        if loss < least:
            least, best, left = loss, epoch, patience
        else:
            left -= 1
            if left == 0:
                break
    return [epoch, np.int64(best)]


def choose_with_a_loop(training_losses, validation_losses, test_losses):
    pairs = zip(validation_losses, range(len(validation_losses)), test_losses, strict=True)
    _, index, loss = min(pairs)
    return np.int64(index), np.float64(loss)


def matmul_by_einsum(g, U, V):
    return np.einsum("nm,dm->nd", g, V), np.einsum("nd,nm->dm", U, g)


def unbroadcast_at_once(g, shape):
    lead = g.ndim - len(shape)
    ones = tuple(lead + i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=tuple(range(lead)) + ones, keepdims=True).reshape(shape)


def predict_in_one_line(p, X):
    hidden = (Tensor(X) @ p["w1"].T + p["b1"]).relu() @ p["w2"].T + p["b2"]
    return hidden.relu() @ p["w3"].T + p["b3"]


def first_pair_by_mean(predict, parameters, inputs, targets):
    p = {key: Tensor(array.copy()) for key, array in parameters.items()}
    error = predict(p, inputs[0][None, :]) - targets[0]
    ((error * error).mean() / 2).backward()
    return [p["w1"].grad, p["b1"].grad]


def losses_with_fresh_tensors(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    arrays, losses = dict(parameters), np.zeros(epochs + 1)
    for epoch in range(epochs + 1):
        p = {key: Tensor(array) for key, array in arrays.items()}
        loss = ((predict(p, inputs) - targets.reshape(-1, 1)) ** 2).sum() / (2 * len(inputs))
        loss.backward()
        losses[epoch] = loss.value
        arrays = {key: p[key].value - learning_rate * p[key].grad for key in arrays}
    return losses


FORMS = [
    ("multiply", multiply_swapped),
    ("exp", exp_numpy),
    ("log", Var.log),
    ("tanh", tanh_by_exponentials),
    ("sigmoid", sigmoid_by_tanh),
    ("backward", backward_by_index),
    ("backward", backward_that_clears),
    ("clear", clear_all_but_the_output),
    ("topological_order", order_with_a_stack),
    ("topological_order", order_by_users),
    ("topological_order", topological_order),
    ("path_calls", calls_by_recursion),
    ("path_calls", lambda n: float(2**n - 1)),
    ("numerical_gradient", numerical_in_place),
    ("dense", dense_with_loops),
    ("test_dense", a_test_that_returns_after_its_assertion),
    ("initial_weights", weights_from_standard_normal),
    ("initial_weights", weights_one_by_one),
    ("network_output", network_by_recursion),
    ("cross_entropy", cross_entropy_with_a_var_as_maximum),
    ("standardise", standardise_in_a_loop),
    ("early_stop", early_stop_with_a_countdown),
    ("choose", choose_with_a_loop),
    ("matmul_pullback", matmul_by_einsum),
    ("maximum_pullback", lambda g, u, v: (np.where(u > v, g, 0), np.where(u > v, 0, g))),
    ("maximum_pullback", lambda g, u, v: [g - g * (v >= u), g * (v >= u)]),
    ("unbroadcast", unbroadcast_at_once),
    ("predict", predict_in_one_line),
    ("first_pair_gradients", first_pair_by_mean),
    ("mean_losses", losses_with_fresh_tensors),
    ("binary_cross_entropy", lambda a, t: (t * (-a).softplus() + (1 - t) * a.softplus()).mean()),
    ("binary_cross_entropy", lambda a, t: (a.softplus() - t * a).sum() / len(t)),
    ("softmax_cross_entropy", lambda a, t: np.mean(log_sum_exp(a) - a[t == 1])),
    ("softmax_cross_entropy", lambda a, t: softmax_cross_entropy(a, t)[0]),
]


def id_of(name):
    return next(id for id, question in table.items() if question.name == name)


@pytest.mark.parametrize(("name", "answer"), FORMS)
def test_right_code_in_another_form_is_right(name, answer):
    for seed in (0, 1, 704):
        result = table.grade(id_of(name), seed=seed, **{name: answer})
        assert result.right, result.message


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("multiply", multiply_by_the_library),
        ("exp", lambda u: u.exp()),
        ("tanh", lambda u: u.tanh()),
        ("backward", lambda order: order[-1].backward()),
        ("gradient_of", gradient_by_the_library),
    ],
)
def test_code_that_leaves_the_work_to_the_library_is_sent_back(name, answer):
    result = table.grade(id_of(name), **{name: answer})
    assert not result.right
    assert "here a Var is only a record" in result.message


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("edges", (3, 2.0, np.float64(-4), 2, 1, 1)),
        ("objects", 6.0),
        ("objects", np.array([6])),
        ("listed", ((2, 0), (3, 0), (-4, 0), (6, 2), (-8.0, 2), (-2, 2))),
        ("errors_and_reach", np.array([1.8, 0.0, 0.3])),
        ("gradients", np.array([-1, 2, 2, 1, 1, 1], np.float32)),
        ("after_second", [-3.0, 6, 6]),
        ("wrong_da", np.int64(4)),
        ("shape", (200, 200)),
    ],
)
def test_right_values_in_another_form_are_right(name, answer):
    right = {"edges": [3, 2, -4, 2, 1, 1], "gradients": [-1, 2, 2, 1, 1, 1]}
    earlier = {used: right[used] for used in table[id_of(name)].takes[1:]}
    assert table.grade(id_of(name), **{name: answer}, **earlier).right


def test_gradients_may_follow_from_wrong_edges():
    edges = [3, 2, 4, 2, 1, 1]
    gradients = [3 + 4, 2, 2, 1, 1, 1]
    assert not table.grade("q3-1", edges=edges).right
    assert table.grade("q3-3", gradients=gradients, edges=edges).right
    after_second = [3 * g for g in gradients[:3]]
    assert table.grade(id_of("after_second"), after_second=after_second, gradients=gradients).right


def test_a_test_that_misses_a_fault_is_told_which():
    def test_dense(dense):
        z = dense([[Var(0.5)]], [Var(0.0)], [Var(2.0)], Var.tanh)
        assert math.isclose(z[0].value, math.tanh(1))

    message = table.grade(id_of("test_dense"), test_dense=test_dense).message
    assert "a layer without its bias" in message


def tried_on(W, b, x, f=Var.tanh, say=None):
    """Return a test of a layer on these numbers; `say` takes its numbers and what is right."""

    def test_dense(dense):
        Ws = [[Var(w) for w in row] for row in W]
        z = dense(Ws, [Var(b_j) for b_j in b], [Var(x_i) for x_i in x], f)
        right = [f(Var(a)).value for a in np.array(W) @ x + b]
        say([z_j.value for z_j in z], right)

    return test_dense


def close(z, right):
    assert np.allclose(z, right)


def close_for_each(z, right):
    assert len(z) == len(right)
    assert all(map(math.isclose, z, right))


def compared_and_returned(z, right):
    return z[0] == right[0]


def counted(z, right):
    assert len(z) == len(right)


GENERIC = [[0.1, 0.3], [-0.2, 0.4]], [0.5, -0.6], [2, -1]
ONES_AND_ZEROS = [[1, 1], [1, 1]], [0, 0], [2, 3]
ONE_BY_ONE = [[1.0]], [0.0], [2.0]


@pytest.mark.parametrize(
    ("numbers", "say", "named", "unnamed"),
    [
        (ONES_AND_ZEROS, close, "the biases of the test are zero", "asserts nothing"),
        (ONE_BY_ONE, close_for_each, "one unit with one input", "number of outputs"),
        (ONE_BY_ONE, compared_and_returned, "asserts nothing", "number of outputs"),
        (ONES_AND_ZEROS, counted, "only the number of outputs is tested", "biases"),
        (([[0.1, 0.3]], [0.5], [2, -1]), close_for_each, "one unit only", "same bias"),
        ((GENERIC[0], [0.5, 0.5], GENERIC[2]), close_for_each, "the same bias", "one unit"),
    ],
)
def test_why_a_test_is_weak_is_named_from_what_it_was_seen_to_try(numbers, say, named, unnamed):
    message = table.grade("q3-17", test_dense=tried_on(*numbers, say=say)).message
    assert named in message
    assert unnamed not in message


def test_a_test_may_call_the_layer_with_names():
    def test_dense(dense):
        W, b, x = GENERIC
        Ws, bs, xs = [[Var(w) for w in row] for row in W], list(map(Var, b)), list(map(Var, x))
        z = dense(activation=Var.tanh, x=xs, b=bs, W=Ws)
        close_for_each([z_j.value for z_j in z], np.tanh(np.array(W) @ x + b))

    assert table.grade("q3-17", test_dense=test_dense).right


@pytest.mark.parametrize("operation", ["exp", "log", "tanh", "sigmoid"])
@pytest.mark.parametrize(
    ("record", "named"),
    [
        (lambda z, u, slope: Var(z), "does not know its parents"),
        (lambda z, u, slope: Var(z, (u), (slope)), "a comma is missing in both"),
        (lambda z, u, slope: Var(z, [(u, slope)]), "stand in one list"),
        (lambda z, u, slope: Var(z, [u, slope]), "stand in one list"),
        (lambda z, u, slope: z, "a plain number is returned"),
        (lambda z, u, slope: Var(z, (u,), (1,)), "the local derivative is 1"),
    ],
)
def test_what_goes_wrong_with_a_record_is_named_for_every_operation(operation, record, named):
    def answer(u):
        z = getattr(Var(u.value), operation)()
        return record(z.value, u, z.local_derivatives[0])

    assert named in table.grade(id_of(operation), **{operation: answer}).message


@pytest.mark.parametrize("edges", [[2, 3, -4, 2, 1, 1], [3, 2, 2, -4, 1, 1]])
def test_slopes_exchanged_in_one_product_alone_are_named(edges):
    assert "have changed places" in table.grade("q3-1", edges=edges).message


def test_a_number_of_objects_is_named_after_each_way_to_count_so_many():
    message = table.grade("q3-2", objects=3).message
    assert "only the inputs are counted" in message
    assert "only the results c, e and f are counted" in message
