"""Training uses each sample once an epoch, repeats exactly, and says clearly when it goes wrong."""

import signal
import time

import numpy as np
import pytest
from hypothesis import given
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
    assert repr(history) == "History(no epoch finished)"


def test_history_tells_the_time_and_the_last_loss(data):
    history = run(new_network(), data, callbacks=[lambda *_: time.sleep(0.01)])
    assert 0.05 <= history.seconds < 5
    assert not history.interrupted
    assert repr(History([2.0, 0.12345], seconds=3.21)) == (
        "History(2 epochs, 3.2 s, last loss 0.1235)"
    )
    assert repr(History([1.0], seconds=2, epochs=7, interrupted=True)) == (
        "History(1 of 7 epochs, interrupted, 2.0 s, last loss 1.)"
    )


# --- what can go wrong -------------------------------------------------------------------------


@pytest.fixture
def ctrl_c():
    """A function that sends Ctrl-C, which some shells make their children ignore."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, kept)


@pytest.mark.parametrize("when", ["before the first step", "within an epoch", "after an epoch"])
def test_ctrl_c_returns_the_history_so_far_and_says_so(data, when, ctrl_c, capsys):
    class Interrupts(SGD):
        steps = 0

        def step(self, theta, gradient):
            self.steps += 1
            if when == "within an epoch" and self.steps == 10:
                ctrl_c()
            super().step(theta, gradient)

    def callback(epoch, net, history):
        stop = {"before the first step": 0, "after an epoch": 2}.get(when)
        if epoch == stop:
            ctrl_c()

    net = new_network()
    history = run(net, data, optimizer=Interrupts(0.1), epochs=50, callbacks=[callback])
    assert history.interrupted
    assert history.seconds > 0
    done = 0 if when == "before the first step" else 2
    assert len(history.loss) == done
    assert capsys.readouterr().out == f"interrupted after {done} of 50 epochs\n"
    assert history.extent == f"{done} of 50 epochs, interrupted"
    assert np.array_equal(net.theta, new_network().theta) == (when == "before the first step")


def test_what_needs_a_whole_training_is_refused_one_that_is_not(data):
    whole = run(new_network(), data, epochs=2)
    assert whole.extent == "2 epochs"
    require_whole(whole)
    cut = History([1.0] * 6, epochs=50, interrupted=True)
    with pytest.raises(TrainingInterrupted, match=r"^6 of 50 epochs, interrupted: run its cell"):
        require_whole(whole, cut)


def test_divergence_says_when_and_what_to_try(data):
    with pytest.raises(TrainingDiverged) as error:
        run(new_network(), data, optimizer=SGD(1e8), epochs=1000)
    message = str(error.value)
    assert message.startswith("the loss became ")
    for words in ("in epoch ", "step ", "a learning rate below 1e+08", "nan or inf in the data"):
        assert words in message


def test_divergence_names_the_exact_step(data):
    class Breaks(SGD):
        steps = 0

        def step(self, theta, gradient):
            self.steps += 1
            theta[-1] = np.nan if self.steps == 6 else 0

    with pytest.raises(TrainingDiverged, match=r"the loss became nan in epoch 2, step 3\."):
        run(new_network(), data, optimizer=Breaks(0.1))


def test_nan_in_the_data_is_found_at_once(data):
    X, t = data
    t[4] = np.nan
    with pytest.raises(TrainingDiverged, match="the loss became nan in epoch 1, step 1"):
        run(new_network(), (X, t), batch_size=None)


def test_divergence_in_a_crowd_names_who(data):
    crowd = new_network(seed=[1, 2, 3, 4])
    crowd.theta[[1, 3]] = 1e200
    with pytest.raises(TrainingDiverged, match=r"inf in epoch 1, step 1 for the networks \[1, 3\]"):
        run(crowd, data)


@pytest.mark.parametrize("optimizer", [SGD(0.1), Recorder()])
def test_divergence_is_told_of_any_optimizer(data, optimizer):
    net = new_network()
    net.theta = np.nan
    with pytest.raises(TrainingDiverged, match=r"Try a (learning rate below 0\.1|smaller)"):
        run(net, data, optimizer=optimizer)


@pytest.mark.parametrize(
    ("X", "t"),
    [((10, 2), (9, 1)), ((10, 2), (10,)), ((10,), (10, 1)), ((), ()), ((0, 2), (0, 1))],
)
def test_refuses_data_that_do_not_match(X, t):
    with pytest.raises(ValueError, match=r"must be \(N, in\) and \(N, out\) with N ≥ 1") as error:
        run(new_network(), (np.ones(X), np.ones(t)))
    assert f"X {X} and t {t}" in str(error.value)


def test_refuses_data_of_another_width(data):
    X, t = data
    with pytest.raises(ValueError, match=r"inputs must have shape \(N, 2\)"):
        run(new_network(), (X[:, :1], t))
    with pytest.raises(ValueError, match="must have the same shape"):
        run(new_network(), (X, np.hstack([t, t])))
    with pytest.raises(ValueError, match=r"targets\[:, None\]"):
        run(new_network(), data, validation=(X, t[:, 0]))


@pytest.mark.parametrize(("batch_size", "epochs"), [(0, 1), (-1, 1), (1, -1)])
def test_refuses_numbers_that_make_no_sense(data, batch_size, epochs):
    with pytest.raises(
        ValueError, match=f"batch_size {batch_size} must be ≥ 1 and epochs {epochs}"
    ):
        run(new_network(), data, batch_size=batch_size, epochs=epochs)


# --- the progress bar --------------------------------------------------------------------------


@pytest.mark.parametrize(("progress", "shown"), [(True, True), (False, False)])
def test_a_long_run_shows_a_bar(data, capsys, progress, shown):
    slow = [lambda epoch, net, history: time.sleep(0.4 if epoch else 0)]
    run(new_network(), data, progress=progress, callbacks=slow)
    assert ("training" in capsys.readouterr().err) == shown


def test_a_short_run_shows_nothing(data, capsys):
    run(new_network(), data, progress=True)
    assert capsys.readouterr() == ("", "")
