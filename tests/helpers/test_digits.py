"""Drawn digits: laid out as MNIST's are, the same for the same seed, and digits to a classifier."""

from contextlib import contextmanager

import numpy as np
import pytest

from helpers import digits
from helpers.digits import CELL, FONTS, draw_digits


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


def test_drawn_digits_say_what_they_are(drawn):
    assert repr(drawn) == (
        "drawn digits: 2,000 training and 500 test images, 28 × 28 uint8\n"
        "(drawn here, seed 3, from 20 fonts: not MNIST, and not handwriting)"
    )


@pytest.fixture(scope="module")
def glyphs():
    return digits._glyphs()


def test_no_two_fonts_are_the_same(glyphs):
    assert glyphs.shape == (10 * 20, CELL, CELL)
    assert len({font.tobytes() for font in glyphs.reshape(20, -1)}) == len(FONTS) == 20
    assert (glyphs.min(), glyphs.max()) == (0, 1)


def test_glyphs_have_paper_all_around(glyphs):
    for edge in (glyphs[:, 0], glyphs[:, -1], glyphs[:, :, 0], glyphs[:, :, -1]):
        assert not edge.any()


def test_glyphs_are_the_digits_in_their_order(glyphs):
    """In most fonts a digit is told by its holes: 1 less the Euler number of its pixels."""
    ink = (glyphs > 0.5).reshape(-1, 10, CELL, CELL).astype(int)
    beside = (ink[..., 1:] * ink[..., :-1]).sum(axis=(2, 3))
    above = (ink[..., 1:, :] * ink[..., :-1, :]).sum(axis=(2, 3))
    squares = ink[..., 1:, 1:] * ink[..., 1:, :-1] * ink[..., :-1, 1:] * ink[..., :-1, :-1]
    holes = 1 - ink.sum(axis=(2, 3)) + beside + above - squares.sum(axis=(2, 3))
    assert np.median(holes, axis=0).tolist() == [1, 0, 0, 0, 1, 0, 1, 0, 2, 1]


def test_by_default_there_are_as_many_as_in_MNIST_each_with_its_label(monkeypatch):
    def sampled(glyphs, chosen, A, c):
        return np.broadcast_to((chosen % 10)[:, None, None], (len(chosen), 28, 28))

    @contextmanager
    def bar(numbers, *named):
        told.append(named)
        yield numbers

    told = []
    monkeypatch.setattr(digits, "_sampled", sampled)
    monkeypatch.setattr(digits, "progress_bar", bar)
    drawn = draw_digits()
    assert (len(drawn.train_images), len(drawn.test_images)) == (60_000, 10_000)
    np.testing.assert_array_equal(drawn.train_images[:, 0, 0], drawn.train_labels)
    np.testing.assert_array_equal(drawn.test_images[:, 0, 0], drawn.test_labels)
    assert "seed 0" in drawn.source
    assert told == [("drawing digits", "thousand")]


def test_digits_are_turned_sheared_and_stretched_evenly(rng):
    maps = digits._distortions(4000, rng)
    turn = np.arctan2(maps[:, 1, 0], maps[:, 0, 0])
    stretch = np.hypot(maps[:, 0, 0], maps[:, 1, 0])
    c, s = np.cos(turn), np.sin(turn)
    shear = c * maps[:, 0, 1] + s * maps[:, 1, 1]
    np.testing.assert_allclose(c * maps[:, 1, 1] - s * maps[:, 0, 1], 1)  # across, nothing changes
    for each, most in ((turn, 0.8), (shear, 0.9), (np.log(stretch), 0.4)):
        np.testing.assert_allclose(
            np.quantile(each / most, [0, 0.25, 0.5, 0.75, 1]), [-1, -0.5, 0, 0.5, 1], atol=0.06
        )
    assert np.abs(np.corrcoef([turn, shear, stretch]) - np.eye(3)).max() < 0.1


def test_a_digit_is_placed_by_its_mass_and_its_extent(rng):
    glyphs = (rng.random((3, CELL, CELL)) < 0.01) * rng.uniform(0.6, 1, (3, CELL, CELL))
    chosen, maps = np.array([2, 0, 0, 1]), digits._distortions(4, rng)
    A, c = digits._placed(glyphs, chosen, maps)
    for which, M, to_glyph, centre in zip(chosen, maps, A, c, strict=True):
        y, x = np.nonzero(glyphs[which])
        points = np.stack([x, y], axis=1) - (CELL - 1) / 2
        np.testing.assert_allclose(
            centre, np.average(points, axis=0, weights=glyphs[which][y, x]), rtol=1e-4, atol=1e-4
        )
        size = np.ptp(points @ M.T, axis=0).max()
        np.testing.assert_allclose(to_glyph @ M, np.eye(2) * size / 20, rtol=0.03, atol=1e-4)


def test_an_image_is_a_bilinear_sample_of_its_glyph(rng):
    """Exact for what is itself bilinear, x y among it."""
    axis = np.arange(CELL) - (CELL - 1) / 2
    terms = rng.uniform(-0.1, 0.1, (3, 3))

    def ink(which, x, y):
        x, y = x / 32, y / 32
        return 0.5 + terms[which] @ np.array([x, y, x * y])

    x, y = np.meshgrid(axis, axis)
    ramps = [np.apply_along_axis(lambda p, w=w: ink(w, *p), 0, np.array([x, y])) for w in range(3)]
    chosen, A, c = (
        np.array([2, 0, 1, 1]),
        rng.uniform(-0.9, 0.9, (4, 2, 2)),
        rng.uniform(-4, 4, (4, 2)),
    )
    images = digits._sampled(np.array(ramps), chosen, A, c)
    q = np.arange(28) - 13.5
    for image, which, M, centre in zip(images, chosen, A, c, strict=True):
        for i, j in rng.integers(0, 28, (20, 2)):
            expected = 255 * ink(which, *(centre + M @ [q[j], q[i]]))
            assert abs(image[i, j] - expected) < 0.501
    assert (images == np.rint(images)).all()
