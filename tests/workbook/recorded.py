"""Lines that were written down, and must stay: words exactly, numbers to five digits."""

import re

import numpy as np

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*[\w])")
RELATIVE, ABSOLUTE = 2e-5, 1e-7  # of six digits, and of what is nothing but rounding


def assert_same(said, before):
    """Assert that lines are the same: in their words exactly, in their numbers to five digits."""
    if [NUMBER.sub("#", line) for line in said] != [NUMBER.sub("#", line) for line in before]:
        assert said == before
    for line, earlier in zip(said, before, strict=True):
        now, then = (np.array(NUMBER.findall(each), float) for each in (line, earlier))
        near = np.abs(now - then) <= RELATIVE * np.abs(then) + ABSOLUTE
        assert near.all(), f"{line}\nwas recorded as\n{earlier}"


def number_words(number):
    """Return a number, or all of an array."""
    array = np.asarray(number, float)
    return f"{array:.6g}" if array.ndim == 0 else f"[{', '.join(map(number_words, array))}]"
