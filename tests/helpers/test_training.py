"""Training uses each sample once an epoch, repeats exactly, and says clearly when it goes wrong."""

import pickle
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import (
    SGD,
    Adam,
    History,
    Network,
    TrainingDiverged,
    TrainingInterrupted,
    bce_with_logits,
    half_mse,
    minibatches,
    require_whole,
    train,
)
from helpers.training import Stoppable
from tests import ROOT

ADVICE = (
    "Try a learning rate below {} (a tenth, to begin with), inputs scaled to about unit size, and "
    "smaller initial weights."
)


@pytest.fixture
def data(rng):
    X = rng.standard_normal((10, 2))
    return X, X[:, :1] - 2 * X[:, 1:]


def new_network(seed=0, dtype=np.float64):
    return Network([2, 4, 1], "tanh", seed=seed, dtype=dtype)


def run(net, data, loss=half_mse, optimizer=None, batch_size=3, epochs=4, **options):
    options = {"seed": 1, "progress": False} | options
    return train(net, *data, loss, optimizer or SGD(0.1), batch_size, epochs, **options)


# --- minibatches -------------------------------------------------------------------------------


@given(st.integers(1, 50), st.integers(1, 60), st.integers(0, 1000))
def test_minibatches_take_every_sample_once_and_only_the_last_is_short(N, batch_size, seed):
    batches = list(minibatches(N, batch_size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(batches)) == list(range(N))
    assert {len(batch) for batch in batches[:-1]} <= {batch_size}
    assert len(batches[-1]) == (N % batch_size or batch_size)


def test_minibatches_are_shuffled_anew(rng):
    first, second = (np.concatenate(list(minibatches(50, 7, rng))) for _ in range(2))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, np.arange(50))


@pytest.mark.parametrize(
    ("N", "batch_size", "error", "message"),
    [
        (4, -1, ValueError, "batch_size must be at least 1, got -1"),
        (4, 0, ValueError, "batch_size must be at least 1, got 0"),
        (-1, 1, ValueError, "N must be at least 0, got -1"),
        (4, 2.0, TypeError, "batch_size must be a whole number, got 2.0"),
        (4, None, TypeError, "batch_size must be a whole number, got None"),
        ("4", 1, TypeError, "N must be a whole number, got '4'"),
    ],
)
def test_minibatches_of_no_sense_are_refused_when_asked_for(N, batch_size, error, message, rng):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        minibatches(N, batch_size, rng)  # not only when the first is taken


def test_no_samples_are_no_minibatches(rng):
    assert list(minibatches(0, 3, rng)) == []
    assert [len(batch) for batch in minibatches(np.int64(4), np.int8(3), rng)] == [3, 1]


# --- the loop ----------------------------------------------------------------------------------


class Recorder:
    """An optimiser that keeps what it is given, and moves nothing."""

    def __init__(self):
        self.gradients = []

    def step(self, theta, gradient):
        self.gradients.append(gradient.copy())


def test_an_epoch_is_a_gradient_per_minibatch_without_replacement(data):
    """With nothing moved, the batches' gradients, by their sizes, add up to that of the whole."""
    net, recorder = new_network(), Recorder()
    run(net, data, optimizer=recorder, batch_size=3, epochs=2)
    assert len(recorder.gradients) == 2 * 4
    _, whole = net.loss_and_gradient(*data, half_mse)
    sizes = np.array([3, 3, 3, 1])
    for epoch in (recorder.gradients[:4], recorder.gradients[4:]):
        np.testing.assert_allclose(sizes @ np.array(epoch) / 10, whole, rtol=1e-12, atol=1e-14)
    assert not np.allclose(recorder.gradients[0], recorder.gradients[4])


@pytest.mark.parametrize("batch_size", [1, 3, 10, 99, None])
def test_the_loss_of_an_epoch_is_the_mean_over_its_samples(data, batch_size):
    net = new_network()
    history = run(net, data, optimizer=Recorder(), batch_size=batch_size, epochs=2)
    assert history.loss == pytest.approx([half_mse(net.forward(data[0]), data[1])[0]] * 2)


