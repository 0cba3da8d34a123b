"""The table of notebook 01, and what it is given: a network, a sample, the length of a step."""

import numpy as np

from workbook.checks import Table

table = Table("01_pen_and_paper")


def given(name, default, smallest, largest):
    """Enter a given number whose entries are drawn in tenths, no two alike, and keep their signs.

    Mistakes turn on these: which minus is lost, and which two are exchanged?
    """

    def draw(rng):
        tenths = rng.permutation(np.arange(smallest, largest + 1))[: np.size(default)]
        return np.sign(default) * tenths.reshape(np.shape(default)) / 10

    table.given(name, default, draw)


given("x", [0.3, 0.4, -0.1], 1, 5)
given("t", [0.5], 4, 9)
given("W1", [[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]], 1, 7)
given("b1", [0.1, 0.2], 1, 4)
given("W2", [[0.7, -0.8]], 6, 12)
given("b2", [0.3], 1, 4)
table.given("eta", 0.5)  # in all variants: half a gradient lacks its 2, or has η in it already
