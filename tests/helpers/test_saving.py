"""Networks are saved whole or not at all, and only what was saved is loaded."""

import io
import os
import pickle
import stat
import struct
import threading
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert save_network(str(tmp_path / name), Network([1, 1])) == tmp_path / file
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_save_leaves_the_earlier_file(tmp_path, monkeypatch, error):
    path = save_network(tmp_path / "net.npz", Network([1, 1], seed=0))
    before = path.read_bytes()

    def interrupted(*_):
        raise error

    for place in ("numpy.savez", "os.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(place, lambda *_, **__: interrupted())
            with pytest.raises(error):
                save_network(path, Network([1, 1], seed=1))
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]


def test_a_link_a_mode_and_a_file_called_part_are_kept(tmp_path):
    (tmp_path / "store").mkdir()
    place = tmp_path / "store" / "net.npz"
    place.write_bytes(b"old")
    place.chmod(0o600)
    link, part = tmp_path / "net.npz", tmp_path / "net.npz.part"
    part.write_bytes(b"mine")
    link.symlink_to("store/net.npz")
    assert save_network(link, Network([2, 1], seed=3)) == link
    assert link.is_symlink()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    np.testing.assert_array_equal(load_network(place).theta, Network([2, 1], seed=3).theta)
    assert part.read_bytes() == b"mine"