@pytest.mark.parametrize("batch_size", [10, 99, None])
def test_whole_batches_are_plain_gradient_descent(data, batch_size):
    net, by_hand = new_network(), new_network()
    run(net, data, batch_size=batch_size)
    for _ in range(4):
        by_hand.theta -= 0.1 * by_hand.loss_and_gradient(*data, half_mse)[1]
    np.testing.assert_allclose(net.theta, by_hand.theta, rtol=1e-12)


def test_learns(data):
    net = new_network()
    history = run(net, data, optimizer=Adam(0.02), epochs=400)
    assert history.loss[-1] < 0.01 * history.loss[0]
    assert half_mse(net.forward(data[0]), data[1])[0] < 0.01


@pytest.mark.parametrize("optimizer", [lambda: SGD(0.1, momentum=0.9), Adam])
def test_the_same_seed_gives_the_same_bits(data, optimizer):
    first, second, other = (new_network() for _ in range(3))
    histories = [run(net, data, optimizer=optimizer()) for net in (first, second)]
    np.testing.assert_array_equal(first.theta, second.theta)
    assert histories[0].loss == histories[1].loss
    run(other, data, optimizer=optimizer(), seed=2)
    assert not np.array_equal(first.theta, other.theta)


def test_the_result_does_not_depend_on_who_watches(data):
    alone, watched = new_network(), new_network()
    run(alone, data)
    run(watched, data, validation=data, progress=True, callbacks=[lambda *_: None])
    np.testing.assert_array_equal(alone.theta, watched.theta)


@pytest.mark.parametrize("own", [False, True], ids=["shared data", "own data"])
def test_a_crowd_trains_as_its_members_alone(rng, own):
    shape = (3, 10) if own else (10,)
    X, t = rng.standard_normal((*shape, 2)), rng.standard_normal((*shape, 1))
    crowd = new_network(seed=[4, 5, 6])
    history = run(crowd, (X, t), optimizer=Adam(0.01), validation=(X, t))
    assert np.shape(history.loss) == (4, 3)
    assert np.shape(history.validation_loss) == (5, 3)
    for k in range(3):
        alone = new_network(seed=4 + k)
        part = (X[k], t[k]) if own else (X, t)
        losses = run(alone, part, optimizer=Adam(0.01)).loss
        np.testing.assert_allclose(crowd.theta[k], alone.theta, rtol=1e-10)
        np.testing.assert_allclose(np.array(history.loss)[:, k], losses, rtol=1e-10)


def test_a_float32_network_stays_float32(data):
    net = new_network(dtype=np.float32)
    seen = []

    def loss(y, t):
        seen.extend([y.dtype, t.dtype])
        return half_mse(y, t)

    run(net, data, loss, validation=data)
    assert {*seen, net.theta.dtype, net.gradient.dtype} == {np.dtype(np.float32)}


def test_takes_lists_and_whole_numbers():
    X, t = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
    history = run(new_network(), (X, t), bce_with_logits, validation=(X, t))
    assert np.isfinite(history.loss).all()


def test_the_data_are_left_as_they_were(data):
    kept = [part.copy() for part in data]
    run(new_network(), data, validation=data)
    for part, before in zip(data, kept, strict=True):
        np.testing.assert_array_equal(part, before)


# --- what it reports ---------------------------------------------------------------------------


def test_validation_is_measured_before_the_first_step_and_after_each_epoch(data, rng):
    X, t = rng.standard_normal((6, 2)), rng.standard_normal((6, 1))
    net = new_network()
    expected = []
    history = run(
        net,
        data,
        validation=(X, t),
        callbacks=[lambda epoch, net, history: expected.append(half_mse(net.forward(X), t)[0])],
    )
    assert history.validation_loss == expected
    assert len(history.loss) == 4
    assert len(expected) == 5


def test_callbacks_see_every_epoch_in_turn(data):
    calls = []

    def note(name):
        return lambda epoch, net, history: calls.append((name, epoch, len(history.loss)))

    run(new_network(), data, epochs=2, callbacks=[note("a"), note("b")])
    assert calls == [(name, epoch, epoch) for epoch in (0, 1, 2) for name in "ab"]


