"""Pickles are read without running them, and what is unexpected is named."""

import codecs
import os
import pickle
import struct
import tracemalloc
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_parameters
from helpers.parameters import SHAPES
from tests import ROOT

PROTOCOLS = range(6)
REFERENCE = ROOT.parent / "shared/reference/assignment-one-test-parameters.pkl"
PAYLOAD_RAN = []


def payload(*arguments):
    """Leave a trace: what no file may ever cause."""
    PAYLOAD_RAN.append(arguments)
    Path("ran").touch()


class Calls:
    """Pickles as the call ``function(*arguments)``."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.fixture(autouse=True)
def no_payload_runs(tmp_path, monkeypatch):
    """Check after each test that nothing in a file was run: no trace in memory, none on disk."""
    monkeypatch.chdir(tmp_path)
    PAYLOAD_RAN.clear()
    yield
    assert PAYLOAD_RAN == []
    assert not Path("ran").exists()


def right_content():
    """Return what a right file holds, in the course's dtypes, with N = 7."""
    rng = np.random.default_rng(3)
    shapes = {key: [7 if n == "N" else n for n in shape] for key, shape in SHAPES.items()}
    return {
        key: rng.standard_normal(shape).astype("f8" if key in ("inputs", "targets") else "f4")
        for key, shape in shapes.items()
    }


@pytest.fixture
def content():
    return right_content()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "parameters.pkl"


def assert_same(read, content):
    assert read.keys() == content.keys()
    for key, array in content.items():
        assert type(read[key]) is np.ndarray
        assert read[key].dtype == array.dtype
        np.testing.assert_array_equal(read[key], array)


def refusal(path, stream):
    """Write the bytes of a pickle, and return why it is refused; the reason names the file."""
    path.write_bytes(stream)
    with pytest.raises(ValueError, match=r"\w") as error:
        load_parameters(path)
    assert str(error.value).startswith(f"{path}: ")
    return str(error.value)


# --- right files ------------------------------------------------------------------------------


def written_by_numpy_1(stream):
    """Rename NumPy's modules in a pickle as NumPy 1 calls them."""
    if stream[2:3] == pickle.FRAME:
        stream = stream[:2] + stream[11:]  # a frame's length would no longer be right
    for name in (b"numpy._core.multiarray", b"numpy._core.numeric"):
        old = name.replace(b"_core", b"core")
        stream = stream.replace(bytes([len(name)]) + name, bytes([len(old)]) + old)
        stream = stream.replace(name, old)
    return stream


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_reads_every_protocol_of_numpy_2(path, content, protocol):
    stream = pickle.dumps(content, protocol)
    assert b"numpy._core" in stream
    path.write_bytes(stream)
    assert_same(load_parameters(path), content)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_reads_every_protocol_of_numpy_1(path, content, protocol):
    stream = written_by_numpy_1(pickle.dumps(content, protocol))
    assert b"numpy.core" in stream
    assert b"numpy._core" not in stream
    path.write_bytes(stream)
    assert_same(load_parameters(path), content)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("dtype", ["f2", "<f4", ">f4", ">f8", "i1", ">i2", "u8"])
def test_keeps_the_dtype_of_the_file(path, content, dtype, protocol):
    content = {key: abs(9 * array).astype(dtype) for key, array in content.items()}
    path.write_bytes(pickle.dumps(content, protocol))
    assert_same(load_parameters(path), content)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_reads_arrays_in_any_memory_order(path, content, protocol):
    content["w1"] = np.asfortranarray(content["w1"])
    content["w2"] = content["w2"][::-1, ::-1]
    content["inputs"] = np.repeat(content["inputs"], 2, axis=0)[::2]
    path.write_bytes(pickle.dumps(content, protocol))
    assert_same(load_parameters(path), content)


def test_arrays_can_be_written_to_and_own_their_numbers(path, content):
    path.write_bytes(pickle.dumps(content, 5))
    for array in load_parameters(path).values():
        array += 1
        assert array.base is None


def test_takes_a_path_as_text(path, content):
    path.write_bytes(pickle.dumps(content))
    assert_same(load_parameters(str(path)), content)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the course's own file is not here")
def test_reads_the_file_of_the_course_as_pickle_does():
    with REFERENCE.open("rb") as file:
        assert_same(load_parameters(REFERENCE), pickle.load(file))


# --- files that want to run something ----------------------------------------------------------


class PretendsToBeAnArray(np.ndarray):
    def __reduce__(self):
        return payload, ("subclass",)


