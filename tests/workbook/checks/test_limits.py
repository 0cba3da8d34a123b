"""Limits on what is run: they end it, and leave nothing behind."""

import signal
import sys
import time
import warnings

import numpy as np
import pytest

from workbook.checks.limits import (
    Clock,
    _interrupt_at_every_line,
    bounded_memory,
    trying_out,
)
from workbook.checks.observing import observe, returned_parts

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
    swallowed = []

    def stubborn():
        while len(swallowed) < 4:
            try:
                while True:
                    time.sleep(0.001)
            except:  # noqa: E722
                swallowed.append("once")

    before, clock = sys.gettrace(), Clock(0.01)
    with pytest.raises(KeyboardInterrupt), clock.running():
        stubborn()
    assert len(swallowed) <= 1
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


@needs_an_alarm
def test_an_alarm_just_before_and_just_after_is_not_heard():
    clock = Clock(5)
    clock._interrupt(signal.SIGALRM, None)
    with clock.running():
        pass
    clock._interrupt(signal.SIGALRM, None)
    assert not clock.is_over


@needs_an_alarm
def test_who_tidies_up_when_interrupted_once_may_do_so():
    done, clock = [], Clock(0.01)

    def tidy():
        try:
            wait(5)
        except KeyboardInterrupt:
            done.append("one")
            done.append("two")
            raise

    with pytest.raises(KeyboardInterrupt), clock.running():
        tidy()
    assert done == ["one", "two"]


@needs_an_alarm
def test_an_outer_alarm_has_the_time_left_that_it_had_and_comes_each_second():
    with Clock(5).running():
        with Clock(9).running():
            wait(0.1)
            left, again = signal.getitimer(signal.ITIMER_REAL)
            assert 6 < left < 8.95 and again == 1.0
        left, again = signal.getitimer(signal.ITIMER_REAL)
        assert 2 < left < 4.95 and again == 1.0


@needs_an_alarm
def test_without_alarms_there_is_no_limit(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    with Clock(0.001).running():
        wait(0.01)


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only there a limit can be had")


@needs_linux
def test_what_fits_in_the_memory_is_not_refused_and_the_limit_is_a_gigabyte():
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with bounded_memory(1 << 28):
        assert np.ones(1 << 23).size == 1 << 23
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    with bounded_memory():
        with open("/proc/self/statm", encoding="ascii") as sizes:
            used = int(sizes.read().split()[0]) * resource.getpagesize()
        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    assert limit - used == pytest.approx(1 << 30, rel=0.1)


@needs_linux
def test_where_no_limit_can_be_had_there_is_none(monkeypatch):
    import resource

    def refuses(*_):
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuses)
    ran = False
    with bounded_memory():
        ran = True
    assert ran


def test_all_of_the_learners_functions_are_interrupted_and_none_of_ours():
    traced, before = [], sys.gettrace()

    def traced_from(frame):
        while frame is not None:
            if frame.f_trace is not None:
                yield frame.f_code.co_name
            frame = frame.f_back

    def note(frame):
        others = list(traced_from(frame))  # by the tests before
        _interrupt_at_every_line(frame)
        traced.extend(list(traced_from(frame))[: -len(others) or None])

    def inner():
        note(sys._getframe())
        return 1

    def outer():
        return inner()

    try:
        with pytest.raises(KeyboardInterrupt):
            observe(returned_parts(()), outer, ())
    finally:
        sys.settrace(before)
    assert traced == ["inner", "outer"]
