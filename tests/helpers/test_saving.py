"""Networks are saved whole or not at all, and only what was saved is loaded."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from helpers import Network, load_network, save_network


class Payload:
    """Leaves a trace when it is unpickled: what no file may ever cause."""

    def __reduce__(self):
        return Path.touch, (Path("ran"),)


@pytest.fixture(autouse=True)
def no_payload_runs(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    yield
    assert not Path("ran").exists()


def test_the_payload_would_run_if_it_were_trusted():
    pickle.loads(pickle.dumps(Payload()))
    Path("ran").unlink()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("seed", [1, [1, 2, 3]])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_a_network_survives_a_file(tmp_path, rng, activation, seed, dtype):
    net = Network([3, 4, 2], activation, seed=seed, dtype=dtype)
    loaded = load_network(save_network(tmp_path / "net", net))
    assert (loaded.sizes, loaded.activation) == (net.sizes, net.activation)
    assert loaded.theta.dtype == dtype
    np.testing.assert_array_equal(loaded.theta, net.theta)
    X = rng.standard_normal((5, 3)).astype(dtype)
    np.testing.assert_array_equal(loaded.forward(X), net.forward(X))


def test_a_loaded_network_trains(tmp_path):
    net = load_network(save_network(tmp_path / "net", Network([2, 1], seed=0)))
    net.theta = np.ones(3)
    np.testing.assert_array_equal(net.layers[0].W, [[1, 1]])


@pytest.mark.parametrize(("name", "file"), [("a", "a.npz"), ("a.npz", "a.npz"), ("a.b", "a.b.npz")])
def test_saving_adds_the_suffix_once(tmp_path, name, file):
    assert save_network(tmp_path / name, Network([1, 1])) == tmp_path / file
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_an_interrupted_save_leaves_the_earlier_file(tmp_path, monkeypatch):
    path = save_network(tmp_path / "net.npz", Network([1, 1], seed=0))
    before = path.read_bytes()

    def interrupted(file, **arrays):
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_network(path, Network([1, 1], seed=1))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_load_network_refuses_other_files(tmp_path):
    path = tmp_path / "net.npz"
    good = save_network(path, Network([2, 1], seed=0)).read_bytes()
    P = np.zeros(3)
    others = {
        "an object array": dict(sizes=[2, 1], activation="relu", theta=np.array([Payload()])),
        "too few parameters": dict(sizes=[2, 2], activation="relu", theta=P),
        "integers": dict(sizes=[2, 1], activation="relu", theta=P.astype(int)),
        "an unknown activation": dict(sizes=[2, 1], activation="gelu", theta=P),
        "huge sizes": dict(sizes=[10**6, 10**6], activation="relu", theta=P),
        "no sizes": dict(activation="relu", theta=P),
    }
    for arrays in others.values():
        np.savez(path, **arrays)
        assert_no_network(path)
    for stream in (b"", good[: len(good) // 2], pickle.dumps(Payload()), b"PK\x03\x04"):
        path.write_bytes(stream)
        assert_no_network(path)


def assert_no_network(path):
    with pytest.raises(ValueError, match="not a network saved by save_network") as error:
        load_network(path)
    assert str(error.value).startswith(f"{path}: ")


def test_load_network_says_when_there_is_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_network(tmp_path / "none.npz")