CALLS = {
    "a function": Calls(payload, "a function"),
    "a shell command": Calls(os.system, "touch ran"),
    "eval": Calls(eval, "open('ran', 'w')"),
    "exec": Calls(exec, "open('ran', 'w')"),
    "a lookup that would lead anywhere": Calls(getattr, 1, "real"),
    "a file made by NumPy": Calls(np.memmap, "ran", "u1", "w+", 0, (1,)),
    "a file written by NumPy": Calls(np.save, "ran", 1),
    "an import": Calls(__import__, "this"),
    "a subclass of ndarray": np.zeros((10, 2)).view(PretendsToBeAnArray),
    "a decoder that unpacks": Calls(codecs.decode, b"", "zip"),
    "an object of another class": OrderedDict(a=1),
}
PLACES = {
    "everything": lambda call, content: call,
    "a value": lambda call, content: content | {"w1": call},
    "inside a value": lambda call, content: content | {"w1": [call]},
    "in an object array": lambda call, content: content | {"w1": np.array([call, 1], object)},
    "after the rest": lambda call, content: (content, call),
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("call", CALLS)
def test_refuses_what_is_no_array_before_it_is_called(path, content, call, place, protocol):
    stream = pickle.dumps(PLACES[place](CALLS[call], content), protocol)
    assert "which is no part of a NumPy array" in refusal(path, stream)


def test_the_payloads_would_run_if_they_were_trusted():
    pickle.loads(pickle.dumps(CALLS["a function"]))
    pickle.loads(pickle.dumps(CALLS["a shell command"]))
    assert PAYLOAD_RAN.pop() == ("a function",)
    Path("ran").unlink()


HAND_WRITTEN = {
    "GLOBAL and REDUCE": b"cos\nsystem\n(Vtouch ran\ntR.",
    "INST": b"(Vtouch ran\nios\nsystem\n.",
    "OBJ": b"(cos\nsystem\nVtouch ran\no.",
    "NEWOBJ": b"\x80\x02cos\nsystem\nX\x09\x00\x00\x00touch ran\x85\x81.",
    "NEWOBJ_EX": b"\x80\x04cos\nsystem\n\x8c\x09touch ran\x85}\x92.",
    "STACK_GLOBAL": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x09touch ran\x85R.",
    "a name with dots": b"\x80\x04\x8c\x05numpy\x8c\x0bf2py.os.system\x93\x8c\x09touch ran\x85R.",
    "a name that NumPy keeps": b"cnumpy\nload\n(Vran\ntR.",
    "a text encoding": b"c_codecs\nencode\n(Va\nVzlib_codec\ntR.",
    "EXT": b"\x80\x02\x82\x01.",
    "a persistent id": b"Pran\n.",
    "ndarray called": b"cnumpy\nndarray\n((I10\nI2\nttR.",
    "ndarray as NEWOBJ": b"\x80\x02cnumpy\nndarray\n(K\x0aK\x02t\x85\x81.",
    "attributes set on a name": b"\x80\x02cnumpy._core.numeric\n_frombuffer\nN}X\x0c\x00\x00\x00"
    b"__defaults__)s\x86b.",
}


@pytest.mark.parametrize("kind", HAND_WRITTEN)
def test_refuses_every_opcode_that_calls(path, kind):
    assert "cannot be read as a pickle of NumPy arrays" in refusal(path, HAND_WRITTEN[kind])


def test_reading_leaves_nothing_changed_in_numpy(path):
    before = np._core.numeric._frombuffer.__defaults__, np.dtype("f8").byteorder
    refusal(path, HAND_WRITTEN["attributes set on a name"])
    singleton = b"cnumpy\ndtype\n(Vf8\nI00\nI00\ntR(I3\nV>\nNNNI-1\nI-1\nI0\ntb."
    refusal(path, singleton)
    assert (np._core.numeric._frombuffer.__defaults__, np.dtype("f8").byteorder) == before


def test_forged_dtype_flags_are_ignored(path, content):
    """With flags that call floats objects, NumPy would take the file's bytes for addresses."""
    stream = pickle.dumps(content, 2)
    flags = b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK"
    assert flags + b"\x00" in stream
    path.write_bytes(stream.replace(flags + b"\x00", flags + b"\x3f"))
    read = load_parameters(path)
    assert not any(array.dtype.hasobject for array in read.values())
    assert_same(read, content)


# --- files that claim more than they hold -------------------------------------------------------


def with_shape(content, shape):
    """Return a protocol-2 pickle in which w1 says it has another shape, its bytes as they were."""
    stream = pickle.dumps(content, 2)
    true_shape = b"K\nK\x02\x86"
    assert stream.count(true_shape) == 1
    return stream.replace(true_shape, pickle.dumps(shape, 2)[2:-1])


HUGE = {
    "a shape": b"cnumpy._core.multiarray\n_reconstruct\n"
    b"(cnumpy\nndarray\n(L99999999999999L\ntVb\ntR.",
    "an array": b"cnumpy\nndarray\n((L9999999999L\nI99\nttR.",
    "bytes": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 28) + b"ab.",
    "a bytearray": b"\x80\x05\x96" + struct.pack("<Q", 1 << 28) + b"ab.",
    "text": b"\x80\x04\x8d" + struct.pack("<Q", 1 << 28) + b"ab.",
    "a frame": b"\x80\x04\x95" + struct.pack("<Q", 1 << 60) + b"N.",
    "a memo": b"\x80\x02Nr" + struct.pack("<I", 1 << 24) + b".",
    "a memo as text": b"Np16777216\n.",
    "a number": b"\x80\x02\x8b" + struct.pack("<i", (1 << 31) - 1) + b"1.",
    "nesting": b"\x80\x02" + 100_000 * b"]" + 99_999 * b"a" + b".",
    "one text encoded often": (
        b"\x80\x02c_codecs\nencode\nq\x00X" + struct.pack("<I", 1 << 20) + (1 << 20) * b"a"
        b"q\x01X\x06\x00\x00\x00latin1\x86q\x02]h\x00h\x01X\x06\x00\x00\x00latin1\x86q\x03"
        b"R" + 200 * b"h\x00h\x03R" + b"."
    ),
    "one dtype of a long name, often": (
        b"\x80\x02cnumpy\ndtype\nq\x00X" + struct.pack("<I", 1 << 20) + (1 << 20) * b"a"
        b"NN\x87q\x01" + 200 * b"h\x00h\x01R" + b"."
    ),
    "one dtype of a long order, often": (
        b"\x80\x02X" + struct.pack("<I", 1 << 20) + (1 << 20) * b"a"
        b"q\x00cnumpy\ndtype\nq\x01(X\x02\x00\x00\x00f8NNtq\x020"
        b"(Nh\x00tq\x030" + 200 * b"h\x01h\x02Rh\x03b" + b"."
    ),
    "more than can be right": (1 << 24) * b"]" + b"..",
}


