"""The data that the project makes itself: what each set promises, and that splits lose nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import bce_with_logits
from helpers.data import NoisyXOR, parabola, split, standardise, wavy_line

TOYS = [parabola, wavy_line]


def test_xor_shapes_and_length():
    data = NoisyXOR(7, noise=0.1, seed=0)
    assert data.X.shape == (7, 2)
    assert data.t.shape == (7, 1)
    assert len(data) == 7


def test_xor_without_noise_is_the_truth_table():
    data = NoisyXOR(100, noise=0, seed=1)
    rows = {(*x, *t) for x, t in zip(data.X.tolist(), data.t.tolist(), strict=True)}
    assert rows == {(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)}


def test_xor_corners_are_equally_likely():
    data = NoisyXOR(40_000, noise=0, seed=2)
    counts = np.unique(data.X, axis=0, return_counts=True)[1]
    assert np.abs(counts / 40_000 - 0.25).max() < 0.01


def test_xor_noise_is_the_standard_deviation_around_the_corners():
    data = NoisyXOR(40_000, noise=0.07, seed=3)
    away = data.X - np.rint(data.X)
    np.testing.assert_allclose(away.mean(axis=0), 0, atol=0.002)
    np.testing.assert_allclose(away.std(axis=0), 0.07, rtol=0.02)


@pytest.mark.parametrize("index", [0, slice(2, 5), np.array([4, 1, 1])])
def test_xor_gives_inputs_and_targets_at_an_index(index):
    data = NoisyXOR(6, noise=0.1, seed=0)
    X, t = data[index]
    np.testing.assert_array_equal(X, data.X[index])
    np.testing.assert_array_equal(t, data.t[index])


@pytest.mark.parametrize("N, noise", [(0, 0.1), (5, -0.1), (5, float("nan"))])
def test_xor_refuses_senseless_numbers(N, noise):
    with pytest.raises(ValueError, match="noise"):
        NoisyXOR(N, noise)


def test_best_logits_agree_with_bayes_rule():
    data = NoisyXOR(50, noise=0.4, seed=4)

    def density(*m):
        return np.exp(-np.sum((data.X - m) ** 2, axis=1, keepdims=True) / (2 * 0.4**2))

    ones, zeros = density(0, 1) + density(1, 0), density(0, 0) + density(1, 1)
    np.testing.assert_allclose(data.best_logits(data.X), np.log(ones / zeros), rtol=1e-10)


def test_best_logits_are_finite_far_away():
    assert np.isfinite(NoisyXOR(1, noise=0.1).best_logits(np.array([[1e3, -1e3]]))).all()


@given(st.floats(-1, 1), st.floats(0.5, 2))
def test_no_other_logits_have_a_lower_loss_than_the_best(shift, scale):
    data = NoisyXOR(20_000, noise=0.3, seed=5)
    best = data.best_logits(data.X)
    other = scale * best + shift
    assert bce_with_logits(best, data.t)[0] <= bce_with_logits(other, data.t)[0] + 1e-3


def test_best_logits_need_noise():
    with pytest.raises(ValueError, match="certain"):
        NoisyXOR(3, noise=0).best_logits(np.zeros((1, 2)))


@pytest.mark.parametrize("make", TOYS)
def test_toys_have_rows_of_samples_and_one_target(make):
    X, t = make()
    assert len(X) == len(t)
    assert X.ndim == 2
    assert t.shape == (len(X), 1)


@pytest.mark.parametrize("make", [lambda seed: NoisyXOR(9, 0.1, seed)[:], *TOYS])
def test_the_seed_decides_everything(make):
    for one, again, other in zip(make(seed=5), make(seed=5), make(seed=6), strict=True):
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()


@pytest.mark.parametrize(
    "make, curve",
    [
        (parabola, lambda X: 2 * X**2 + 3),
        (wavy_line, lambda X: np.sin(3 * X) / 2 + X),
    ],
)
def test_toys_follow_their_formula(make, curve):
    X, t = make(noise=0)
    np.testing.assert_allclose(t, curve(X), rtol=1e-12)
    X, t = make(N=20_000, noise=0.3)
    assert np.std(t - curve(X)) == pytest.approx(0.3, rel=0.03)


@given(st.integers(3, 200), st.sampled_from([(1.0,), (0.5, 0.5), (0.35, 0.35, 0.3)]), st.integers())
def test_split_is_a_partition_that_keeps_pairs_together(N, fractions, seed):
    X = np.arange(2.0 * N).reshape(N, 2)
    parts = split(X, X[:, :1], fractions, seed=abs(seed))
    assert all((part_t == part_X[:, :1]).all() for part_X, part_t in parts)
    together = np.concatenate([part_t for _, part_t in parts])
    np.testing.assert_array_equal(np.sort(together[:, 0]), X[:, 0])


def test_split_sizes_follow_the_fractions():
    X = np.zeros((300, 1))
    assert [len(part) for part, _ in split(X, X, (0.35, 0.35, 0.3))] == [105, 105, 90]


@pytest.mark.parametrize("fractions", [(0.5, 0.4), (1.5, -0.5), (1, 0)])
def test_split_refuses_fractions_that_do_not_add_up(fractions):
    with pytest.raises(ValueError, match="add up to 1"):
        split(np.zeros((10, 1)), np.zeros((10, 1)), fractions)


def test_split_refuses_targets_of_another_length_and_parts_without_samples():
    with pytest.raises(ValueError, match="10 samples"):
        split(np.zeros((10, 1)), np.zeros((9, 1)), (0.5, 0.5))
    with pytest.raises(ValueError, match="too few"):
        split(np.zeros((2, 1)), np.zeros((2, 1)), (0.9, 0.1))


def test_standardise_learns_from_the_training_set_alone():
    rng = np.random.default_rng(0)
    train, other = 5 + 3 * rng.standard_normal((40, 2)), rng.standard_normal((7, 2))
    scaled, scaled_other = standardise(train, other)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1)
    np.testing.assert_allclose(scaled_other, (other - train.mean(axis=0)) / train.std(axis=0))


def test_standardise_only_shifts_a_constant_column():
    np.testing.assert_allclose(standardise(np.full((3, 1), 0.1))[0], np.zeros((3, 1)), atol=1e-15)


def refusal(call, *args, **options):
    with pytest.raises(ValueError) as error:
        call(*args, **options)
    return str(error.value)


@pytest.mark.parametrize("make", [NoisyXOR, *TOYS])
@pytest.mark.parametrize(
    "N, noise", [(0, 0.1), (-3, 0.1), (5, -0.1), (5, float("nan")), (5, float("inf"))]
)
def test_data_refuse_senseless_numbers(make, N, noise):
    assert refusal(make, N, noise) == f"N {N} must be ≥ 1 and noise {noise} ≥ 0 and finite"


@pytest.mark.parametrize("make", [NoisyXOR, *TOYS])
def test_data_refuse_a_part_of_a_sample(make):
    with pytest.raises(TypeError, match="'float' object cannot be interpreted as an integer"):
        make(3.0, 0.1)


@pytest.mark.parametrize("shape", [(2,), (5, 1), (5, 3), (5, 2, 1)])
def test_best_logits_refuse_what_are_no_points(shape):
    message = refusal(NoisyXOR(3, 0.1).best_logits, np.ones(shape))
    assert message == f"points must have shape (N, 2), got {shape}"


@pytest.mark.parametrize("fractions", [(), (float("nan"), 0.5), (0.5, float("nan"))])
def test_split_refuses_fractions_that_are_none(fractions):
    message = refusal(split, np.ones((4, 1)), np.ones((4, 1)), fractions)
    assert message == f"fractions must be positive and add up to 1, got {fractions}"


def test_split_takes_lists():
    parts = split([[0], [1], [2], [3]], [[0], [1], [2], [3]], (0.5, 0.5), seed=0)
    assert sorted(np.concatenate([t for _, t in parts])[:, 0].tolist()) == [0, 1, 2, 3]


@pytest.mark.parametrize("shapes", [[(0, 2)], [(3,)], [(3, 2), (3, 1)], [(3, 2), (2,)]])
def test_standardise_refuses_parts_that_do_not_fit(shapes):
    message = refusal(standardise, *map(np.ones, shapes))
    assert message == f"parts must be (N, D) with N ≥ 1, got {shapes}"


def test_standardise_only_shifts_a_column_whose_variance_rounds_to_zero():
    np.testing.assert_array_equal(standardise([[1e-200], [3e-200]])[0], [[-1e-200], [1e-200]])


def test_the_toys_defaults_are_those_of_the_notebook():
    for toy, defaults in ((parabola, (100, 0.2, 4)), (wavy_line, (300, 0.0, 4))):
        for part, same in zip(toy(), toy(*defaults), strict=True):
            np.testing.assert_array_equal(part, same)


@pytest.mark.parametrize("make, end, curve", [
    (parabola, 1, lambda X: 2 * X**2 + 3), (wavy_line, 3, lambda X: np.sin(3 * X) / 2 + X),
])  # fmt: skip
def test_toys_are_uniform_and_their_noise_is_normal(make, end, curve):
    X, t = make(N=20_000, noise=0.3)
    shares = [0, 0.25, 0.5, 0.75, 1]
    expected = end * np.array([-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(np.quantile(X, shares), expected, atol=0.02 * end)
    within = [np.mean(np.abs(t - curve(X)) < k * 0.3) for k in (1, 2)]
    np.testing.assert_allclose(within, [0.683, 0.954], atol=0.01)
    assert abs(np.mean(t - curve(X))) < 0.01


def test_data_sets_can_be_compared_and_kept_in_sets():
    one, other = NoisyXOR(3, 0.1, seed=0), NoisyXOR(3, 0.1, seed=0)
    assert one == one
    assert one != other
    assert len({one, other, one}) == 2


def test_what_is_missing_is_told():
    message = refusal(NoisyXOR(3, noise=0).best_logits, np.zeros((1, 2)))
    assert message == "without noise the label is certain, and its logit infinite"
    assert refusal(split, np.ones((4, 1)), np.ones((3, 1)), (1,)) == "X has 4 samples and t has 3"
    message = refusal(split, np.ones((2, 1)), np.ones((2, 1)), (0.9, 0.1))
    assert message == "2 samples are too few for the fractions (0.9, 0.1)"


def test_an_xor_set_prints_what_it_was_made_of():
    assert repr(NoisyXOR(3, 0.1, seed=0)) == "NoisyXOR(N=3, noise=0.1, seed=0)"


def test_split_takes_its_order_from_the_seed_and_rounds_the_ends():
    X = np.arange(7.0)[:, None]
    order = np.random.default_rng(5).permutation(7)
    parts = split(X, -X, (0.35, 0.35, 0.3), seed=5)
    for (part_X, part_t), expected in zip(parts, np.split(order, [2, 5]), strict=True):
        np.testing.assert_array_equal(part_X[:, 0], expected)
        np.testing.assert_array_equal(part_t, -part_X)
        assert part_X.flags.c_contiguous
