"""Drawn digits: laid out as MNIST's are, the same for the same seed, and digits to a classifier."""

import numpy as np
import pytest

from helpers.digits import draw_digits


@pytest.fixture(scope="module")
def drawn():
    return draw_digits(2000, 500, seed=3)


def test_drawn_digits_have_MNIST_s_layout(drawn):
    assert drawn.train_images.shape == (2000, 28, 28)
    assert drawn.test_images.shape == (500, 28, 28)
    assert drawn.train_labels.shape == (2000,)
    for part in (drawn.train_images, drawn.train_labels, drawn.test_images, drawn.test_labels):
        assert part.dtype == np.uint8
    assert set(drawn.train_labels) == set(drawn.test_labels) == set(range(10))


def test_drawn_digits_are_centred_by_mass(drawn):
    mass = drawn.train_images.sum(axis=(1, 2))
    for axis in (1, 2):
        centre = drawn.train_images.sum(axis=3 - axis) @ np.arange(28) / mass
        off = np.abs(centre - 13.5)
        assert np.quantile(off, 0.95) < 0.25
        assert off.max() < 1.5


def test_drawn_digits_fit_a_box_of_20_pixels(drawn):
    ink = drawn.train_images > 127
    sides = np.array([ink.any(axis=axis).sum(axis=1) for axis in (1, 2)]).max(axis=0)
    assert np.abs(np.median(sides) - 20) <= 1
    assert sides.max() <= 22


def test_drawn_digits_follow_their_seed(drawn):
    again, other = draw_digits(2000, 500, seed=3), draw_digits(2000, 500, seed=4)
    np.testing.assert_array_equal(drawn.test_images, again.test_images)
    assert (drawn.train_images[:20] != other.train_images[:20]).any()


def test_no_two_drawn_digits_are_the_same(drawn):
    assert len(np.unique(drawn.train_images.reshape(2000, -1), axis=0)) == 2000


def test_nearest_mean_image_tells_drawn_digits_apart(drawn):
    rows = drawn.train_images.reshape(2000, -1).astype(float)
    means = np.stack([rows[drawn.train_labels == digit].mean(axis=0) for digit in range(10)])
    far = ((drawn.test_images.reshape(500, 1, -1) - means) ** 2).sum(axis=2)
    assert np.mean(far.argmin(axis=1) == drawn.test_labels) > 0.5


@pytest.mark.parametrize("train, test", [(-1, 2), (3, -1), (-1, -1)])
def test_a_negative_number_of_digits_is_refused(train, test):
    with pytest.raises(ValueError) as error:
        draw_digits(train, test)
    assert str(error.value) == f"numbers of images must be ≥ 0, got {train} and {test}"