def test_threads_save_to_one_path_and_each_save_succeeds(tmp_path):
    nets, wrong = [Network([20, 20], seed=seed) for seed in range(4)], []

    def save(net):
        try:
            for _ in range(30):
                loaded = load_network(save_network(tmp_path / "net", net))
                assert any((loaded.theta == each.theta).all() for each in nets)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=save, args=(net,)) for net in nets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert os.listdir(tmp_path) == ["net.npz"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_network_that_is_not_finite_is_not_saved(tmp_path, value):
    net = Network([2, 1], seed=[0, 1])
    path = save_network(tmp_path / "net", net)
    before = path.read_bytes()
    net.theta[1, 2] = value
    with pytest.raises(ValueError) as caught:
        save_network(path, net)
    assert str(caught.value) == "a parameter is not finite: did training diverge?"
    assert path.read_bytes() == before


def test_a_crowd_in_fortran_s_order_survives_a_file(tmp_path, rng):
    theta = np.asfortranarray(rng.standard_normal((4, 3)))
    loaded = load_network(save_network(tmp_path / "net", Network([2, 1]).at(theta)))
    np.testing.assert_array_equal(loaded.theta, theta)


# Files that are none of ours


P = np.zeros(3)
GOOD = {"sizes": [2, 1], "activation": "relu", "theta": P}
ARRAYS = {
    "an object": ({"theta": np.array(Payload())}, None),
    "objects without a pickle": ({"theta": np.zeros(0, object)}, None),
    "too few": ({"sizes": [2, 2]}, "sizes [2, 2], but parameters float64 (3,)"),
    "integers": ({"theta": P.astype(int)}, "sizes [2, 1], but parameters int64 (3,)"),
    "complex": ({"theta": P + 0j}, "sizes [2, 1], but parameters complex128 (3,)"),
    "three axes": (
        {"theta": np.zeros((2, 3, 3))},
        "sizes [2, 1], but parameters float64 (2, 3, 3)",
    ),
    "none": ({"theta": np.zeros((0, 3))}, "sizes [2, 1], but parameters float64 (0, 3)"),
    "a number": ({"theta": np.float64(3)}, "sizes [2, 1], but parameters float64 ()"),
    "nan": ({"theta": P * np.nan}, "a parameter is not finite: did training diverge?"),
    "an activation": (
        {"activation": "gelu"},
        "activation must be one of ['relu', 'sigmoid', 'tanh'], got 'gelu'",
    ),
    "huge sizes": (
        {"sizes": [10**6, 10**6]},
        "sizes [1000000, 1000000], but parameters float64 (3,)",
    ),
    "a negative size": (
        {"sizes": [-4, -1]},
        "sizes must be two or more positive numbers, got [-4, -1]",
    ),
    "fractions": ({"sizes": [2.0, 1.0]}, "'float' object cannot be interpreted as an integer"),
    "one size": ({"sizes": 3}, "'int' object is not iterable"),
    "no sizes": ({"sizes": None}, "\"There is no item named 'sizes.npy' in the archive\""),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_arrays_that_make_no_network_are_refused(tmp_path, kind):
    changed, reason = ARRAYS[kind]
    path = tmp_path / "net.npz"
    arrays = {name: array for name, array in (GOOD | changed).items() if array is not None}
    np.savez(path, **arrays)
    found = refusal(path)
    assert found == reason or (reason is None and found.startswith("theta.npy has "))


def test_load_network_refuses_other_files(tmp_path):
    path = tmp_path / "net.npz"
    good = save_network(path, Network([2, 1], seed=0)).read_bytes()
    array = io.BytesIO()
    np.save(array, P)
    for stream in (
        b"",
        good[: len(good) // 2],
        pickle.dumps(Payload()),
        b"PK\x03\x04",
        array.getvalue(),
    ):
        path.write_bytes(stream)
        assert refusal(path) == "File is not a zip file"


def refusal(path):
    """Return why a file is refused."""
    with pytest.raises(ValueError) as caught:
        load_network(path)
    begin, end = f"{path}: not a network saved by save_network (", ")"
    said = str(caught.value)
    assert said.startswith(begin) and said.endswith(end)
    return said[len(begin) : -len(end)]


def test_a_file_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"net\.npz"):
        load_network(tmp_path / "net.npz")
    with pytest.raises(OSError):
        load_network(tmp_path)


def member(shape="(3,)", descr="<f8", content=bytes(24), version=(1, 0)):
    """Return a .npy file with a header of our choosing."""
    header = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    length = struct.pack("<H" if version == (1, 0) else "<I", len(header))
    return b"\x93NUMPY" + bytes(version) + length + header + content


def archive(path, theta, compression=zipfile.ZIP_STORED):
    """Write a network's file whose parameters are these bytes."""
    np.savez(path, sizes=[2, 1], activation="relu")
    with zipfile.ZipFile(path, "a", compression) as file:
        file.writestr("theta.npy", theta)
    return path


def test_the_archive_of_these_tests_is_right_where_nothing_is_wrong_with_it(tmp_path):
    np.testing.assert_array_equal(load_network(archive(tmp_path / "a.npz", member())).theta, P)


METHODS = [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
BOMBS = {
    "packed": (
        member("(524288, 3)", content=bytes(12 << 20)),
        "theta.npy is compressed, or longer than the file",
    ),
    "a shape": (
        member("(1000000000, 3)"),
        f"theta.npy has {len(member('(1000000000, 3)'))} bytes, and its header promises "
        f"{24 * 10**9 + len(member('(1000000000, 3)')) - 24}",
    ),
    "a dtype": (member("(3,)", "<U999999999"), None),
    "a negative shape": (member("(-1, -3)"), None),
    "axes": (member("(" + 40 * "1, " + "3)"), None),
    "a version": (member(version=(2, 0)), "theta.npy is in another version of NumPy's format"),
    "a long header": (member("(3," + 20_000 * " " + ")"), None),
    "no array": (b"nonsense and more", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_what_claims_more_than_it_holds_is_refused_before_memory_is_taken(tmp_path, kind):
    theta, reason = BOMBS[kind]
    for method in METHODS[:2] if kind == "packed" else [zipfile.ZIP_STORED]:
        path = archive(tmp_path / f"{method}.npz", theta, method)
        found, most = traced(path)
        assert found == reason or (reason is None and found)
        assert most < 1e6


def traced(path):
    """Return why a file is refused, and the most memory that was taken at once."""
    tracemalloc.start()
    try:
        return refusal(path), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_lengths_that_the_directory_of_the_archive_makes_up_are_refused(tmp_path):
    path = archive(tmp_path / "net.npz", member())
    stream = path.read_bytes()
    start = stream.rindex(b"PK\x01\x02")  # the directory's last entry, theta.npy
    for place in (20, 24, 42):  # packed length, length, where it begins
        forged = bytearray(stream)
        forged[start + place : start + place + 4] = struct.pack("<I", 0xFFFFFF00)
        path.write_bytes(forged)
        _, most = traced(path)
        assert most < 1e6


RIGHT = io.BytesIO()
np.savez(RIGHT, sizes=[2, 3, 1], activation="tanh", theta=np.linspace(-1, 1, 13))


@given(st.data())
def test_damaged_bytes_give_the_network_or_a_refusal(tmp_path_factory, data):
    stream = bytearray(RIGHT.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del stream[data.draw(st.integers(0, len(stream))) :]
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    path.write_bytes(stream)
    tracemalloc.start()
    try:
        net = load_network(path)
    except ValueError as error:
        assert str(error).startswith(f"{path}: not a network saved by save_network (")
    else:
        np.testing.assert_array_equal(net.theta, np.linspace(-1, 1, 13))
        assert net.sizes == [2, 3, 1] and net.activation == "tanh"
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 2e6
