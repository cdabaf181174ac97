"""The only crossing between threads: work goes out here, results come back in the GUI thread.

`run` puts a blocking function on a small pool, `run_async` a coroutine on the io loop, `subscribe` listens to a
service that calls back from anywhere. Each says what happens on success, on failure and on cancel, and belongs to an
owner: what arrives for a widget that is gone is dropped. A KnownError reaches `on_error` as a calm Problem; anything
else is a bug: logged with its traceback, told by the `bug` signal, and `on_error` lets the page leave its waiting.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.views import Problem
from fleetdesk.ui.words import tr

T = TypeVar("T")
OnError = Callable[[Problem], None]
log = logging.getLogger(__name__)


class AsyncRunner(Protocol):
    """What of runtime.loop.IoLoop is needed here."""

    def run(self, work: Coroutine[Any, Any, T]) -> "Future[T]": ...


class Task:
    """A handle on work under way. `cancel()` is for the GUI thread: afterwards only `on_cancel` is called."""

    def __init__(self, on_cancel: Callable[[], None] | None) -> None:
        self._on_cancel = on_cancel
        self._stop: Callable[[], object] | None = None
        self.finished = False

    def starts(self, stop: Callable[[], object]) -> "Task":
        self._stop = stop
        return self

    def cancel(self) -> None:
        if self.finished:
            return
        self.finished = True
        if self._stop is not None:
            self._stop()
        if self._on_cancel is not None:
            self._on_cancel()


class Bridge(QObject):
    """`loop` is called when async work is first asked for: the io thread need not run before it has something to do."""

    bug = Signal(str)
    """The traceback of an exception that nobody expected; the main window offers to report it."""

    _arrived = Signal(object)

    def __init__(self, loop: Callable[[], AsyncRunner], parent: QObject | None = None, *, threads: int = 3) -> None:
        super().__init__(parent)
        self._loop = loop
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="fleetdesk-work")
        self._closed = False
        self._arrived.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        fn: Callable[[], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: OnError | None = None,
        on_cancel: Callable[[], None] | None = None,
    ) -> Task:
        """Calls `fn` on a pool thread. A running `fn` cannot be stopped: cancelling drops its result."""
        task = Task(on_cancel)
        future = self._pool.submit(fn)
        task.starts(future.cancel)
        self._deliver_when_done(future, task, owner, on_done, on_error)
        return task

    def run_async(
        self,
        factory: Callable[[], Coroutine[Any, Any, T]],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: OnError | None = None,
        on_cancel: Callable[[], None] | None = None,
    ) -> Task:
        """Runs the coroutine that `factory` makes on the io loop. Cancelling cancels the coroutine."""
        task = Task(on_cancel)
        future = self._loop().run(factory())
        task.starts(future.cancel)
        self._deliver_when_done(future, task, owner, on_done, on_error)
        return task

    def subscribe(
        self,
        subscribe: Callable[[Callable[[T], None]], Callable[[], None]],
        *,
        owner: QObject,
        on_value: Callable[[T], None],
    ) -> Task:
        """Listens until the task is cancelled. Of values that arrive faster than they are shown the newest wins."""
        task = Task(None)
        newest = Newest[T]()

        def deliver() -> None:
            value = newest.take()
            if task.finished:
                return
            if not shiboken6.isValid(owner):
                task.cancel()
                return
            on_value(value)

        def on_any_thread(value: T) -> None:
            if newest.put(value):
                self._post(deliver)

        task.starts(subscribe(on_any_thread))
        return task

    def close(self) -> None:
        """Nothing is delivered any more; waits for pool functions that are under way."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver_when_done(
        self,
        future: "Future[T]",
        task: Task,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: OnError | None,
    ) -> None:
        def deliver() -> None:
            if task.finished or future.cancelled():
                return
            task.finished = True
            error = future.exception()
            if error is not None:
                self._fail(error, owner, on_error)
            elif shiboken6.isValid(owner):
                on_done(future.result())

        future.add_done_callback(lambda _done: self._post(deliver))

    def _post(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._arrived.emit(call)

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def _fail(self, error: BaseException, owner: QObject, on_error: OnError | None) -> None:
        problem = problem_of(error)
        if not isinstance(error, KnownError):
            log.error("background work failed", exc_info=error)
            self.bug.emit("".join(traceback.format_exception(error)))
        elif on_error is None:
            log.warning("not shown anywhere: %s", error)
        if on_error is not None and shiboken6.isValid(owner):
            on_error(problem)


class Newest(Generic[T]):
    """A place for one value between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: list[T] = []

    def put(self, value: T) -> bool:
        """True when the place was empty, so somebody has to be told."""
        with self._lock:
            was_empty = not self._values
            self._values = [value]
            return was_empty

    def take(self) -> T:
        with self._lock:
            return self._values.pop()


def problem_of(error: BaseException) -> Problem:
    """A KnownError in its own words; a bug as what it is."""
    if isinstance(error, KnownError):
        return Problem(error.title, error.message, error.next_step)
    return Problem(
        tr("Fleetdesk made a mistake."),
        tr("What you saved is safe. The log holds what happened."),
        tr("Try again; if it happens again, report it from the message that has opened."),
        "".join(traceback.format_exception(error)),
    )
