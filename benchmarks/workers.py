"""Work done in processes that may be killed: what runs may never end, or take all memory."""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

MEMORY = 3 << 30  # bytes of addresses


@dataclass
class Worker:
    """A process that does one task after the other."""

    work: Callable[[Any], Any]
    task: Any = None
    since: float = 0.0
    process: Any = field(init=False)
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(self.work, other), daemon=True)
        self.process.start()
        other.close()

    def give(self, task: Any) -> None:
        self.task, self.since = task, time.monotonic()
        self.connection.send(task)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def serve(work: Callable[[Any], Any], connection: Connection) -> None:
    """Do the tasks that arrive, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    with suppress(EOFError, OSError):
        while True:
            connection.send(work(connection.recv()))


def spread(
    work: Callable[[Any], Any], tasks: Iterable[Any], processes: int, seconds: float
) -> Iterator[tuple[Any, Any]]:
    """Yield each task with its result as it is done; None if it took too long, or its process died.

    Parameters
    ----------
    work : callable
        task → result; of a module, since it runs in other processes.
    tasks : iterable
    processes : int
    seconds : float
        That a task may take.
    """
    left = deque(tasks)
    workers = [Worker(work) for _ in range(min(processes, len(left)))]
    try:
        for worker in workers:
            worker.give(left.popleft())
        while busy := [worker for worker in workers if worker.task is not None]:
            ready = wait([worker.connection for worker in busy], timeout=1.0)
            for worker in busy:
                late = time.monotonic() - worker.since > seconds
                if worker.connection in ready or late:
                    task, result = worker.task, _result(worker)
                    worker.task = None
                    if left:
                        worker.give(left.popleft())
                    yield task, result
    finally:
        for worker in workers:
            worker.kill()


def _result(worker: Worker) -> Any:
    if worker.connection.poll():
        with suppress(EOFError, OSError):
            return worker.connection.recv()
    worker.kill()
    worker.start()
    return None
