"""The architecture study: what is varied, what is kept, and that where it runs does not matter."""

import os
import pickle
import signal
import subprocess
import sys
import time
import tracemalloc
from contextlib import contextmanager, suppress

import numpy as np
import pytest
from joblib import parallel_config

import helpers.study
from helpers import (
    Adam,
    History,
    Network,
    TrainingDiverged,
    TrainingInterrupted,
    bce_with_logits,
    require_whole,
    train,
)
from helpers.data import NoisyXOR
from helpers.study import Runs, Study, layer_sizes, study, train_repeats
from tests import ROOT

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
    assert (runs.extent, runs.state) == ("2 settings", "whole")


def test_another_seed_is_another_study(alone):
    other = study([DATA], NEW, repeats=3, epochs=2, seed=1)
    assert all((alone[key].initial != other[key].initial).any() for key in alone)


@pytest.fixture
def cut(monkeypatch, capsys):
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
    told = "1 of 2 epochs, interrupted\n5 of 12 settings, interrupted\n"
    assert capsys.readouterr().out == told
    return result


def test_ctrl_c_keeps_the_settings_that_are_whole_and_says_so(alone, cut):
    assert list(cut) == list(alone)[:5]
    assert all(equal(cut[key], alone[key]) for key in cut)
    assert (cut.state, cut.extent) == ("interrupted", "5 of 12 settings, interrupted")
    assert cut.seconds > 0
    assert (alone.state, alone.extent) == ("whole", "12 settings")


def test_ctrl_c_between_two_settings_keeps_the_first(monkeypatch):
    def interrupts(*args, **options):
        if args[3:5] == (1, 2):
            raise KeyboardInterrupt
        return train_repeats(*args, **options)

    monkeypatch.setattr(helpers.study, "train_repeats", interrupts)
    result = study([DATA], NEW, 3, [(1, 1), (1, 2), (1, 3)], epochs=1)
    assert (list(result), result.extent) == ([(1, 1)], "1 of 3 settings, interrupted")


def test_all_settings_are_not_a_whole_study_if_it_was_stopped_after_the_last():
    result = Study({(1, 1): None})
    result.asked = 1
    with result.watched():
        raise KeyboardInterrupt
    with pytest.raises(TrainingInterrupted, match=r"^1 of 1 settings, interrupted: run its"):
        require_whole(result)


def test_a_setting_that_was_not_reached_says_why(alone, cut):
    said = "5 of 12 settings, interrupted: run its cell again, to the end"
    for ask in (lambda: cut[3, 3], lambda: require_whole(alone, cut)):
        with pytest.raises(TrainingInterrupted, match=f"^{said}$"):
            ask()
    with pytest.raises(KeyError):
        alone[9, 9]


def test_ctrl_c_in_the_runs_of_one_setting_is_no_result(monkeypatch):
    def cut_short(*args, **options):
        return History([1.0], epochs=2, state="interrupted")

    monkeypatch.setattr(helpers.study, "train", cut_short)
    with pytest.raises(TrainingInterrupted, match="1 of 2 epochs, interrupted"):
        train_repeats([DATA], NEW, 3, depth=1, width=2, epochs=2)


SWEEP = [(1, 1, 0.02), (1, 2, 1e308), (1, 3, 0.02)]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_setting_that_diverges_is_named_and_the_ones_before_are_kept(n_jobs):
    with pytest.raises(TrainingDiverged) as error, parallel_config(n_jobs=n_jobs):
        study([DATA], NEW, 3, SWEEP, epochs=2)
    assert str(error.value) == (
        "depth 1, width 2: the loss is inf in epoch 1, step 2 for the networks [0, 1, 2] of the "
        "crowd. Try a learning rate below 1e+308 (a tenth, to begin with), inputs scaled to about "
        "unit size, and smaller initial weights."
    )
    partial = error.value.partial
    assert isinstance(partial, Study)
    assert partial.extent == f"{len(partial)} of 3 settings, diverged"
    if n_jobs == 1:
        assert list(partial) == SWEEP[:1]
        assert equal(partial[SWEEP[0]], study([DATA], NEW, 3, SWEEP[:1], epochs=2)[SWEEP[0]])
    with pytest.raises(TrainingInterrupted, match="of 3 settings, diverged: run its cell again"):
        partial[1, 2, 1e308]


def test_one_run_of_many_that_diverges_is_no_result(monkeypatch):
    def breaks(net, *args, **options):
        net.theta[4] = 1.7e308
        return train(net, *args, **options)

    monkeypatch.setattr(helpers.study, "train", breaks)
    with pytest.raises(TrainingDiverged, match=r"^depth 2, width 3: the loss is .* \[4\] of the"):
        train_repeats(SETS, NEW, 3, depth=2, width=3, epochs=1)


def test_networks_that_are_infinite_on_new_data_only_are_no_result():
    far = NoisyXOR(10_000, noise=0.2, seed=3)
    with pytest.raises(TrainingDiverged) as error:
        study([DATA], far, 3, [(1, 2)], learning_rate=1e305, epochs=1)
    said = "depth 1, width 2: the loss on new data is not finite. Train more slowly."
    assert str(error.value) == said
    assert error.value.partial.extent == "0 of 1 settings, diverged"


