"""mnist: the right arrays, or a clear error and no file left half written."""

import gzip
import hashlib
import threading
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from unittest.mock import ANY

import numpy as np
import pytest

from helpers import mnist
from helpers.digits import draw_digits
from helpers.mnist import IdxError, MNISTUnavailable, load_digits, load_mnist

PARTS = {
    "train-images-idx3-ubyte": (30, 28, 28),
    "train-labels-idx1-ubyte": (30,),
    "t10k-images-idx3-ubyte": (12, 28, 28),
    "t10k-labels-idx1-ubyte": (12,),
}
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = PARTS
ADDRESSES = mnist.MIRRORS


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def idx(array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.tobytes()


@pytest.fixture
def arrays():
    rng = np.random.default_rng(5)
    return {
        name: rng.integers(0, 256 if "images" in name else 10, shape, np.uint8)
        for name, shape in PARTS.items()
    }


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
    return cache


@pytest.fixture
def published(files, monkeypatch):
    """Make the small files the published ones."""

    def sums(name):
        packed = files[f"{name}.gz"]
        return sha256(packed), sha256(gzip.decompress(packed)), len(packed)

    monkeypatch.setattr(mnist, "FILES", {name: sums(name) for name in PARTS})


@pytest.fixture
def server(files, published, monkeypatch):
    """Two mirrors on this machine; a test may change what they serve, where they break, and how."""
    state = SimpleNamespace(
        files={1: dict(files), 2: dict(files)},
        log=[],
        breaks={},
        answers={},
        over=threading.Event(),
    )

    class Mirror(BaseHTTPRequestHandler):
        def do_GET(self):
            number, name = int(self.path[1]), self.path[3:]
            state.log.append((number, name))
            if answer := state.answers.get((number, name)):
                return answer(self, state.files[number][name])
            if name not in state.files[number]:
                return self.send_error(404)
            content = state.files[number][name]
            send(self, content[: state.breaks.get((number, name))], length=len(content))

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    http.daemon_threads = True
    http.handle_error = lambda *_: None  # a client that has gone
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{http.server_port}"
    monkeypatch.setattr(mnist, "MIRRORS", (f"{address}/1/", f"{address}/2/"))
    yield state
    http.shutdown()
    http.server_close()


def send(request, content, status=200, length=None, **headers):
    """Answer a request; `length` is what is announced, None for nothing."""
    request.send_response(status)
    if length is not None:
        request.send_header("Content-Length", length)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(content)


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
    with pytest.raises(FileNotFoundError) as caught:
        load_mnist(folder)
    said = f"there is no {TEST_IMAGES} and no {TEST_IMAGES}.gz in {folder}"
    assert str(caught.value) == said


def test_a_folder_has_its_name_by_whatever_path(folder, monkeypatch):
    monkeypatch.chdir(folder)
    digits = load_mnist(".")
    assert digits.name == "other-digits"
    assert digits.source == "idx files from the folder other-digits; not MNIST's own"


def test_a_plain_file_goes_before_a_packed_one(folder, arrays):
    arrays[TEST_LABELS] = arrays[TEST_LABELS][::-1].copy()
    (folder / TEST_LABELS).write_bytes(idx(arrays[TEST_LABELS]))
    assert_holds(load_mnist(folder), arrays)


def test_the_addresses_and_sums_are_those_that_were_looked_up(cache):
    """A letter that is changed by accident is found by nothing else until somebody downloads."""
    assert sha256(repr((ADDRESSES, mnist.FILES)).encode()) == (
        "db1c19b525926007d114dbfbd1545214b723df57207acd65bd43e19f6b0665d9"
    )
    assert (mnist.PATIENCE, mnist.SLOWEST) == (10, 4_000)


def test_folder_that_is_not_there_is_an_error_also_for_load_digits(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_digits()


def assert_refused(folder, path, sum_of, problem):
    """The error names the file, what is wrong, the file's own sum, and the published one."""
    with pytest.raises(IdxError) as caught:
        load_mnist(folder)
    published = mnist.FILES[path.name.removesuffix(".gz")][sum_of]
    begin = f"{path.name} is damaged, or not what its name promises: "
    end = f". Its SHA-256 is {sha256(path.read_bytes())}; MNIST's own has {published}."
    said = str(caught.value)
    assert said.startswith(begin) and said.endswith(end)
    assert said[len(begin) : -len(end)] == problem


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
    assert_refused(folder, path, 0, ANY)


def test_wrong_magic_number_is_refused_with_both_sums(folder, files):
    path = folder / f"{TRAIN_IMAGES}.gz"
    path.write_bytes(files[f"{TRAIN_LABELS}.gz"])
    assert_refused(folder, path, 0, "it starts with the magic number 00000801, not 00000803")


@pytest.mark.parametrize("cut", [1, 0.5, 0])
@pytest.mark.parametrize("name", PARTS)
def test_truncated_idx_is_refused_with_both_sums(folder, arrays, name, cut):
    array = arrays[name]
    left = {1: array.size - 1, 0.5: array.size // 2, 0: 0}[cut]
    path = replaced(folder, name, idx(array)[: left - array.size])
    promised = f"its header promises {array.size} bytes after it, found {left}"
    assert_refused(folder, path, 1, promised)


@pytest.mark.parametrize(
    ("length", "problem"),
    [
        (0, "it starts with the magic number , not 00000803"),
        (3, "it starts with the magic number 000008, not 00000803"),
        (4, "its header promises the shape (), not (1 to 300000, 28, 28)"),
        (15, "its header promises the shape (30, 28, 28), not (1 to 300000, 28, 28)"),
    ],
)
def test_header_cut_short_is_refused(folder, arrays, length, problem):
    path = replaced(folder, TRAIN_IMAGES, idx(arrays[TRAIN_IMAGES])[:length])
    if length == 15:
        problem = problem.replace("(30, 28, 28)", "(30, 28, 0)")
    assert_refused(folder, path, 1, problem)


def replaced(folder, name, content):
    """Put a plain file in the place of a gzipped one."""
    (folder / f"{name}.gz").unlink()
    (folder / name).write_bytes(content)
    return folder / name


def test_bytes_too_many_are_refused(folder, arrays):
    path = replaced(folder, TEST_LABELS, idx(arrays[TEST_LABELS]) + b"\0")
    assert_refused(folder, path, 1, "its header promises 12 bytes after it, found more")


def header(*shape):
    return bytes([0, 0, 8, len(shape)]) + np.array(shape, ">u4").tobytes()


@pytest.mark.parametrize("shape", [(0, 28, 28), (1, 27, 28), (1, 28, 29), (300_001, 28, 28)])
def test_images_of_another_size_or_number_are_refused(folder, shape):
    path = replaced(folder, TEST_IMAGES, header(*shape) + bytes(28 * 28))
    problem = f"its header promises the shape {shape}, not (1 to 300000, 28, 28)"
    assert_refused(folder, path, 1, problem)


@pytest.mark.parametrize("count", [0, 300_001, 2**32 - 1])
def test_labels_of_another_number_are_refused(folder, count):
    path = replaced(folder, TEST_LABELS, header(count) + bytes(9))
    assert_refused(folder, path, 1, f"its header promises the shape ({count},), not (1 to 300000)")


@pytest.mark.parametrize("name", [TRAIN_LABELS, TEST_LABELS])
@pytest.mark.parametrize("label", [10, 200])
def test_a_label_that_is_no_digit_is_refused(folder, arrays, name, label):
    labels = arrays[name].copy()
    labels[3] = label
    replaced(folder, name, idx(labels))
    with pytest.raises(IdxError) as caught:
        load_mnist(folder)
    part = name.partition("-")[0]
    assert str(caught.value) == f"{part}-labels holds the label {label}: digits are 0 to 9"


def test_one_image_is_enough(folder, arrays):
    for name in (TEST_IMAGES, TEST_LABELS):
        arrays[name] = arrays[name][:1]
        replaced(folder, name, idx(arrays[name]))
    assert_holds(load_mnist(folder), arrays)


@pytest.mark.parametrize("packed", [True, False])
def test_no_more_is_unpacked_than_the_header_promises(folder, arrays, packed):
    content = idx(arrays[TRAIN_IMAGES]) + bytes(16 << 20)
    path = replaced(folder, TRAIN_IMAGES, gzip.compress(content, 1) if packed else content)
    path = path.rename(f"{path}.gz") if packed else path
    tracemalloc.start()
    try:
        with pytest.raises(IdxError, match="its header promises 23520 bytes after it, found more"):
            load_mnist(folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1e6


@pytest.mark.parametrize("name", [TRAIN_LABELS, TEST_LABELS])
def test_images_and_labels_of_different_length_are_refused(folder, arrays, name):
    (folder / f"{name}.gz").write_bytes(gzip.compress(idx(arrays[name][:-1])))
    count = len(arrays[name])
    with pytest.raises(IdxError) as caught:
        load_mnist(folder)
    part = name.partition("-")[0]
    assert str(caught.value) == (
        f"{part}-images holds {count} images, {part}-labels {count - 1} labels"
    )


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
    server.files[1] = {name: content[:-1] + b"!" for name, content in files.items()}
    assert_holds(load_mnist(), arrays)
    assert kept(cache) == sorted(files)


def test_checksum_mismatch_is_refused_with_name_and_both_sums(server, cache, files):
    name = f"{TRAIN_IMAGES}.gz"
    other = bytes(len(files[name]))
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


# Servers that do not do as they should: each is given up, and the other mirror has the file


def endless(request, content):
    send(request, content)
    for _ in range(4000):  # 256 MB, if it is taken
        request.wfile.write(bytes(1 << 16))


def dripping(request, content):
    send(request, b"", length=len(content))
    for k in range(1000):
        request.wfile.write(content[k : k + 1])
        time.sleep(0.01)


def redirected(request, content):
    send(request, b"", 302, 0, Location=f"/2/{request.path[3:]}")


def in_a_circle(request, content):
    send(request, b"", 302, 0, Location=request.path)


def packed_again(request, content):
    send(request, gzip.compress(content), length=len(content), Content_Encoding="gzip")


HTML = b"<html>Please log in to the network</html>"
ODD = {
    "a part from byte 0, and then more": lambda request, content: send(
        request, content + bytes(1 << 20), 206, 10**9, Content_Range="bytes 0-999999999/1000000000"
    ),
    "a part": lambda request, content: send(
        request, content, 206, len(content), Content_Range="bytes 7-99/100"
    ),
    "more than is announced": lambda request, content: send(
        request, content + bytes(1 << 20), length=len(content) + (1 << 20)
    ),
    "no end, and no length": endless,
    "a drip": dripping,
    "less than is announced": lambda request, content: send(
        request, content[:-1], length=len(content)
    ),
    "less, and no length": lambda request, content: send(request, content[:-1]),
    "a page": lambda request, content: send(request, HTML, length=len(HTML)),
    "a page without a length": lambda request, content: send(request, HTML),
    "a length that is none": lambda request, content: send(request, content, length="many"),
    "packed once more": packed_again,
    "a circle": in_a_circle,
    "nothing to be found": lambda request, content: request.send_error(404),
    "a failure": lambda request, content: request.send_error(503),
    "no content": lambda request, content: send(request, b"", 204),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_server_that_does_not_do_as_it_should_is_given_up(
    server, cache, arrays, files, monkeypatch, kind
):
    name = f"{TRAIN_IMAGES}.gz"
    monkeypatch.setattr(mnist, "PATIENCE", 0.2)
    most = watched(cache, monkeypatch)
    server.answers[1, name] = ODD[kind]
    assert_holds(load_mnist(), arrays)
    assert [number for number, asked in server.log if asked == name][-1] == 2
    assert kept(cache) == sorted(files)
    assert most[0] <= max(map(len, files.values()))


def watched(cache, monkeypatch):
    """Return a list of one number: the most bytes that any download put on disk."""
    most, fetch = [0], mnist._fetch

    def watch(url, goal, pooch, size):
        try:
            fetch(url, goal, pooch, size)
        finally:
            with open(goal, "rb") as file:
                most[0] = max(most[0], len(file.read()))

    monkeypatch.setattr(mnist, "_fetch", watch)
    return most


def refusal(server, answer):
    """Return what is said of the first mirror, if both answer so."""
    name = f"{TRAIN_LABELS}.gz"
    server.answers = {(1, name): answer, (2, name): answer}
    with pytest.raises(MNISTUnavailable) as caught:
        load_mnist()
    first, one, two = str(caught.value).splitlines()
    assert first == (
        f"{name} could not be downloaded. If you have MNIST's four files in a folder, set "
        "MNIST_DIR to that."
    )
    said = [
        line.removeprefix(f"- {url}: ") for line, url in zip((one, two), mnist.MIRRORS, strict=True)
    ]
    assert said[0] == said[1]
    return said[0]


def test_what_a_server_announces_is_told(server, files):
    size = len(files[f"{TRAIN_LABELS}.gz"])
    assert refusal(server, lambda request, content: send(request, b"", 206, 10**9)) == (
        f"answered 206, 1000000000 bytes, and not 200, {size} bytes"
    )
    assert refusal(server, lambda request, content: send(request, HTML, length=len(HTML))) == (
        f"answered 200, {len(HTML)} bytes, and not 200, {size} bytes"
    )


def test_what_a_server_sends_beyond_what_is_published_is_told(server, files):
    size = len(files[f"{TRAIN_LABELS}.gz"])
    said = refusal(server, lambda request, content: send(request, content + b"!"))
    assert said == f"sent {size + 1} of {size} bytes in 0 seconds"


def test_a_server_that_drips_is_not_waited_for(server, cache, monkeypatch):
    monkeypatch.setattr(mnist, "PATIENCE", 0.2)
    begin = time.monotonic()
    name = f"{TRAIN_LABELS}.gz"
    server.answers = {(1, name): dripping, (2, name): dripping}
    with pytest.raises(MNISTUnavailable, match=r"/1/: sent \d+ of \d+ bytes in 0 seconds\n"):
        load_mnist()
    assert 0.4 < time.monotonic() - begin < 3
    assert kept(cache) == [f"{TRAIN_IMAGES}.gz"]


def test_a_slow_connection_has_the_time_it_needs(server, arrays, monkeypatch):
    def slow(request, content):
        send(request, b"", length=len(content))
        for k in range(0, len(content), 4_000):
            request.wfile.write(content[k : k + 4_000])
            time.sleep(0.05)

    monkeypatch.setattr(mnist, "PATIENCE", 0.2)
    server.answers[1, f"{TRAIN_IMAGES}.gz"] = slow
    assert_holds(load_mnist(), arrays)
    assert {number for number, _ in server.log} == {1}


def test_a_redirection_is_followed(server, arrays):
    server.answers[1, f"{TRAIN_IMAGES}.gz"] = redirected
    assert_holds(load_mnist(), arrays)


def test_a_right_file_that_is_called_encoded_is_taken_as_it_is(server, arrays):
    def encoded(request, content):
        send(request, content, length=len(content), Content_Encoding="gzip")

    server.answers[1, f"{TRAIN_IMAGES}.gz"] = encoded
    assert_holds(load_mnist(), arrays)
    assert {number for number, _ in server.log} == {1}


def test_two_at_once_share_a_cache(server, cache, arrays, files):
    found = []
    threads = [threading.Thread(target=lambda: found.append(load_mnist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 4
    for digits in found:
        assert_holds(digits, arrays)
    assert kept(cache) == sorted(files)


def breaks_with(error):
    """An answer that ends in an error after its first bytes."""
    pieces = [b"half"]

    def read1(self, amount, decode_content):
        if pieces:
            return pieces.pop()
        raise error

    return read1


def test_stopping_a_download_leaves_nothing(server, cache, monkeypatch):
    monkeypatch.setattr("urllib3.HTTPResponse.read1", breaks_with(KeyboardInterrupt()))
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
    monkeypatch.setattr("urllib3.HTTPResponse.read1", breaks_with(full))
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
    assert caught[0].filename == __file__
    (line,) = str(caught[0].message).splitlines()
    assert "MNIST_DIR" in line
    assert "http" not in line
    assert capfd.readouterr() == ("", "")


def test_a_bar_counts_the_bytes(server, files, monkeypatch):
    class Bar:
        def __init__(self, **options):
            self.options, self.done = options, 0
            bars.append(self)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def update(self, n):
            self.done += n

    bars = []
    monkeypatch.setattr("tqdm.tqdm", Bar)
    load_mnist()
    assert [bar.options for bar in bars] == [
        {"desc": name, "total": len(content), "unit": "B", "unit_scale": True, "leave": False,
         "delay": 1}
        for name, content in files.items()
    ]  # fmt: skip
    assert [bar.done for bar in bars] == [len(content) for content in files.values()]


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