@pytest.mark.parametrize("kind", HUGE)
def test_refuses_huge_claims_before_memory_is_set_aside(path, kind):
    tracemalloc.start()
    try:
        refusal(path, HUGE[kind])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50e6


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_reads_a_hundred_thousand_pairs_in_every_protocol(path, content, protocol, dtype):
    rng = np.random.default_rng(1)
    for key, shape in {"inputs": (100_000, 2), "targets": (100_000,)}.items():
        content[key] = rng.standard_normal(shape).astype(dtype)
    path.write_bytes(pickle.dumps(content, protocol))
    assert_same(load_parameters(path), content)


def test_a_file_that_is_too_large_is_told_and_a_device_without_end_is_left(path):
    reason = "cannot be read as a pickle of NumPy arrays (it has more than 16777216 bytes)"
    assert reason in refusal(path, (1 << 24) * b"N" + b".")
    with pytest.raises(ValueError, match=r"it has more than 16777216 bytes"):
        load_parameters("/dev/zero")


@pytest.mark.parametrize("shape", [(10**9, 2), (10**30, 2), (-10, -2), (0, 2), (10, 2.0), 20])
def test_refuses_a_shape_that_the_file_does_not_fill(path, content, shape):
    assert "'w1' must have shape (10, 2)" in refusal(path, with_shape(content, shape))


def test_a_shape_without_end_is_told_cut_short(path, content):
    reason = refusal(path, with_shape(content, (1,) * 1000))
    assert reason == f"{path}: 'w1' must have shape (10, 2), found (1, 1, 1, 1, 1, 1, ...)"


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (b"cposix\nsystem\n.", "it asks for posix.system, which is no part of a NumPy array"),
        (HUGE["a memo as text"], "it numbers an object 16777216"),
    ],
)
def test_says_what_a_pickle_asks_for(path, stream, why):
    begin = f"{path}: cannot be read as a pickle of NumPy arrays ({why})."
    assert refusal(path, stream) == f"{begin} Is the file complete? Nothing in it was run."


def test_refuses_more_samples_than_there_are_bytes(path, content):
    """N is free, so only the bytes can tell."""
    stream = pickle.dumps(content, 2)
    assert stream.count(b"K\x07") == 2
    stream = stream.replace(b"K\x07", b"J" + struct.pack("<i", 10**9))
    assert "'inputs' does not hold the 16000000000 bytes" in refusal(path, stream)


# --- damaged files -----------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_refuses_a_file_cut_short_anywhere(path, content, protocol):
    stream = pickle.dumps(content, protocol)
    for length in range(0, len(stream), 7):
        assert "cannot be read as a pickle" in refusal(path, stream[:length])


