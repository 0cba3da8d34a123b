"""The smallest change that makes an answer right: found, confirmed, and told as place and kind."""

import sys
import time

import numpy as np
import pytest

from tests.workbook.checks.diagnosis.cells import typed
from workbook.checks import Table, code
from workbook.checks.diagnosis import kinds, search
from workbook.checks.diagnosis.source import program_of
from workbook.checks.limits import bounded_memory

table = Table("search")


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Search for as long as it takes: this machine may be busy."""
    monkeypatch.setattr(code, "SECONDS", 20)


def samples(rng):
    """Yield logits (N, 1) and labels (N, 1)."""
    for N in (1, 4):
        yield rng.standard_normal((N, 1)), rng.integers(0, 2, (N, 1)).astype(float)


@table.code("s-1", cases=samples)
def delta(a, t):
    """The gradient of the mean cross-entropy with respect to a, (N, 1)."""
    y = 1 / (1 + np.exp(-a))
    return (y - t) / len(a)


@table.code("s-2", cases=samples, returns=("loss", "gradient"))
def loss_and_gradient(a, t):
    """The loss, half the sum of squares, and its gradient."""
    d = a - t
    return np.sum(d**2) / 2, d


@table.code("s-3", cases=lambda rng: [(list(rng.standard_normal(n)),) for n in (1, 3, 5)])
def running(x):
    """The sums of the first, the first two, … entries."""
    sums, total = [], 0.0
    for x_i in x:
        total = total + 2 * x_i
        sums.append(total)
    return sums


def located(question, cell, **names):
    """Return where a cell's answer is found to be wrong."""
    answer = typed(cell, question.name, **names)
    return question.located({question.name: answer})


def only(question, cell, **names):
    (location,) = located(question, cell, **names)
    return location


def test_a_bracket_is_found_on_its_line():
    found = only(
        delta,
        """
        def delta(a, t):
            y = 1 / 1 + np.exp(-a)
            return (y - t) / len(a)
        """,
    )
    assert (found.line, found.kind) == (2, kinds.BRACKETS)
    assert found.text == "y = 1 / 1 + np.exp(-a)"


def test_the_part_of_the_line_is_told_as_it_is_written():
    cell = "def delta(a, t):\n    y = 1 / (1 + np.exp( a ))\n    return (y - t) / len(a)"
    found = only(delta, cell)
    assert (found.line, found.part, found.kind) == (2, "a", kinds.SIGN)


def test_two_mistakes_in_two_parts_are_both_found():
    cell = (
        "def loss_and_gradient(a, t):\n    loss = np.sum((a + t) ** 2) / 2\n    return loss, t - a"
    )
    found = located(loss_and_gradient, cell)
    assert [(each.line, each.kind) for each in found] == [(2, kinds.SIGN), (3, kinds.SIGN)]
    assert [each.parts for each in found] == [{"loss"}, {"gradient"}]


def test_a_value_that_is_not_the_formulas_is_found_where_it_is_computed():
    cell = """
    def delta(a, t):
        y = np.cos(a) + 3 * a ** 2 - t
        error = y - t
        return error / len(a)
    """
    found = only(delta, cell)
    assert (found.line, found.kind) == (2, kinds.DIFFERENT)


def test_what_a_loop_carries_over_is_told_of_the_loop():
    cell = """
    def running(x):
        sums, total, twice = [], 0.0, 2.0
        for x_i in x:
            total, twice = total + twice * x_i, np.sin(x_i) + 3
            sums.append(total)
        return sums
    """
    found = only(running, cell)
    assert (found.line, found.kind) == (3, kinds.CARRIED)


def test_two_changes_of_one_kind_are_found_together():
    question = Table("twice").code("t-1", cases=two_matrices)(product)
    cell = "def product(A, B):\n    return A @ B"
    found = question.located({"product": typed(cell, "product")})
    assert [(each.line, each.kind) for each in found] == [(2, kinds.TRANSPOSE)] * 2


