"""Notebook 04's questions: right answers in other forms than the table's own."""

import math
import statistics

import numpy as np
import pytest

from helpers.functions import softplus
from helpers.network import Network
from tests.workbook.questions.forms import assert_right, without_another_form
from workbook.questions.noisy_xor import table


def points_in_lists(c, xi, s):
    X = [[k + s * e for k, e in zip(*rows, strict=True)] for rows in zip(c, xi, strict=True)]
    return X, [[(c1 + c2) % 2] for c1, c2 in c]


def points_by_squares(c, xi, s):
    return np.add(c, np.multiply(s, xi)), ((c[:, 0] - c[:, 1]) ** 2)[:, None]


def points_in_float32(c, xi, s):
    return (c + s * xi).astype(np.float32), np.bitwise_xor(c[:, [0]], c[:, [1]])


class DrawnPointByPoint:
    def __init__(self, N, noise, seed):
        rng = np.random.default_rng(seed)
        corners = [(rng.random() < 0.5, rng.random() < 0.5) for _ in range(N)]
        self.X = np.array([[rng.normal(c, noise) for c in corner] for corner in corners])
        self.t = np.array([[one is not other] for one, other in corners], float)

    def __len__(self):
        return len(self.t)

    def __getitem__(self, index):
        return self.X[index], self.t[index]


class DrawnByLabel:
    """The labels first, then the corners that have them, in float32."""

    def __init__(self, N, noise, seed):
        rng = np.random.default_rng(seed)
        self.t = rng.integers(2, size=(N, 1)).astype(np.float32)
        first = rng.integers(2, size=(N, 1))
        corner = np.concatenate([first, np.where(self.t == 1, 1 - first, first)], axis=1)
        self.X = (corner + rng.normal(scale=noise, size=(N, 2))).astype(np.float32)

    def __len__(self):
        return self.X.shape[0]

    def __getitem__(self, index):
        return np.take(self.X, index, axis=0), np.take(self.t, index, axis=0)


def batches_by_split(N, batch_size, rng):
    return np.split(rng.choice(N, N, replace=False), range(batch_size, N, batch_size))


def batches_of_lists(N, batch_size, rng):
    left = list(range(N))
    rng.shuffle(left)
    while left:
        yield left[:batch_size]
        del left[:batch_size]


def batches_by_sorting(N, batch_size, rng):
    order = np.argsort(rng.random(N))
    full = N - N % batch_size
    return [batch for batch in (*order[:full].reshape(-1, batch_size), order[full:]) if len(batch)]


def bce_of_the_label(y, t):
    return -np.log(np.where(t == 1, y, 1 - y)).mean()


def bce_by_products(y, t):
    return -(t.T @ np.log(y) + (1 - t).T @ np.log(1 - y)) / len(y)


def bce_in_a_loop(y, t):
    losses = [-math.log(p if label else 1 - p) for p, label in zip(y[:, 0], t[:, 0], strict=True)]
    return statistics.fmean(losses)


def bce_in_float32(y, t):
    y, t = y.astype(np.float32), t.astype(np.float32)
    return -np.mean(np.log(y**t * (1 - y) ** (1 - t)))


def on_logits_by_logaddexp(a, t):
    return np.logaddexp(0, (1 - 2 * t) * a).mean()


def on_logits_by_hinge(a, t):
    return np.sum(np.maximum(a, 0) - a * t + np.log1p(np.exp(-np.abs(a)))) / a.shape[0]


def on_logits_in_float32(a, t):
    a, t = a.astype(np.float32), t.astype(np.float32)
    return np.mean(t * np.logaddexp(0, -a) + (1 - t) * np.logaddexp(0, a))


def gradient_by_exponentials(a, t):
    return (1 / (1 + np.exp(-a)) - t) / np.size(a)


def gradient_in_lists(a, t):
    def sigmoid(a):
        return 1 / (1 + math.exp(-a)) if a > 0 else math.exp(a) / (1 + math.exp(a))

    rows = zip(a[:, 0], t[:, 0], strict=True)
    return [[(sigmoid(logit) - label) / len(a)] for logit, label in rows]


