"""The architecture study: what is varied, what is kept, and that where it runs does not matter."""

import signal
import tracemalloc

import numpy as np
import pytest
from joblib import parallel_config

import helpers.study
from helpers import (
    Adam,
    History,
    Network,
    TrainingInterrupted,
    bce_with_logits,
    require_whole,
    train,
)
from helpers.data import NoisyXOR
from helpers.study import Runs, layer_sizes, study, train_repeats

DATA, NEW = NoisyXOR(50, noise=0.2, seed=0), NoisyXOR(300, noise=0.2, seed=1)
OTHER = NoisyXOR(50, noise=0.2, seed=2)
SETS = [DATA, OTHER]


def equal(runs, others):
    """Whether all numbers of two Runs are the same, bit for bit."""
    return all(
        np.array_equal(getattr(runs, name), getattr(others, name))
        for name in ("initial", "final", "loss")
    )


def test_parameter_counts():
    counts = {
        (depth, width): Network(layer_sizes(depth, width)).theta.size
        for depth in range(4)
        for width in (1, 2, 3)
    }
    assert [counts[0, width] for width in (1, 2, 3)] == [3, 3, 3]
    assert [counts[depth, 1] for depth in (1, 2, 3)] == [5, 7, 9]
    assert [counts[depth, 2] for depth in (1, 2, 3)] == [9, 15, 21]
    assert [counts[depth, 3] for depth in (1, 2, 3)] == [13, 25, 37]


@pytest.mark.parametrize("place", [0, 1])
def test_a_run_is_what_one_network_alone_becomes_on_its_training_set(place):
    runs = train_repeats(SETS, NEW, 4, depth=2, width=3, epochs=3, batch_size=16, seed=5)
    net = Network(layer_sizes(2, 3), "tanh").at(runs.initial[place, 2].copy())
    optimizer = Adam(0.02)
    train(net, *SETS[place][:], bce_with_logits, optimizer, 16, 3, seed=5, progress=False)
    np.testing.assert_allclose(runs.final[place, 2], net.theta, rtol=1e-9, atol=1e-12)


def test_the_loss_is_that_of_the_final_parameters_on_new_data():
    runs = train_repeats(SETS, NEW, 3, depth=1, width=2, epochs=2)
    assert runs.loss.shape == (2, 3)
    for place in np.ndindex(2, 3):
        expected = bce_with_logits(runs.net.at(runs.final[place]).forward(NEW.X), NEW.t)[0]
        assert runs.loss[place] == pytest.approx(expected, rel=1e-12)


def test_runs_start_from_different_weights_and_zero_biases():
    runs = train_repeats(SETS, NEW, 5, depth=1, width=3, epochs=0)
    named = runs.net.named(runs.initial)
    assert len(np.unique(named["W1"][..., 0, 0])) == 10
    assert not named["b1"].any()


def by_hand(theta):
    """A 2-2-1 network that is right at all corners for theta = 1, at none for −1, else at two."""
    net = Network(layer_sizes(1, 2), "tanh")
    net.set_parameters(W1=[[9, -9], [-9, 9]], b1=[-4.5, -4.5], W2=[[theta, theta]], b2=[theta])
    return net.theta


def test_a_run_is_solved_if_it_is_right_at_all_four_corners():
    final = np.stack([[by_hand(1.0), by_hand(-1.0), by_hand(0.0)]])
    runs = Runs(Network(layer_sizes(1, 2), "tanh"), final, final, np.zeros((1, 3)))
    assert runs.solved.tolist() == [[True, False, False]]
    assert (np.sign(runs.corner_logits[0, 0]) == [-1, 1, 1, -1]).all()
    assert not runs.corner_logits[0, 2].any()


@pytest.mark.parametrize("stack", [1, 3, 7, 50])
def test_neither_more_sets_nor_repeats_nor_other_stacks_change_a_run(stack, monkeypatch):
    seven = train_repeats(SETS, NEW, 7, depth=2, width=2, epochs=2)
    monkeypatch.setattr(helpers.study, "STACK", stack)
    assert equal(seven, train_repeats(SETS, NEW, 7, depth=2, width=2, epochs=2))
    four = train_repeats([DATA], NEW, 4, depth=2, width=2, epochs=2)
    np.testing.assert_array_equal(four.final, seven.final[:1, :4])


def test_another_learning_rate_starts_from_the_same_weights():
    slow = train_repeats([DATA], NEW, 3, depth=1, width=2, learning_rate=0.01, epochs=1)
    fast = train_repeats([DATA], NEW, 3, depth=1, width=2, learning_rate=0.5, epochs=1)
    np.testing.assert_array_equal(slow.initial, fast.initial)
    assert (slow.loss != fast.loss).all()


