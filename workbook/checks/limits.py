"""Limits on how long an answer may run, and on the memory that it may take."""

import io
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

OURS = str(Path(__file__).resolve().parents[1])
LAST_RESORT = 1.0  # seconds for what is tried out, where no tick in its code ends it sooner
MORE = 1 << 30  # bytes that changed code may take


class Clock:
    """Interrupts, as Ctrl-C does, what takes longer than it may."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.is_over = False
        self._counts = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count while this runs, in the main thread on Unix; elsewhere, no limit can be kept.

        An alarm that was set before goes on afterwards.
        """
        if not hasattr(signal, "setitimer") or (
            threading.current_thread() is not threading.main_thread()
        ):
            yield
            return
        start, tracing = time.monotonic(), sys.gettrace()
        handler = signal.signal(signal.SIGALRM, self._interrupt)
        # Again each second: an `except:` in the answer's loop may have swallowed the first.
        left, interval = signal.setitimer(signal.ITIMER_REAL, self.seconds, 1.0)
        try:
            # In two steps, so that an alarm in the very moment of the end leaves none behind.
            self._counts = True
            try:
                yield
            finally:
                self._counts = False
        finally:
            sys.settrace(tracing)
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
            if left:
                left -= time.monotonic() - start
                signal.setitimer(signal.ITIMER_REAL, max(left, 1e-3), interval)

    def _interrupt(self, signum: int, frame: FrameType | None) -> None:
        if not self._counts:
            return
        if self.is_over:  # the first was swallowed: now at every line, that of an `except:` too
            _interrupt_at_every_line(frame)
        self.is_over = True
        raise KeyboardInterrupt


def _interrupt_at_every_line(frame: FrameType | None) -> None:
    """Interrupt the learner's functions at their next line; ours are left alone."""

    def interrupt(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            raise KeyboardInterrupt
        return interrupt

    while frame is not None and not frame.f_code.co_filename.startswith(OURS):
        frame.f_trace = interrupt
        frame = frame.f_back
    sys.settrace(lambda *_: None)  # without which nothing is traced


@contextmanager
def bounded_memory(more: int = MORE) -> Iterator[None]:
    """Let what takes so many bytes more fail, where the system can be asked for that."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as sizes:
            used = int(sizes.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = used + more
        if soft != resource.RLIM_INFINITY:
            limit = min(limit, soft)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def trying_out() -> Iterator[None]:
    """Try changed code: what it prints and warns of is not heard, and its memory is bounded."""
    silent = io.StringIO()
    with (
        bounded_memory(),
        redirect_stdout(silent),
        redirect_stderr(silent),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield
