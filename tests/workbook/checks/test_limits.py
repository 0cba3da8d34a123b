"""Limits on what is run: they end it, and leave nothing behind."""

import signal
import sys
import time
import warnings

import numpy as np
import pytest

from workbook.checks.limits import Clock, bounded_memory, trying_out

needs_an_alarm = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="without alarms there is no time limit"
)


def wait(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


@needs_an_alarm
def test_what_takes_too_long_is_interrupted():
    clock = Clock(0.01)
    with pytest.raises(KeyboardInterrupt), clock.running():
        wait(5)
    assert clock.is_over


@needs_an_alarm
def test_who_swallows_every_interrupt_is_interrupted_all_the_same():
    def stubborn():
        while True:
            try:
                wait(0.001)
            except:  # noqa: E722
                time.sleep(0)

    before, clock = sys.gettrace(), Clock(0.01)
    with pytest.raises(KeyboardInterrupt), clock.running():
        stubborn()
    assert clock.is_over and sys.gettrace() is before


@needs_an_alarm
def test_no_alarm_is_left_behind_even_by_one_that_comes_at_the_very_end():
    handler = signal.getsignal(signal.SIGALRM)
    for lasts in np.linspace(0.9e-3, 1.1e-3, 300):
        clock = Clock(1e-3)
        try:
            with clock.running():
                wait(lasts)
        except KeyboardInterrupt:
            assert clock.is_over
        left, again = signal.getitimer(signal.ITIMER_REAL)  # another's alarm may be a long one
        assert again == 0.0 and not 0 < left < 2
        assert signal.getsignal(signal.SIGALRM) == handler


@needs_an_alarm
def test_an_alarm_within_another_leaves_the_outer_one_to_go_on():
    outer = Clock(0.05)
    with pytest.raises(KeyboardInterrupt), outer.running():
        with Clock(5).running():
            pass
        wait(5)
    assert outer.is_over


@pytest.mark.skipif(sys.platform != "linux", reason="only there a limit can be had")
def test_memory_is_bounded_for_a_while():
    with bounded_memory(1 << 28), pytest.raises(MemoryError):
        np.ones(1 << 28)
    assert np.ones(1 << 20).size == 1 << 20


def test_what_is_tried_out_is_not_heard(capsys):
    with trying_out():
        print("here")
        print("there", file=sys.stderr)
        warnings.warn("everywhere", stacklevel=1)
    assert capsys.readouterr() == ("", "")