def test_no_epochs_change_nothing(data):
    net = new_network()
    history = run(net, data, epochs=0, validation=data)
    np.testing.assert_array_equal(net.theta, new_network().theta)
    assert history.loss == []
    assert len(history.validation_loss) == 1
    assert (history.state, history.extent) == ("whole", "0 epochs")
    assert repr(history) == "History(0 epochs, 0.0 s, last loss none)"


def test_history_tells_the_time_and_the_last_loss(data):
    history = run(new_network(), data, callbacks=[lambda *_: time.sleep(0.01)])
    assert 0.05 <= history.seconds < 5
    assert repr(History([2.0, 0.12345], seconds=3.21, epochs=2, state="whole")) == (
        "History(2 epochs, 3.2 s, last loss 0.1235)"
    )
    assert repr(History([1.0], seconds=2, epochs=7, state="interrupted")) == (
        "History(1 of 7 epochs, interrupted, 2.0 s, last loss 1.)"
    )


def test_histories_of_crowds_can_be_compared_and_kept_in_sets(data):
    crowd = new_network(seed=[1, 2])
    one, other = (run(crowd, data) for _ in range(2))
    assert one == one
    assert one != other
    assert len({one, other, one}) == 2


# --- how it ends -------------------------------------------------------------------------------


def test_a_training_is_whole_only_when_it_has_ended(data):
    seen = []

    def look(epoch, net, history):
        seen.append((history.state, history.extent))

    history = run(new_network(), data, epochs=2, callbacks=[look])
    assert seen == [("unfinished", f"{done} of 2 epochs, unfinished") for done in range(3)]
    assert (history.state, history.extent) == ("whole", "2 epochs")
    require_whole(history)


@pytest.mark.parametrize("state", ["unfinished", "interrupted", "diverged"])
def test_what_needs_a_whole_training_is_refused_one_that_is_not(state):
    whole = History([1.0] * 50, epochs=50, state="whole")
    require_whole()
    require_whole(whole, whole)
    with pytest.raises(TrainingInterrupted) as error:
        require_whole(whole, History([1.0] * 6, epochs=50, state=state))
    assert str(error.value) == f"6 of 50 epochs, {state}: run its cell again, to the end"


def test_what_has_not_begun_is_unfinished():
    class Sweep(Stoppable):
        unit = "steps"

        def _counts(self):
            return 0, 3

    assert Sweep().extent == "0 of 3 steps, unfinished"


def test_a_history_is_not_whole_by_itself():
    assert History([1.0] * 50, epochs=50).extent == "50 of 50 epochs, unfinished"


@pytest.fixture
def ctrl_c():
    """A function that sends Ctrl-C, which some shells make their children ignore."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, kept)


class Stops(SGD):
    """Gradient descent that does something in its tenth step, after it has moved the parameters."""

    def __init__(self, what):
        super().__init__(0.1)
        self.what, self.steps = what, 0

    def step(self, theta, gradient):
        super().step(theta, gradient)
        self.steps += 1
        if self.steps == 10:
            self.what(theta)


def after_two_epochs(data):
    """The network and its history, had only two epochs been asked for."""
    net = new_network()
    return net, run(net, data, epochs=2, validation=data)


@pytest.mark.parametrize(
    ("when", "done"),
    [("before the first step", 0), ("within an epoch", 2), ("after an epoch", 2), ("at last", 4)],
)
def test_ctrl_c_keeps_the_epochs_that_are_whole_and_says_so(data, when, done, ctrl_c, capsys):
    def callback(epoch, net, history):
        if epoch == {"before the first step": 0, "after an epoch": 2, "at last": 4}.get(when):
            ctrl_c()

    def within(theta):
        if when == "within an epoch":
            ctrl_c()

    net, expected = new_network(), new_network()
    options = {"validation": data, "callbacks": [callback]}
    history = run(net, data, optimizer=Stops(within), **options)
    whole = run(expected, data, epochs=done, validation=data)
    assert history.state == "interrupted"
    assert history.extent == f"{done} of 4 epochs, interrupted"
    assert capsys.readouterr().out == f"{done} of 4 epochs, interrupted\n"
    assert history.seconds > 0
    assert history.loss == whole.loss
    assert history.validation_loss == whole.validation_loss
    np.testing.assert_array_equal(net.theta, expected.theta)
    with pytest.raises(TrainingInterrupted):
        require_whole(history)


def test_ctrl_c_while_the_validation_data_are_looked_at_leaves_no_half_of_an_epoch(data, ctrl_c):
    def loss(y, t):
        calls.append(len(y))
        if calls.count(7) == 4:  # before the first step, and after three epochs
            ctrl_c()
        return half_mse(y, t)

    calls, net = [], new_network()
    seven = tuple(part[:7] for part in data)
    history = run(net, data, loss, validation=seven)
    assert (len(history.loss), len(history.validation_loss)) == (2, 3)
    np.testing.assert_array_equal(net.theta, after_two_epochs(data)[0].theta)


def test_a_training_that_needs_another_which_was_stopped_is_stopped_too(data):
    def callback(epoch, net, history):
        if epoch == 3:
            require_whole(History([1.0], epochs=2, state="interrupted"))

    history = run(new_network(), data, callbacks=[callback])
    assert history.extent == "3 of 4 epochs, interrupted"


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import numpy as np
from helpers import SGD, Network, half_mse, train

def ready(epoch, net, history):
    if epoch == 3:
        print("ready", flush=True)

X = np.ones((4, 1))
history = train(Network([1, 1]), X, X, half_mse, SGD(0.1), 1, 10**9, callbacks=[ready])
print(history.state, len(history.loss) >= 3, history.extent.endswith("epochs, interrupted"))
"""