def gradient_by_complex_step(a, t, h=1e-30):
    gradient = np.empty_like(a)
    for n in range(len(a)):
        moved = a.astype(complex)
        moved[n] += 1j * h
        gradient[n] = np.mean(softplus(moved) - t * moved).imag / h
    return gradient


def gradient_in_float32(a, t):
    sign = 2 * t.astype(np.float32) - 1
    return -sign / (1 + np.exp(sign * a.astype(np.float32))) / np.float32(len(a))


def adam_with_one_rate(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The order of Kingma and Ba's section 2, with both corrections in the learning rate."""
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    root = math.sqrt(1 - beta2**k)
    return [theta - eta * root / (1 - beta1**k) * m / (np.sqrt(v) + eps * root), m, v]


def adam_in_a_loop(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    new = []
    for theta_i, g_i, m_i, v_i in zip(theta, g, m, v, strict=True):
        m_i = beta1 * m_i + (1 - beta1) * g_i
        v_i = beta2 * v_i + (1 - beta2) * g_i * g_i
        step = m_i / (1 - beta1**k) / (math.sqrt(v_i / (1 - beta2**k)) + eps)
        new.append((theta_i - eta * step, m_i, v_i))
    return tuple(map(list, zip(*new, strict=True)))


def adam_in_float32(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, g, m, v = (part.astype(np.float32) for part in (theta, g, m, v))
    m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1]).astype(np.float32)
    v = np.average([v, g**2], axis=0, weights=[beta2, 1 - beta2]).astype(np.float32)
    step = m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
    return {"theta": theta - eta * step, "m": m, "v": v}


def count_in_closed_form(depth, width):
    return width * (depth + 3 + (depth - 1) * width) + 1 if depth else 3


def count_by_making_one(depth, width):
    return Network([2] + depth * [width] + [1], "tanh").theta.size


def count_layer_by_layer(depth, width):
    total, inputs = 0, 2
    for units in [width] * depth + [1]:
        total += np.zeros((units, inputs)).size + np.zeros(units).size
        inputs = units
    return np.float32(total)


def by_moments(loss):
    mean = sum(loss) / len(loss)
    return mean, math.sqrt((sum(x * x for x in loss) - len(loss) * mean**2) / (len(loss) - 1))


def by_pairs(loss):
    differences = loss[:, None] - loss
    return {
        "mean": loss.mean(),
        "std": np.sqrt(np.sum(differences**2) / 2 / len(loss) / (len(loss) - 1)),
    }


def in_one_array(loss):
    return np.array([np.average(loss), np.sqrt(np.cov(loss))], np.float32)


def solved_by_products(a):
    signs = np.sign(a) * [-1, 1, 1, -1]
    return signs.min(axis=1) > 0


def solved_run_by_run(a):
    return [bool(n < 0 < m and o > 0 > p) for n, m, o, p in a]


def solved_as_numbers(a):
    return ((1 / (1 + np.exp(-a))).round() == [0, 1, 1, 0]).all(1).astype(int)


def error_by_statistics(loss):
    of_sets = [statistics.fmean(runs) for runs in loss.tolist()]
    return statistics.stdev(of_sets) / math.sqrt(len(of_sets))


def error_by_variance(loss):
    return np.sqrt(np.var(loss.sum(1), ddof=1) / len(loss)) / loss.shape[1]


def interval_by_statistics(first, second, t=2.09):
    differences = [b - a for a, b in zip(first, second, strict=True)]
    half = t * statistics.stdev(differences) / len(differences) ** 0.5
    return [statistics.fmean(differences) - half, statistics.fmean(differences) + half]


def interval_with_covariance(first, second, t=2.09):
    (a, ab), (_, b) = np.cov(first, second)
    half = t * np.sqrt((a + b - 2 * ab) / len(first))
    middle = second.mean() - first.mean()
    return {"low": middle - half, "high": middle + half}


def success_in_a_loop(loss, solved):
    kinds = {True: [], False: []}
    for value, is_solved in zip(loss.ravel(), solved.ravel(), strict=True):
        kinds[bool(is_solved)].append(value)
    share = len(kinds[True]) / loss.size
    return [share, statistics.fmean(kinds[True]), statistics.fmean(kinds[False])]


def success_by_weights(loss, solved):
    return (
        solved.sum() / solved.size,
        np.average(loss, None, solved),
        np.average(loss, None, ~solved),
    )


def tuned_by_sorting(validation, fresh):
    order = sorted(range(len(validation)), key=lambda k: sum(validation[k]))
    return {"choice": order[0], "loss": sum(fresh[order[0]]) / len(fresh[0])}


def tuned_by_sums(validation, fresh):
    choice = validation.sum(axis=1).argmin()
    return float(choice), fresh.mean(axis=1)[choice]


def line_by_solving(w, b, x1):
    return [np.linalg.solve([[1, 0], w], [each, -b])[1] for each in x1]


def line_by_slope(w, b, x1):
    slope, intercept = -w[0] / w[1], -b / w[1]
    return np.polyval([slope, intercept], x1)


def line_along_its_direction(w, b, x1):
    start, along = -b * w / (w @ w), np.array([-w[1], w[0]])
    return start[1] + (x1 - start[0]) / along[0] * along[1]


RIGHT = [
    ("q4-1", points_in_lists),
    ("q4-1", points_by_squares),
    ("q4-1", points_in_float32),
    ("q4-2", DrawnPointByPoint),
    ("q4-2", DrawnByLabel),
    ("q4-3", batches_by_split),
    ("q4-3", batches_of_lists),
    ("q4-3", batches_by_sorting),
    ("q4-4", bce_of_the_label),
    ("q4-4", bce_by_products),
    ("q4-4", bce_in_a_loop),
    ("q4-4", bce_in_float32),
    ("q4-5", on_logits_by_logaddexp),
    ("q4-5", on_logits_by_hinge),
    ("q4-5", on_logits_in_float32),
    ("q4-6", gradient_by_exponentials),
    ("q4-6", gradient_in_lists),
    ("q4-6", gradient_by_complex_step),
    ("q4-6", gradient_in_float32),
    ("q4-7", (-0.02, 0.02, -0.02)),
    ("q4-7", np.array([-0.02, 0.02, -0.02], np.float32)),
    ("q4-8", adam_with_one_rate),
    ("q4-8", adam_in_a_loop),
    ("q4-8", adam_in_float32),
    ("q4-9", count_in_closed_form),
    ("q4-9", count_by_making_one),
    ("q4-9", count_layer_by_layer),
    ("q4-10", 0.48),
    ("q4-10", [-(2 * math.log(2 / 3) + math.log(1 / 3)) / 4]),
    ("q4-11", by_moments),
    ("q4-11", by_pairs),
    ("q4-11", in_one_array),
    ("q4-13", solved_by_products),
    ("q4-13", solved_run_by_run),
    ("q4-13", solved_as_numbers),
    ("q4-14", error_by_statistics),
    ("q4-14", error_by_variance),
    ("q4-15", interval_by_statistics),
    ("q4-15", interval_with_covariance),
    ("q4-16", [False, False, True, True]),
    ("q4-16", np.array([0, 0, 1, 1])),
    ("q4-17", success_in_a_loop),
    ("q4-17", success_by_weights),
    ("q4-18", tuned_by_sorting),
    ("q4-18", tuned_by_sums),
    ("q4-12", line_by_solving),
    ("q4-12", line_by_slope),
    ("q4-12", line_along_its_direction),
]


@pytest.mark.parametrize(("question_id", "answer"), RIGHT)
def test_right_answers_in_other_forms_are_right(question_id, answer):
    assert_right(table, question_id, answer)


def test_every_question_on_code_has_other_right_answers():
    assert not without_another_form(table, RIGHT)
