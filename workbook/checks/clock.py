"""A limit on how long an answer may run."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Clock:
    """Interrupts, as Ctrl-C does, what takes longer than it may."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.is_over = False

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
        start = time.monotonic()
        handler = signal.signal(signal.SIGALRM, self._interrupt)
        # Again each second: an `except:` in the answer's loop may have swallowed the first.
        left, interval = signal.setitimer(signal.ITIMER_REAL, self.seconds, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
            if left:
                left -= time.monotonic() - start
                signal.setitimer(signal.ITIMER_REAL, max(left, 1e-3), interval)

    def _interrupt(self, *_: Any) -> None:
        self.is_over = True
        raise KeyboardInterrupt