def test_ctrl_c_from_outside_ends_a_training(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-c", INTERRUPTED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        try:
            assert child.stdout.readline() == b"ready\n"
            child.send_signal(signal.SIGINT)
            out, errors = child.communicate(timeout=30)
        finally:
            child.kill()
    told, said = out.decode().splitlines()
    assert re.fullmatch(r"\d+ of 1000000000 epochs, interrupted", told)
    assert said == "interrupted True True", errors


@pytest.mark.parametrize("where", ["callback", "optimizer", "loss"])
def test_another_error_passes_through_and_leaves_whole_epochs(data, where):
    def fails(*args):
        raise KeyError("mine")

    def callback(epoch, net, history):
        histories.append(history)
        if where == "callback" and epoch == 2:
            fails()

    def loss(y, t):
        calls.append(y)
        if where == "loss" and len(calls) == 10:
            fails()
        return half_mse(y, t)

    histories, calls, net = [], [], new_network()
    optimizer = Stops(fails if where == "optimizer" else lambda theta: None)
    with pytest.raises(KeyError, match="mine"):
        run(net, data, loss, optimizer, callbacks=[callback])
    expected, whole = after_two_epochs(data)
    assert histories[-1].loss == whole.loss
    assert histories[-1].extent == "2 of 4 epochs, unfinished"
    assert histories[-1].seconds > 0
    np.testing.assert_array_equal(net.theta, expected.theta)


# --- divergence --------------------------------------------------------------------------------


def poison(**values):
    """An optimiser's tenth step (the second of epoch 3) that leaves this in a parameter."""

    def what(theta):
        theta[..., values["at"]] = values["value"]

    return Stops(what)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_divergence_says_which_step_and_keeps_what_was_whole(data, value):
    net = new_network()
    with pytest.raises(TrainingDiverged) as error:
        run(net, data, optimizer=poison(at=-1, value=value), validation=data)
    assert str(error.value) == f"a parameter is {value} in epoch 3, step 2. " + ADVICE.format(0.1)
    expected, whole = after_two_epochs(data)
    partial = error.value.partial
    assert (partial.state, partial.extent) == ("diverged", "2 of 4 epochs, diverged")
    assert partial.seconds > 0
    assert (partial.loss, partial.validation_loss) == (whole.loss, whole.validation_loss)
    np.testing.assert_array_equal(net.theta, expected.theta)
    with pytest.raises(TrainingInterrupted, match="2 of 4 epochs, diverged: run its cell again"):
        require_whole(partial)


def test_an_infinite_weight_that_tanh_hides_is_found_after_the_epoch(data):
    with pytest.raises(TrainingDiverged) as error:
        run(new_network(), data, optimizer=poison(at=0, value=np.inf))
    assert str(error.value) == "a parameter is inf in epoch 3, step 4. " + ADVICE.format(0.1)


def test_a_loss_that_is_too_large_names_the_step_that_has_it(data):
    with pytest.raises(TrainingDiverged) as error:
        run(new_network(), data, optimizer=SGD(1e200))
    assert str(error.value) == "the loss is inf in epoch 1, step 2. " + ADVICE.format("1e+200")


@pytest.mark.parametrize("batch_size", [3, None])
def test_the_last_step_is_looked_at_too(data, batch_size):
    rates, net = {3: 1e60, None: 1e200}, new_network()
    with pytest.raises(TrainingDiverged) as error:
        run(net, data, optimizer=Last(rates[batch_size]), batch_size=batch_size, epochs=1)
    said = "the loss is inf after the last step. " + ADVICE.format(f"{rates[batch_size]:g}")
    assert str(error.value) == said
    assert error.value.partial.extent == "0 of 1 epochs, diverged"
    np.testing.assert_array_equal(net.theta, new_network().theta)


class Last(SGD):
    """Gradient descent that goes far in its last step only."""

    steps = 0

    def step(self, theta, gradient):
        self.steps += 1
        if self.steps == (1 if self.learning_rate == 1e200 else 4):
            theta += 1e200


@pytest.mark.parametrize("last", [False, True])
def test_a_gradient_that_is_not_finite_is_named(data, last):
    def loss(y, t):
        value, dy = half_mse(y, t)
        calls.append(value)
        return value, dy * (np.nan if len(calls) == (8 if last else 6) else 1)

    calls, net = [], new_network()
    with pytest.raises(TrainingDiverged) as error:
        run(net, data, loss, epochs=2)
    step = 4 if last else 2
    said = f"the gradient is nan in epoch 2, step {step}. " + ADVICE.format(0.1)
    assert str(error.value) == said
    expected = new_network()
    run(expected, data, epochs=1)
    np.testing.assert_array_equal(net.theta, expected.theta)


def test_the_next_training_of_a_network_is_not_blamed_for_the_last_ones_gradient(data):
    net = new_network()
    with pytest.raises(TrainingDiverged):
        run(net, data, lambda y, t: (0.0, np.full_like(y, np.nan)))
    with pytest.raises(TrainingDiverged, match=r"^the loss is inf in epoch 1, step 1\. Try"):
        run(net, data, lambda y, t: (np.inf, np.zeros_like(y)))


@pytest.mark.parametrize(("calls_before", "when", "done"), [
    (0, "before the first step", 0), (1, "after epoch 1", 0), (2, "after epoch 2", 1),
])  # fmt: skip
def test_a_validation_loss_that_is_not_finite_is_told(data, calls_before, when, done):
    def loss(y, t):
        value, dy = half_mse(y, t)
        calls.append(len(y))
        return np.nan if calls.count(7) > calls_before else value, dy

    calls = []
    seven = tuple(part[:7] for part in data)
    with pytest.raises(TrainingDiverged) as error:
        run(new_network(), data, loss, validation=seven)
    assert str(error.value) == f"the validation loss is nan {when}. " + ADVICE.format(0.1)
    assert error.value.partial.extent == f"{done} of 4 epochs, diverged"
    assert len(error.value.partial.validation_loss) == (done + 1 if calls_before else 0)


@pytest.mark.parametrize("what", ["the loss", "the gradient", "a parameter", "the validation loss"])
def test_divergence_in_a_crowd_names_who(data, what):
    def bad(values):
        values[[1, 3]] = np.nan

    def loss(y, t):
        value, dy = half_mse(y, t)
        if what == "the gradient":
            bad(dy)
        if what == ("the loss" if len(y[0]) == 3 else "the validation loss"):
            bad(value)
        return value, dy

    crowd = new_network(seed=[1, 2, 3, 4])
    optimizer = SGD(0.1)
    if what == "a parameter":
        optimizer.step = lambda theta, gradient: bad(theta)
    when = {"the validation loss": "before the first step"}.get(what, "in epoch 1, step 1")
    with pytest.raises(TrainingDiverged) as error:
        run(crowd, data, loss, optimizer, validation=data)
    who = "for the networks [1, 3] of the crowd. "
    assert str(error.value) == f"{what} is nan {when} {who}" + ADVICE.format(0.1)


def test_divergence_is_told_of_any_optimizer(data):
    net = new_network()
    net.theta = np.nan
    with pytest.raises(TrainingDiverged) as error:
        run(net, data, optimizer=Recorder())
    advice = ADVICE.format("").replace("learning rate below ", "smaller learning rate")
    assert str(error.value) == "the loss is nan in epoch 1, step 1. " + advice


def test_numbers_whose_squares_overflow_are_still_finite(data):
    """The sum of squares only says yes: 1e200 is a number, if a strange one."""
    net = Network([2, 1], seed=0)
    history = run(net, data, lambda y, t: (1e200, np.full_like(y, 1e180)), SGD(1e-180))
    assert history.state == "whole"
    assert history.loss == [1e200] * 4


def test_an_error_keeps_what_was_whole_on_its_way_from_another_process():
    error = TrainingDiverged("the loss is nan")
    assert error.partial is None
    error.partial = History([1.0], epochs=2, state="diverged")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.partial.extent) == ("the loss is nan", "1 of 2 epochs, diverged")


