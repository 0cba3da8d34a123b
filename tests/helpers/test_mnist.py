"""mnist: the right arrays, or a clear error and no file left half written."""

import gc
import gzip
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import numpy as np
import pytest

from helpers import mnist
from helpers.digits import draw_digits
from helpers.mnist import IdxError, MNISTUnavailable, load_digits, load_mnist

# pooch leaves a connection that breaks to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

PARTS = {
    "train-images-idx3-ubyte": (30, 28, 28),
    "train-labels-idx1-ubyte": (30,),
    "t10k-images-idx3-ubyte": (12, 28, 28),
    "t10k-labels-idx1-ubyte": (12,),
}
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = PARTS


def idx(array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.tobytes()


@pytest.fixture
def arrays():
    rng = np.random.default_rng(5)
    return {name: rng.integers(0, 256, shape, np.uint8) for name, shape in PARTS.items()}


@pytest.fixture
def files(arrays):
    """The gzipped files, by name, as a mirror would hold them."""
    return {f"{name}.gz": gzip.compress(idx(array), mtime=0) for name, array in arrays.items()}


@pytest.fixture
def folder(tmp_path, files):
    """A folder with the four gzipped files."""
    folder = tmp_path / "other-digits"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache for every test, and mirrors that nobody answers."""
    import pooch

    cache = tmp_path / "cache"
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda project: cache)
    monkeypatch.setattr(mnist, "MIRRORS", ("http://127.0.0.1:9/", "http://127.0.0.1:9/too/"))
    yield cache
    gc.collect()


@pytest.fixture
def published(files, monkeypatch):
    """Make the small files the published ones."""

    def sums(name):
        packed = files[f"{name}.gz"]
        return tuple(hashlib.sha256(part).hexdigest() for part in (packed, gzip.decompress(packed)))

    monkeypatch.setattr(mnist, "FILES", {name: sums(name) for name in PARTS})


@pytest.fixture
def server(files, published, monkeypatch):
    """Two mirrors on this machine; a test may change what they serve and where they break."""
    state = SimpleNamespace(files={1: dict(files), 2: dict(files)}, log=[], breaks={})

    class Mirror(BaseHTTPRequestHandler):
        def do_GET(self):
            number, name = int(self.path[1]), self.path[3:]
            state.log.append((number, name))
            if name not in state.files[number]:
                return self.send_error(404)
            content = state.files[number][name]
            self.send_response(200)
            self.send_header("Content-Length", len(content))
            self.end_headers()
            self.wfile.write(content[: state.breaks.get((number, name))])

        def log_message(self, *_):
            pass

    http = HTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{http.server_port}"
    monkeypatch.setattr(mnist, "MIRRORS", (f"{address}/1/", f"{address}/2/"))
    yield state
    http.shutdown()
    http.server_close()


def kept(cache):
    return sorted(path.name for path in cache.iterdir()) if cache.is_dir() else []


def assert_holds(digits, arrays):
    parts = digits.train_images, digits.train_labels, digits.test_images, digits.test_labels
    for part, array in zip(parts, arrays.values(), strict=True):
        assert part.dtype == np.uint8
        np.testing.assert_array_equal(part, array)


# Folders


def test_reads_gzipped_files(folder, arrays):
    assert_holds(load_mnist(folder), arrays)


def test_reads_plain_files(tmp_path, arrays):
    for name, array in arrays.items():
        (tmp_path / name).write_bytes(idx(array))
    assert_holds(load_mnist(tmp_path), arrays)


def test_takes_the_folder_that_MNIST_DIR_names(folder, arrays, monkeypatch):
    monkeypatch.setenv("MNIST_DIR", str(folder))
    assert_holds(load_mnist(), arrays)
    assert_holds(load_digits(), arrays)


def test_other_data_get_their_folder_s_name(folder):
    digits = load_mnist(folder)
    assert digits.name == "other-digits"
    assert "not MNIST" in repr(digits)
    assert str(folder.parent) not in repr(digits)


def test_only_the_published_files_are_called_MNIST(folder, published):
    assert load_mnist(folder).name == "MNIST"
    labels = folder / f"{TEST_LABELS}.gz"
    changed = bytearray(gzip.decompress(labels.read_bytes()))
    changed[-1] ^= 1
    labels.write_bytes(gzip.compress(bytes(changed)))
    assert load_mnist(folder).name == "other-digits"


def test_missing_file_is_named(folder):
    (folder / f"{TEST_IMAGES}.gz").unlink()
    with pytest.raises(FileNotFoundError, match=TEST_IMAGES):
        load_mnist(folder)


def test_folder_that_is_not_there_is_an_error_also_for_load_digits(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_digits()


def assert_refused(folder, name, published, *words):
    """The error names the file, its own sum, the published sum, and what is wrong."""
    with pytest.raises(IdxError) as caught:
        load_mnist(folder)
    for word in (name, published, *words):
        assert word in str(caught.value)


@pytest.mark.parametrize("damage", ["truncated", "flipped", "no gzip"])
def test_corrupt_gzip_is_refused_with_both_sums(folder, damage):
    path = folder / f"{TRAIN_IMAGES}.gz"
    content = bytearray(path.read_bytes())
    if damage == "truncated":
        del content[len(content) // 2 :]
    elif damage == "flipped":
        content[len(content) // 2] ^= 255
    else:
        content[:] = b"<html>Please log in to the network</html>"
    path.write_bytes(content)
    own = hashlib.sha256(content).hexdigest()
    assert_refused(folder, path.name, mnist.FILES[TRAIN_IMAGES][0], own)


def test_wrong_magic_number_is_refused_with_both_sums(folder, files):
    content = files[f"{TRAIN_LABELS}.gz"]
    (folder / f"{TRAIN_IMAGES}.gz").write_bytes(content)
    own = hashlib.sha256(gzip.decompress(content)).hexdigest()
    assert_refused(folder, TRAIN_IMAGES, mnist.FILES[TRAIN_IMAGES][1], own, "00000801", "00000803")


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("cut", [1, 0.5, 6, 3, 0])
def test_truncated_idx_is_refused_with_both_sums(folder, arrays, name, cut):
    whole = idx(arrays[name])
    content = whole[: {1: -1, 0.5: len(whole) // 2}.get(cut, cut)]
    (folder / f"{name}.gz").unlink()
    (folder / name).write_bytes(content)
    own = hashlib.sha256(content).hexdigest()
    assert_refused(folder, name, mnist.FILES[name][1], own)


def test_bytes_too_many_are_refused(folder, arrays):
    (folder / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(idx(arrays[TEST_LABELS]) + b"\0"))
    assert_refused(folder, TEST_LABELS, mnist.FILES[TEST_LABELS][1], "too long")


@pytest.mark.parametrize("name", [TRAIN_LABELS, TEST_LABELS])
def test_images_and_labels_of_different_length_are_refused(folder, arrays, name):
    (folder / f"{name}.gz").write_bytes(gzip.compress(idx(arrays[name][:-1])))
    count = len(arrays[name])
    with pytest.raises(IdxError, match=f"{count} images, .* {count - 1} labels"):
        load_mnist(folder)


# Cache and download


def test_downloads_once_then_reads_the_cache(server, cache, arrays, files):
    digits = load_mnist()
    assert_holds(digits, arrays)
    assert digits.name == "MNIST"
    assert kept(cache) == sorted(files)
    requests = len(server.log)
    assert_holds(load_mnist(), arrays)
    assert len(server.log) == requests == 4


def test_second_mirror_steps_in(server, arrays):
    server.files[1].clear()
    assert_holds(load_mnist(), arrays)
    assert {number for number, _ in server.log} == {1, 2}


def test_checksum_mismatch_of_one_mirror_is_made_good_by_the_other(server, cache, arrays, files):
    server.files[1] = {name: content + b"\0" for name, content in files.items()}
    assert_holds(load_mnist(), arrays)
    assert kept(cache) == sorted(files)


def test_checksum_mismatch_is_refused_with_name_and_both_sums(server, cache, files):
    name, other = f"{TRAIN_IMAGES}.gz", b"not what was asked for"
    for mirror in server.files.values():
        mirror[name] = other
    with pytest.raises(MNISTUnavailable) as caught:
        load_mnist()
    for word in (name, hashlib.sha256(other).hexdigest(), mnist.FILES[TRAIN_IMAGES][0]):
        assert word in str(caught.value)
    assert kept(cache) == []


def test_damaged_file_in_the_cache_is_replaced(server, cache, arrays, files):
    load_mnist()
    path = cache / f"{TEST_IMAGES}.gz"
    path.write_bytes(path.read_bytes()[:-20])
    assert_holds(load_mnist(), arrays)
    assert path.read_bytes() == files[path.name]


def test_damaged_file_in_the_cache_never_stays_there(cache, published, files):
    cache.mkdir()
    for name, content in files.items():
        (cache / name).write_bytes(content)
    damaged = cache / f"{TEST_IMAGES}.gz"
    damaged.write_bytes(files[damaged.name][:-20])
    own = hashlib.sha256(damaged.read_bytes()).hexdigest()
    with pytest.raises(MNISTUnavailable) as caught:
        load_mnist()
    for word in (damaged.name, "damaged", own, mnist.FILES[TEST_IMAGES][0]):
        assert word in str(caught.value)
    assert kept(cache) == sorted(set(files) - {damaged.name})


def test_second_mirror_steps_in_where_a_connection_breaks(server, arrays):
    name = f"{TRAIN_IMAGES}.gz"
    server.breaks[1, name] = 9_000
    assert_holds(load_mnist(), arrays)
    assert [number for number, asked in server.log if asked == name] == [1, 2]


def test_connections_that_break_leave_nothing(server, cache):
    name = f"{TRAIN_IMAGES}.gz"
    server.breaks = {(1, name): 9_000, (2, name): 9_000}
    with pytest.raises(MNISTUnavailable, match=name):
        load_mnist()
    assert kept(cache) == []


def test_broken_download_resumes_at_the_file_it_had_reached(server, cache, arrays, files):
    missing = f"{TEST_IMAGES}.gz"
    for mirror in server.files.values():
        del mirror[missing]
    with pytest.raises(MNISTUnavailable, match=missing):
        load_mnist()
    assert kept(cache) == [f"{TRAIN_IMAGES}.gz", f"{TRAIN_LABELS}.gz"]
    server.files[1][missing] = files[missing]
    server.log.clear()
    assert_holds(load_mnist(), arrays)
    assert [name for _, name in server.log] == [missing, f"{TEST_LABELS}.gz"]


def breaks_with(error):
    """An answer that ends in an error after its first bytes."""

    def iter_content(self, chunk_size):
        yield b"half"
        raise error

    return iter_content


def test_stopping_a_download_leaves_nothing(server, cache, monkeypatch):
    monkeypatch.setattr("requests.Response.iter_content", breaks_with(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        load_mnist()
    assert kept(cache) == []


def test_no_network_is_a_clear_error(cache):
    with pytest.raises(MNISTUnavailable) as caught:
        load_mnist()
    for word in (f"{TRAIN_IMAGES}.gz", "MNIST_DIR", *mnist.MIRRORS):
        assert word in str(caught.value)
    assert kept(cache) == []


def test_cache_that_cannot_be_written_is_a_clear_error(server, cache):
    cache.write_text("a file where a folder should be")
    with pytest.raises(MNISTUnavailable, match="cache cannot be used"):
        load_mnist()
    assert cache.read_text() == "a file where a folder should be"


def test_disk_that_fails_is_a_clear_error_and_leaves_nothing(server, cache, monkeypatch):
    full = OSError(28, "No space left on device")
    monkeypatch.setattr("requests.Response.iter_content", breaks_with(full))
    with pytest.raises(MNISTUnavailable, match="No space left"):
        load_mnist()
    assert kept(cache) == []


def test_read_only_cache_that_holds_the_files_is_enough(
    cache, published, files, monkeypatch, arrays
):
    import pooch

    cache.mkdir()
    for name, content in files.items():
        (cache / name).write_bytes(content)

    def refuse(*_, **__):
        raise PermissionError("read-only")

    monkeypatch.setattr(pooch.core, "make_local_storage", refuse)
    monkeypatch.setattr(pooch.core, "stream_download", refuse)
    assert_holds(load_mnist(), arrays)


def test_without_network_digits_are_drawn_and_one_line_says_so(monkeypatch, capfd):
    monkeypatch.setattr(mnist, "draw_digits", lambda: draw_digits(50, 20))
    with pytest.warns(UserWarning, match="drawn digits, not MNIST") as caught:
        digits = load_digits()
    assert digits.name == "drawn digits"
    assert "not MNIST" in repr(digits)
    (line,) = str(caught[0].message).splitlines()
    assert "MNIST_DIR" in line
    assert "http" not in line
    assert capfd.readouterr() == ("", "")


def test_a_network_that_never_answers_is_given_up_soon(monkeypatch):
    """The timeout of a connection is asked for; what a silent network does is not simulated."""
    import requests

    asked = []

    def silent(url, timeout, **_):
        asked.append(timeout)
        raise requests.ConnectTimeout

    monkeypatch.setattr(requests, "get", silent)
    with pytest.raises(MNISTUnavailable):
        load_mnist()
    assert len(asked) == 2
    assert max(connect for connect, _ in asked) <= 3
