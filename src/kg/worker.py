"""Runs an action in a process of its own, which ends when its time is over or its memory used up.

A query that runs looks neither at Python's signals nor at the clock, so that only the system can end it. It knows
processes and nothing of what the action does.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["limit_memory", "run_within"]

_ENDING: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_within(
    seconds: float | None,
    action: Callable[[], int],
    megabytes: int | None = None,
    last: Callable[[], None] = lambda: None,
) -> int:
    """Run an action in a process of its own and return its exit code; `UnusableError` where its time was over.

    So it is where its memory was used up, for which the action calls `limit_memory` when it has opened what it needs;
    `megabytes` is only said. The action must report its errors itself. What it prints comes out as it prints it, line
    by line. A signal that ends this process ends the other one; even where nobody is left to do so, its own alarm
    does. `last` is called when the other one has ended, however it did. To be called where no thread runs and no store
    is open, which a process cannot hand on.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    before = {number: signal.getsignal(number) for number in _ENDING}
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # until both processes know what to do with them
    worker = os.fork()
    if not worker:
        _work(seconds, action, quiet=megabytes is not None)
    ended = False

    def end(number: int, _: FrameType | None) -> None:
        if not ended:  # else the number may be another process's by now
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        last()
        signal.signal(number, before[number] or signal.SIG_DFL)
        os.kill(os.getpid(), number)

    try:
        for number in _ENDING:
            if before[number] is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        _, status = os.waitpid(worker, 0)
        ended = True
    finally:
        for number in _ENDING:
            signal.signal(number, before[number] or signal.SIG_DFL)
        last()
    return _code(os.waitstatus_to_exitcode(status), seconds, megabytes)


def limit_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has; what fails to get it ends the process.

    What the process has mapped already counts as memory in hand: a store maps far more than it uses. `UnusableError`
    where the system sets no such limits.
    """
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (OSError, ValueError, OverflowError):
        raise UnusableError("this system cannot limit memory", remedy="leave out --memory") from None


def _code(code: int, seconds: float | None, megabytes: int | None) -> int:
    if megabytes is not None and code in (-signal.SIGABRT, -signal.SIGSEGV):
        remedy = "narrow the query, or allow more with --memory"
        raise UnusableError(f"the memory of {megabytes} MB was used up, and the answer is not complete", remedy=remedy)
    if code == -signal.SIGALRM and seconds is not None:
        remedy = "narrow the query, or allow more with --timeout"
        raise UnusableError(f"the time was over after {seconds:g} s, and the answer is not complete", remedy=remedy)
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code < 0:
        name = signal.Signals(-code).name
        raise UnusableError(f"the query was ended from outside ({name})", remedy="run it again")
    return code


def _work(seconds: float | None, action: Callable[[], int], *, quiet: bool) -> NoReturn:
    """Be the worker: it never returns into what the other process does after it."""
    code = 1
    try:
        if quiet:
            _keep_stderr()
        for number in (*_ENDING, signal.SIGALRM):
            if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGALRM:
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*_ENDING, signal.SIGALRM))
        if seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))  # zero would mean no alarm
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(line_buffering=True)  # rows that were found are out, and whole, when time is over
        code = action()
        sys.stdout.flush()
    except MemoryError:
        os.abort()  # as the store does where it is the one that gets no memory
    except BaseException:  # --debug asks for the traceback
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _keep_stderr() -> None:
    """Keep stderr for what this program says: the store's last words, with a trace of its calls, are of no use."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    kept = os.fdopen(os.dup(2), "w", encoding="utf-8", buffering=1)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
    sys.stderr = kept