# --- what is refused ---------------------------------------------------------------------------


class Untouched(SGD):
    """An optimiser that must not be reached."""

    def step(self, theta, gradient):
        raise AssertionError("trained on what makes no sense")


def refused(error, message, net, data, loss=half_mse, **options):
    """Hold that a training is refused with this message, before it starts."""
    before = net.theta.copy()
    with pytest.raises(error) as told:
        run(net, data, loss, Untouched(0.1), **options)
    assert str(told.value) == message
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize(
    ("X", "t"),
    [((10, 2), (9, 1)), ((10, 2), (10,)), ((10,), (10, 1)), ((), ()), ((0, 2), (0, 1)),
     ((3, 10, 2), (10, 1)), ((3, 10, 2), (3, 10, 1)), ((1, 10, 2), (10, 1))],
)  # fmt: skip
@pytest.mark.parametrize("of", ["", "validation "])
def test_refuses_data_that_do_not_match(data, X, t, of):
    pair = np.ones(X), np.ones(t)
    options = {"validation": pair} if of else {}
    message = f"{of}X {X} and t {t} must be (N, in) and (N, out) with N ≥ 1"
    refused(ValueError, message, new_network(), data if of else pair, **options)


@pytest.mark.parametrize("X", [(1, 10, 2), (4, 10, 2), (3, 3, 10, 2)])
def test_a_crowd_takes_data_for_all_or_for_each(data, X):
    message = f"X {X} and t (10, 1) must be (N, in) and (N, out), or (3, N, …), with N ≥ 1"
    refused(ValueError, message, new_network(seed=[1, 2, 3]), (np.ones(X), data[1]))