def two_matrices(rng):
    """Yield A (n, 3) and B (4, n)."""
    for n in (2, 5):
        yield rng.standard_normal((n, 3)), rng.standard_normal((4, n))


def product(A, B):
    """The product of both, transposed, (3, 4)."""
    return A.T @ B.T


def test_a_line_in_the_wrong_block_is_told_and_not_the_block():
    cell = """
    def running(x):
        sums, total = [], 0.0
        for x_i in x:
            total = total + 2 * x_i
            sums.append(total)
            return sums
    """
    found = only(running, cell)
    assert (found.line, found.kind) == (6, kinds.LINE_PLACE)


def test_nothing_is_told_that_is_not_so():
    cell = "def delta(a, t):\n    noise = np.cos(7 * a + t)\n    return np.sin(noise)"
    assert located(delta, cell) == []


def test_a_change_is_told_only_if_it_is_right_on_other_inputs_too():
    # Of 0 and 1 alone, x², x³ and |x| all are x.
    question = Table("weak").code("w-1", cases=zeros_and_ones)(same)
    found = question.located({"same": typed("def same(x):\n    return x * x + 1", "same")})
    assert found == []


def zeros_and_ones(rng):
    """Yield 0 and 1 at first, and later any number."""
    return [(0.0,), (1.0,)] if rng.random() == FIRST else [(float(rng.standard_normal()),)]


FIRST = np.random.default_rng(0).random()


def same(x):
    """The number itself."""
    return x


def test_what_the_learner_keeps_elsewhere_is_not_changed():
    history, steps = [], np.zeros(3)
    cell = """
    def delta(a, t):
        history.append(1)
        steps[0] += 1
        return t - 1 / (1 + np.exp(-a))
    """
    answer = typed(cell, "delta", history=history, steps=steps)
    before = dict(answer.__globals__)
    program_of(answer, "delta").made()(np.ones(1), np.ones(1))
    assert history == [] and steps[0] == 0
    assert all(answer.__globals__[name] is before[name] for name in before)


def test_nothing_is_printed(capsys):
    cell = """
    def delta(a, t):
        print("here")
        y = 1 / (1 + np.exp(a))
        return (y - t) / len(a)
    """
    only(delta, cell)
    assert capsys.readouterr().out == ""


def test_a_search_ends_in_time(monkeypatch, unrecorded):
    monkeypatch.setattr(code, "SECONDS", 0.5)
    cell = """
    def running(x):
        i, sums = 0, []
        while i < len(x):
            sums.append(sum(np.cos(x[: i + 1])))
            i += 1
        return sums
    """
    started = time.perf_counter()
    located(running, cell)
    assert time.perf_counter() - started < 5


def test_a_change_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(search, "AT_ONCE", 0.005)
    cell = """
    def running(x):
        total, i, sums = 0.0, 0, []
        while i != len(x):
            total -= 2 * x[i]
            sums.append(total)
            i += 1
        return sums
    """
    assert only(running, cell).kind is kinds.SIGN


@pytest.mark.skipif(sys.platform != "linux", reason="only there a limit can be had")
def test_a_change_that_takes_all_memory_is_refused():
    cell = "def delta(a, t):\n    y = 1 / (1 + np.exp(a))\n    return (y - t) / len(a)"
    with bounded_memory(), pytest.raises(MemoryError):
        np.ones(1 << 32)
    np.ones(1 << 20)  # and afterwards all is as before
    assert only(delta, cell).kind is kinds.SIGN


def test_what_cannot_be_read_is_not_located():
    assert delta.located({"delta": np.subtract}) == []


def test_an_answer_that_is_never_used_is_noticed_where_nothing_is_found():
    cell = "def delta(a, t):\n    return np.cos(np.sin(a)) / 3 + np.tan(a)"
    found = only(delta, cell)
    assert (found.line, found.part, found.kind) == (1, "t", kinds.UNUSED)