def test_another_error_passes_through():
    with pytest.raises(TypeError, match="epochs must be a whole number, got None"):
        study([DATA], NEW, 3, [(1, 1)], epochs=None)


def test_runs_and_studies_can_be_compared(alone):
    assert alone == dict(alone)
    assert alone[1, 1] != alone[1, 2]


def test_the_defaults_are_those_that_the_notebook_names(monkeypatch):
    def trains(net, X, t, loss, optimizer, batch_size, epochs, seed, progress):
        seen.append((optimizer.learning_rate, batch_size, epochs, seed, progress))
        return History(epochs=0, state="whole")

    def repeats(data_sets, new_data, number, *setting):
        seen.append((number, *setting))
        return train_repeats(data_sets, new_data, 1, *setting)

    seen = []
    monkeypatch.setattr(helpers.study, "train", trains)
    monkeypatch.setattr(helpers.study, "train_repeats", repeats)
    study([DATA], NEW)
    assert seen[1::2] == [(0.02, 32, 60, 0, False)] * 12
    assert seen[::2] == [(30, depth, width) for depth in range(4) for width in (1, 2, 3)]


def test_a_logit_of_zero_stands_for_the_label_zero():
    class Known(Runs):
        corner_logits = np.array([[[0.0, 1.0, 1.0, 0.0], [-1.0, 0.0, 1.0, -1.0]]])

    none = np.zeros((1, 2))
    assert Known(None, none, none, none).solved.tolist() == [[True, False]]


def test_bars_count_settings_and_stacks(monkeypatch):
    @contextmanager
    def bar(items, *named):
        def counted():
            for item in items:
                counts[named] = counts.get(named, 0) + 1
                yield item

        yield counted()

    counts = {}
    monkeypatch.setattr(helpers.study, "STACK", 4)
    monkeypatch.setattr(helpers.study, "progress_bar", bar)
    study(SETS, NEW, 3, [(1, 2), (0, 1), (3, 2)], epochs=0)
    stacks = {(f"depth {d}, width {w}", "stack"): 2 for d, w in [(1, 2), (0, 1), (3, 2)]}
    assert counts == stacks | {("study", "setting", 3): 3}


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from joblib import parallel_config
from helpers.data import NoisyXOR
from helpers.study import study

if __name__ == "__main__":
    data = NoisyXOR(50, noise=0.2, seed=0)
    long = [(1, 1, 0.02)] + [(3, 3, 0.02 + k / 1e6) for k in range(1000)]
    print("ready", flush=True)
    with parallel_config(n_jobs=int(sys.argv[1])):
        result = study([data], data, 30, long, epochs=20)
    print(result.state, result.extent == f"{len(result)} of 1001 settings, interrupted")
    print(list(result) == long[:len(result)], all(runs.loss.shape == (1, 30)
          for runs in result.values()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups of processes there")
@pytest.mark.parametrize(("n_jobs", "whom"), [(1, "the study"), (2, "its workers, too")])
def test_ctrl_c_from_outside_keeps_whole_settings(tmp_path, monkeypatch, n_jobs, whom):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    command = [sys.executable, str(script), str(n_jobs)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(command, **options) as child:
        try:
            assert child.stdout.readline() == b"ready\n"
            time.sleep(1)
            (os.kill if whom == "the study" else os.killpg)(child.pid, signal.SIGINT)
            out, _ = child.communicate(timeout=30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    assert out.decode().splitlines()[-2:] == ["interrupted True", "True True"]


def test_two_processes_give_the_same_numbers(alone):
    with parallel_config(n_jobs=2):
        parallel = study([DATA], NEW, repeats=3, epochs=2)
    assert all(equal(alone[key], parallel[key]) for key in alone)


DASK = """
import pickle, sys
from distributed import Client, LocalCluster
from joblib import parallel_config
from helpers.data import NoisyXOR
from helpers.study import study

if __name__ == "__main__":
    data = [NoisyXOR(n, noise=0.2, seed=seed) for n, seed in ((50, 0), (300, 1))]
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(n_workers=2, **options) as cluster, Client(cluster) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        with parallel_config(backend="dask"):
            spread = study(data[:1], data[1], repeats=3, epochs=2)
        done = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert sum(done.values()) >= 1
    with open(sys.argv[1], "wb") as file:
        pickle.dump(spread, file)
"""


def test_a_dask_cluster_gives_the_same_numbers(alone, tmp_path, monkeypatch):
    """In a process of its own: a cluster that hangs is ended there, with all its workers."""
    pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = tmp_path / "cluster.py"
    script.write_text(DASK, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "spread")]
    with subprocess.Popen(command, start_new_session=True) as child:
        try:
            assert child.wait(timeout=90) == 0
        finally:
            child.kill()
    spread = pickle.loads((tmp_path / "spread").read_bytes())
    assert (spread.state, spread.extent) == ("whole", "12 settings")
    assert all(equal(alone[key], spread[key]) for key in alone)