def test_refuses_data_of_another_width(data):
    X, t = data
    with pytest.raises(ValueError, match=r"inputs must have shape \(N, 2\)"):
        run(new_network(), (X[:, :1], t), optimizer=Untouched(1))
    with pytest.raises(ValueError, match="must have the same shape"):
        run(new_network(), (X, np.hstack([t, t])), optimizer=Untouched(1))
    with pytest.raises(ValueError, match="must have the same shape"):
        run(new_network(), data, optimizer=Untouched(1), validation=(X, np.hstack([t, t])))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("of", ["", "validation "])
@pytest.mark.parametrize("part", [0, 1])
def test_refuses_data_that_are_not_finite(data, value, of, part):
    pair = [each.copy() for each in data]
    pair[part][4] = value
    message = f"{of}{'Xt'[part]} holds nan or inf: mend or drop those samples"
    refused(ValueError, message, new_network(), data if of else pair,
            **({"validation": pair} if of else {}))  # fmt: skip


@pytest.mark.parametrize("kind", [complex, object, str])
def test_refuses_data_that_are_not_real(data, kind):
    with pytest.raises(TypeError, match="Cannot cast array data from"):
        run(new_network(), (data[0].astype(kind), data[1]), optimizer=Untouched(1))


def test_refuses_validation_data_that_are_no_pair(data):
    message = "validation data must be a pair (X, t), got 3 parts"
    refused(ValueError, message, new_network(), data, validation=(*data, None))


