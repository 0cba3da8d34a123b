"""Notebook 02's figures show the numbers that they are given."""

import numpy as np
import pytest

from helpers import plots

rng = np.random.default_rng(0)
NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def slope(line):
    x, y = np.log(line.get_data())
    return np.polyfit(x, y, 1)[0]


def test_the_fit_shows_each_curve_and_each_loss():
    x = rng.normal(size=(8, 1))
    curves = {"before": x[:5], "after": -x[:5]}
    left, right = plots.regression_fit(x, x**2, x[:5], curves, [3.0, 2.0, 1.0]).axes
    assert [line.get_label() for line in left.lines[1:]] == list(curves)
    assert right.lines[0].get_ydata().tolist() == [3, 2, 1]


def test_the_scatter_has_a_panel_for_each_parameter_and_a_dot_for_each_entry():
    g = {name: rng.normal(size=(2, 3)) for name in NAMES}
    fig = plots.gradient_scatter(g, {name: 2 * g[name] for name in NAMES})
    assert sorted(ax.get_title(loc="left") for ax in fig.axes) == sorted(NAMES)
    for ax in fig.axes:
        dots = ax.lines[1]
        np.testing.assert_allclose(dots.get_ydata(), 2 * dots.get_xdata())
        assert len(dots.get_xdata()) == 6


def test_the_bars_are_as_high_as_the_errors():
    errors = {"one": {"W1": 1e-3, "b1": 1e-5}, "two": {"W1": 1e-7, "b1": 1e-9}}
    (ax,) = plots.relative_error_bars(errors).axes
    heights = [bar.get_height() for container in ax.containers for bar in container]
    assert heights == [1e-3, 1e-5, 1e-7, 1e-9]


def test_the_v_curve_draws_an_exact_result_at_the_bottom():
    (ax,) = plots.v_curve([0.1, 0.01], {"exact": np.array([1e-3, 0.0])}).axes
    assert ax.lines[0].get_ydata().tolist() == [1e-3, 1e-17]


@pytest.mark.parametrize("h", [0.5, 0.3])
def test_the_kink_shows_half_the_slope_at_zero(h):
    ramp = plots.relu_kink({}, (h,)).axes[1].lines[0]
    a, slope = ramp.get_data()
    assert slope[np.argmin(abs(a))] == pytest.approx(0.5)
    assert slope[a < -h].max() == 0 and slope[a > h].min() == pytest.approx(1)


def test_the_kink_shows_what_was_found_on_paper_and_waits_for_it():
    marks = plots.relu_kink({0: 0.5, 0.25: 0.75}).axes[1].lines[-1]
    assert marks.get_xydata().tolist() == [[0, 0.5], [0.25, 0.75]]
    with pytest.raises(TypeError):
        plots.relu_kink({0: None})


def test_the_guides_of_the_taylor_test_have_slopes_two_and_one():
    steps = np.logspace(-5, -1, 5)
    remainders = {"right": steps**2, "wrong": 0.1 * steps}
    judged = {"right": np.array([2, 3]), "wrong": np.array([0, 1])}
    (ax,) = plots.taylor_slopes(steps, remainders, judged, floor=1e-9).axes
    guides, filled = ax.lines[:2], [line for line in ax.lines if line.get_label() in remainders]
    assert [slope(line) for line in guides] == pytest.approx([2, 1])
    assert [line.get_xdata()[0] for line in guides] == [steps[2], steps[0]]
    assert [line.get_xdata().tolist() for line in filled] == [[*steps[2:4]], [*steps[:2]]]


def test_fingerprints_tick_what_is_right_and_number_what_is_wrong():
    fig = plots.fingerprints({"A": {"W1": 1e-9, "b1": 0.5}, "B": {"W1": 2.0, "b1": 0.0}})
    assert texts(fig) == ["✓", "0.50", "2.00", "✓"]


def test_ratios_tell_right_zero_infinite_and_undefined_apart():
    fig = plots.entry_ratios({"A": np.array([[1.0, 0.0, np.inf], [np.nan, -2.0, 1 + 1e-9]])})
    assert texts(fig) == ["✓", "0", "∞", "–", "-2.0", "✓"]
