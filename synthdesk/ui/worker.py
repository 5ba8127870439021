"""Runs in the window: a QThread supervises one `Run` and turns its events into signals."""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from synthdesk.domain.control import Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Cancelled, Ending, Event, Failed, Finished
from synthdesk.domain.messages import message
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import EstimateTraining, Evaluate, Request, Train
from synthdesk.jobs.run import Run
from synthdesk.storage.log import without_values

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
GRACE_SECONDS = 10.0
"""How long work may take to obey a wish to end before it is killed."""
GIVE_UP_SECONDS = 0.6
"""The same where nothing is kept and nothing was begun outside the work folder: nobody waits for tidying."""
_LEAVES_NOTHING = (Train, Evaluate, EstimateTraining)


class Job(QObject):
    """One run as the window sees it. Lives in the window's thread; its signals arrive there.

    `progressed` carries a `domain.events.TrainEvent`, `ended` exactly one `domain.events.Ending`.
    """

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, request: Request, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = request
        self._supervisor = _Supervisor(run, leaves_nothing=isinstance(request, _LEAVES_NOTHING))
        self._thread = QThread(self)
        self._supervisor.moveToThread(self._thread)
        self._supervisor.progressed.connect(self.progressed)
        self._supervisor.ended.connect(self._on_ended)
        self._thread.started.connect(self._supervisor.supervise)

    def start(self) -> None:
        self._thread.start()

    def send(self, wish: Wish) -> None:
        """Ask the work to pause, go on, stop or give up; returns at once."""
        self._supervisor.send(wish)

    def kill(self) -> None:
        self._supervisor.kill()

    def wait(self) -> None:
        """Wait for the thread to end; call after the work was asked to end."""
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_ended(self, ending: object) -> None:
        self.wait()
        self.ended.emit(ending)


class JobService(QObject):
    """Starts jobs. `make_run` is the seam: the window uses child processes, tests may use `InlineRun`.

    `started` carries each new `Job` before its first event.
    """

    started = Signal(object)
    busy_changed = Signal()

    def __init__(
        self, make_run: Callable[[Request], Run] = ProcessRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_run = make_run
        self._running: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not ended."""
        return tuple(self._running)

    def start(self, request: Request) -> Job:
        """Start `request`; connect to the returned job's signals (bound methods of QObjects only)."""
        job = Job(request, self._make_run(request), self)
        self._running.append(job)
        job.ended.connect(self._on_ended)
        self.started.emit(job)
        job.start()
        self.busy_changed.emit()
        return job

    def shut_down(self) -> None:
        """Give up all running work and wait for its threads."""
        for job in self._running:
            job.kill()
        for job in self._running:
            job.wait()
        self._running.clear()

    def close(self) -> None:
        """Give up all running work, and tell nobody: those who listen are about to go."""
        running = self.running
        for job in running:
            job.blockSignals(True)  # noqa: FBT003  # Qt's own signature
        self.shut_down()

    @Slot(object)
    def _on_ended(self, _ending: object) -> None:
        job = self.sender()
        self._running = [other for other in self._running if other is not job]
        self.busy_changed.emit()
        job.deleteLater()


class _Supervisor(QObject):
    """Lives in the QThread and loops over `poll` until the run has ended."""

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, run: Run, *, leaves_nothing: bool) -> None:
        super().__init__()
        self._run = run
        self._give_up_seconds = GIVE_UP_SECONDS if leaves_nothing else GRACE_SECONDS
        self._end_by: float | None = None

    def send(self, wish: Wish) -> None:
        if wish is Wish.CANCEL:
            self._end_by = time.monotonic() + self._give_up_seconds
        elif wish is Wish.STOP_AND_KEEP and self._end_by is None:
            self._end_by = time.monotonic() + GRACE_SECONDS
        self._run.send(wish)

    def kill(self) -> None:
        self._run.kill()

    @Slot()
    def supervise(self) -> None:
        try:
            self.ended.emit(self._watch())
        except Exception as error:  # noqa: BLE001  # else the thread goes on and the window waits for ever
            _log.exception("Watching over a piece of work failed")
            self._run.kill()
            self.ended.emit(unexpected(error))

    def _watch(self) -> Ending:
        self._run.start()
        while True:
            for event in self._run.poll(POLL_SECONDS):
                if isinstance(event, Finished | Cancelled | Failed):
                    return event
                self.progressed.emit(event)
            if self._end_by is not None and time.monotonic() > self._end_by:
                self._run.kill()


class Background(QObject):
    """Does one thing in a thread: short work on files, such as saving. `ended` carries `Finished` or `Failed`."""

    ended = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(work)
        self._thread = QThread(self)
        self._worker.moveToThread(self._thread)
        self._worker.done.connect(self._on_done)
        self._thread.started.connect(self._worker.work)

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        """Wait until the work is done; `ended` comes afterwards, from the event loop."""
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_done(self, ending: object) -> None:
        self.wait()
        self.ended.emit(ending)
        self.deleteLater()


class _Worker(QObject):
    """Lives in the thread of a `Background`."""

    done = Signal(object)

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work

    @Slot()
    def work(self) -> None:
        try:
            ending: Event = Finished(self._work())
        except UserError as error:
            ending = Failed(error.title, error.happened, error.remedy)
        except Exception as error:  # noqa: BLE001  # said to the user instead
            _log.exception("Work on a file failed")
            ending = unexpected(error)
        self.done.emit(ending)


def unexpected(error: BaseException) -> Failed:
    """Return what to say of an error that is a fault of the program."""
    return Failed(
        message("Something went wrong in the program"),
        message("An error that was not expected stopped this step. Your project is still open."),
        message("Try again. If it happens again, send the details to those who look after this program."),
        without_values(error),
    )