def test_memory_stays_flat_as_repeats_grow(monkeypatch):
    monkeypatch.setattr(helpers.study, "STACK", 8)

    def peak(repeats):
        tracemalloc.start()
        train_repeats([DATA], NEW, repeats, depth=3, width=3, epochs=1)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(8)
    kept = 2 * 37 * 8  # bytes of the initial and final parameters of one repeat
    assert peak(160) - peak(16) < 3 * kept * (160 - 16)


@pytest.fixture(scope="module")
def alone():
    return study([DATA], NEW, repeats=3, epochs=2)


def test_study_has_twelve_entries_and_depth_0_is_three_times_the_same_network(alone):
    assert list(alone) == [(depth, width) for depth in range(4) for width in (1, 2, 3)]
    starts = np.concatenate([alone[0, width].initial[0] for width in (1, 2, 3)])
    assert starts.shape == (9, 3)
    assert len(np.unique(starts[:, 0])) == 9


def test_study_passes_its_options_on(alone):
    other = study([DATA], NEW, repeats=3, epochs=2, learning_rate=0.5)
    for key in alone:
        np.testing.assert_array_equal(alone[key].initial, other[key].initial)
        assert (alone[key].loss != other[key].loss).all()


def test_a_setting_may_name_its_learning_rate(alone):
    settings = [(2, 2, 0.02), (1, 3, 0.5)]
    runs = study(SETS, NEW, repeats=3, settings=settings, epochs=2)
    assert list(runs) == settings
    np.testing.assert_array_equal(runs[2, 2, 0.02].loss[:1], alone[2, 2].loss)
    other = study(SETS, NEW, 3, [(1, 3)], learning_rate=0.5, epochs=2)
    assert equal(runs[1, 3, 0.5], other[1, 3])
    assert (runs.extent, runs.interrupted) == ("2 settings", False)


def test_another_seed_is_another_study(alone):
    other = study([DATA], NEW, repeats=3, epochs=2, seed=1)
    assert all((alone[key].initial != other[key].initial).any() for key in alone)


@pytest.fixture
def cut(monkeypatch):
    """A study that Ctrl-C ends in its sixth training, in the second of three epochs."""

    def interrupts(*args, **options):
        count.append(args)

        def stop(epoch, net, history):
            if len(count) == 6 and epoch == 1:
                signal.raise_signal(signal.SIGINT)

        return train(*args, callbacks=[stop], **options)

    count = []
    monkeypatch.setattr(helpers.study, "train", interrupts)
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    result = study([DATA], NEW, repeats=3, epochs=2)
    signal.signal(signal.SIGINT, kept)
    assert len(count) == 6
    return result


def test_ctrl_c_keeps_the_settings_that_are_whole_and_says_so(alone, cut):
    assert list(cut) == list(alone)[:5]
    assert all(equal(cut[key], alone[key]) for key in cut)
    assert cut.interrupted
    assert (alone.interrupted, alone.extent) == (False, "12 settings")


def test_a_setting_that_was_not_reached_says_why(alone, cut):
    with pytest.raises(TrainingInterrupted, match="5 of 12 settings, interrupted: run its"):
        cut[3, 3]
    with pytest.raises(TrainingInterrupted):
        require_whole(alone, cut)
    with pytest.raises(KeyError):
        alone[9, 9]


def test_ctrl_c_in_the_runs_of_one_setting_is_no_result(monkeypatch):
    def cut_short(*args, **options):
        return History([1.0], epochs=2, interrupted=True)

    monkeypatch.setattr(helpers.study, "train", cut_short)
    with pytest.raises(TrainingInterrupted, match="1 of 2 epochs"):
        train_repeats([DATA], NEW, 3, depth=1, width=2, epochs=2)


def test_two_processes_give_the_same_numbers(alone):
    with parallel_config(n_jobs=2):
        parallel = study([DATA], NEW, repeats=3, epochs=2)
    assert all(equal(alone[key], parallel[key]) for key in alone)


@pytest.mark.timeout(200, method="thread")  # ends what waits for a cluster in vain
@pytest.mark.filterwarnings("ignore")  # the cluster's own, about ports and time-outs
def test_a_dask_cluster_gives_the_same_numbers(alone):
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        with parallel_config(backend="dask"):
            spread = study([DATA], NEW, repeats=3, epochs=2)
        done = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert all(equal(alone[key], spread[key]) for key in alone)
    assert sum(done.values()) >= 1