@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        ("batch_size", 0, ValueError, "batch_size must be at least 1, got 0"),
        ("batch_size", -1, ValueError, "batch_size must be at least 1, got -1"),
        ("batch_size", 2.5, TypeError, "batch_size must be a whole number, got 2.5"),
        ("epochs", -1, ValueError, "epochs must be at least 0, got -1"),
        ("epochs", None, TypeError, "epochs must be a whole number, got None"),
        ("epochs", 2.0, TypeError, "epochs must be a whole number, got 2.0"),
    ],
)
def test_refuses_numbers_that_make_no_sense(data, name, value, error, message):
    refused(error, message, new_network(), data, **{name: value})


@pytest.mark.parametrize(
    ("loss", "seen"),
    [
        (lambda y, t: (((y - t) ** 2).sum(axis=-1), y - t), ((3,), (3, 1))),
        (lambda y, t: (half_mse(y, t)[0], (y - t)[:, 0]), ((), (3,))),
        (lambda y, t: (np.ones(1), y - t), ((1,), (3, 1))),
    ],
)
def test_refuses_a_loss_of_another_shape(data, loss, seen):
    message = f"the loss must return arrays of shapes ((), (3, 1)), got {seen}"
    refused(ValueError, message, new_network(), data, loss)


NUMBERS = st.one_of(st.floats(width=64), st.integers(-5, 5), st.just(float("nan")))


@settings(max_examples=150)
@example(X=[[1e200]], t=[[1.0]], size=None, epochs=1, rate=1.0, held_out=False)
@example(X=[[1.0]], t=[[1.0]], size=None, epochs=1, rate=1e300, held_out=False)
@example(X=[[1.0]], t=[[1.0]], size=1, epochs=1, rate=0.1, held_out=True)
@given(
    X=st.lists(st.lists(NUMBERS, min_size=1, max_size=1), min_size=0, max_size=4),
    t=st.lists(st.lists(NUMBERS, min_size=1, max_size=1), min_size=0, max_size=4),
    size=st.one_of(st.none(), st.integers(-1, 5), st.floats(-1, 3)),
    epochs=st.one_of(st.none(), st.integers(-1, 3), st.floats(-1, 3)),
    rate=st.floats(1e-3, 1e300),
    held_out=st.booleans(),
)
def test_a_training_is_finite_or_an_error_that_says_why(X, t, size, epochs, rate, held_out):
    net = Network([1, 2, 1], "tanh", seed=0)
    initial = net.theta.copy()
    good = np.ones((3, 1)), np.zeros((3, 1))
    data, validation = (good, (X, t)) if held_out else ((X, t), good)
    try:
        history = run(net, data, optimizer=SGD(rate), batch_size=size, epochs=epochs,
                      validation=validation)  # fmt: skip
    except TrainingDiverged as error:
        partial = error.partial
        assert len(partial.loss) < partial.epochs or partial.epochs == 0
        assert partial.state == "diverged"
    except (TypeError, ValueError) as error:
        assert re.search("must be|holds nan or inf", str(error))
        np.testing.assert_array_equal(net.theta, initial)
        return
    else:
        assert (history.state, len(history.loss)) == ("whole", epochs)
        assert len(history.validation_loss) == epochs + 1
        assert np.isfinite([*history.loss, *history.validation_loss]).all()
        assert np.isfinite(half_mse(net.forward(good[0]), good[1])[0])
        partial = history
    assert np.isfinite(partial.loss).all()
    assert np.isfinite(net.theta).all()


# --- the progress bar --------------------------------------------------------------------------


@pytest.mark.parametrize(("progress", "shown"), [(True, True), (False, False)])
def test_a_long_run_shows_a_bar(data, capsys, progress, shown):
    slow = [lambda epoch, net, history: time.sleep(0.4 if epoch else 0)]
    run(new_network(), data, progress=progress, callbacks=slow)
    assert ("training" in capsys.readouterr().err) == shown


def test_a_short_run_shows_nothing(data, capsys):
    run(new_network(), data, progress=True)
    assert capsys.readouterr() == ("", "")
