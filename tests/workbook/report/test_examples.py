"""The examples in the docstrings of workbook.report."""

import doctest

import pytest

from workbook.report import listings, markup


@pytest.mark.parametrize("module", [listings, markup], ids=lambda module: module.__name__)
def test_examples_hold(module):
    failed, tried = doctest.testmod(module)
    assert failed == 0 < tried