@given(st.sampled_from(PROTOCOLS), st.data())
def test_damaged_bytes_give_right_arrays_or_a_refusal(tmp_path_factory, protocol, data):
    stream = bytearray(pickle.dumps(right_content(), protocol))
    for _ in range(data.draw(st.integers(1, 3))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "parameters.pkl"
    path.write_bytes(stream)
    try:
        read = load_parameters(path)
    except ValueError as error:
        assert str(error).startswith(f"{path}: ")
    else:
        assert read.keys() == SHAPES.keys()
        assert read["inputs"].shape == (7, 2)
        assert all(np.isfinite(array).all() for array in read.values())


@pytest.mark.parametrize("text", [b"", b"w1 = 3", b"\x93NUMPY", b"\x00" * 100, b"<html></html>"])
def test_refuses_other_kinds_of_file(path, text):
    assert "Is the file complete?" in refusal(path, text)


def test_a_missing_file_is_missing(path):
    with pytest.raises(FileNotFoundError, match=str(path)):
        load_parameters(path)


# --- the wrong content -------------------------------------------------------------------------


@pytest.mark.parametrize("content", [[], (), None, 3, "w1", b"w1", {1, 2}])
def test_refuses_anything_but_a_dict(path, content):
    found = type(content).__name__
    # A protocol-2 set is a call of `set`; in protocol 4 it has opcodes of its own.
    assert f"expected a dict of arrays, found a {found}" in refusal(path, pickle.dumps(content, 4))


def test_names_missing_and_unknown_keys(path, content):
    content["W1"] = content.pop("w1")
    content[7] = content.pop("targets")
    keys = f"{path}: expected the keys w1, b1, w2, b2, w3, b3, inputs, targets; "
    reason = refusal(path, pickle.dumps(content))
    assert reason == keys + "missing: w1, targets; unknown: 'W1', 7"
    content |= {"w1": content["W1"], "targets": content[7]}
    reason = refusal(path, pickle.dumps(content))
    assert reason == keys + "missing: none; unknown: 'W1', 7"
    reason = refusal(path, pickle.dumps({"inputs": content["inputs"]}))
    assert reason == keys + "missing: w1, b1, w2, b2, w3, b3, targets; unknown: none"


@pytest.mark.parametrize(
    "value",
    [None, 1.5, [[1.0, 2.0]] * 10, "w1", b"w1", pickle.dumps(Calls(payload)), {"w1": 1}],
    ids=["None", "float", "list", "text", "bytes", "a pickle in a pickle", "dict"],
)
def test_names_the_key_whose_value_is_no_array(path, content, value):
    reason = refusal(path, pickle.dumps(content | {"w1": value}))
    assert f"'w1' must be an array (10, 2), found a {type(value).__name__}" in reason


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("w1", (2, 10)),
        ("w1", (20,)),
        ("b1", (10, 1)),
        ("b2", (1,)),
        ("w3", (10,)),
        ("b3", ()),
        ("inputs", (7, 3)),
        ("inputs", (0, 2)),
        ("targets", (7, 1)),
        ("targets", (8,)),
    ],
)
def test_names_the_key_of_a_wrong_shape(path, content, key, shape):
    reason = refusal(path, pickle.dumps(content | {key: np.ones(shape)}))
    assert f"{key!r} must have shape " in reason
    assert f"found {shape}" in reason


def test_says_which_number_of_samples_was_expected(path, content):
    reason = refusal(path, pickle.dumps(content | {"targets": np.ones(8)}))
    assert "'targets' must have shape (N,) with N = 7 as in 'inputs', found (8,)" in reason


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("dtype", ["O", "?", "c16", "U4", "S4", "V4", "M8[s]", "m8[s]", "f4,f4"])
def test_names_the_key_whose_numbers_are_not_real(path, content, dtype, protocol):
    content["b2"] = np.zeros(10, dtype)
    reason = refusal(path, pickle.dumps(content, protocol))
    assert "'b2' must hold real numbers, found dtype" in reason


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("key", SHAPES)
def test_names_the_first_number_that_is_not_finite(path, content, key, value):
    index = tuple(n - 1 for n in content[key].shape)
    content[key][index] = value
    reason = refusal(path, pickle.dumps(content))
    assert f"{key!r} must be finite, found {value} at {index}" in reason


def test_refuses_an_unknown_memory_order(path, content):
    stream = pickle.dumps(content, 5)
    assert stream.count(b"\x8c\x01C") == 1
    assert "an array in order 'X'" in refusal(path, stream.replace(b"\x8c\x01C", b"\x8c\x01X"))
