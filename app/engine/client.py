"""EngineClient: asks the engine's process, which is started again when it dies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.engine.connection import COMMAND, Connection
from app.engine.restarts import MOST, Restarts
from app.look.words import tr
from graph_engine.events import Event
from graph_engine.fitting import WireEnd
from graph_engine.hosts.engine_process.frames import FrameError
from graph_engine.hosts.engine_process.messages import (
    Answer,
    Ask,
    Check,
    Checked,
    Describe,
    Described,
    DeviceTold,
    Failed,
    Fits,
    Fitting,
    Job,
    JobEnded,
    ListModels,
    MakePlan,
    Models,
    PlacesTold,
    Planned,
    StopJob,
    Stopping,
    Superseded,
    TellDevice,
    TellPlaces,
)
from graph_engine.hosts.engine_process.sweep_messages import (
    DrawSheet,
    PlanSweep,
    SheetDrawn,
    SweepPlanned,
)

_MOST_SENDS = 3
HARD_STOP_MS = 5000

Given = TypeVar("Given", bound=Answer)
Refused = Callable[[str], object]


def _ignore(sentence: object) -> None:
    pass


@dataclass
class _Waiting:
    """An ask without an answer yet, and how often it was sent."""

    ask: Ask
    answer: type[Answer]
    then: Callable[[Any], object]
    refused: Refused
    news: Callable[[Event], object] = _ignore
    sends: int = 0

    @property
    def is_given_up(self) -> bool:
        """Whether it is not sent again, now that the process has died.

        A job is not: it may be what the process died of, and the user decides about it.
        """
        return self.sends >= (1 if isinstance(self.ask, Job) else _MOST_SENDS)


class EngineClient(QObject):
    """The engine as the window sees it: asks are answered later, and nothing blocks.

    Every ask takes `then`, called with the answer, and `refused`, called with a sentence if there
    is none; neither is called for an ask that a newer one has overtaken or that was taken back
    (`forget`, with the number that the ask returned). An ask waits while the process starts, and
    is repeated when the process dies over it, but not for ever; a job (`run`) is not repeated.

    `ready` comes each time that the process can be asked, `died` with a sentence when it has
    died, `gone` after that when it will not be started again unless `start` is called.
    """

    ready = Signal()
    died = Signal(str)
    gone = Signal()
    logged = Signal(str)

    def __init__(
        self,
        arguments: Iterable[str] = (),
        parent: QObject | None = None,
        *,
        command: Sequence[str] = COMMAND,
        hard_stop_ms: int = HARD_STOP_MS,
    ) -> None:
        super().__init__(parent)
        self._command = (*command, *arguments)
        self._hard_stop_ms = hard_stop_ms
        self._connection: Connection | None = None
        self._is_ready = False
        self._restarts = Restarts()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._connect)
        self._waiting: dict[int, _Waiting] = {}
        self._last_number = 0
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    @property
    def is_ready(self) -> bool:
        """Whether the process can be asked now."""
        return self._is_ready

    @property
    def is_idle(self) -> bool:
        """Whether every ask has its answer."""
        return not self._waiting

    @property
    def process_id(self) -> int:
        """The operating system's number of the process; 0 while there is none."""
        return self._connection.process_id if self._connection is not None else 0

    def start(self) -> None:
        """Start the process; also again, after it was given up."""
        if self._connection is None:
            self._restarts.forget()
            self._connect()

    def restart(self) -> None:
        """End the process whatever it is at, and start another one; asks are repeated."""
        self._again.stop()
        self._drop_connection()
        self._refuse(tr("The engine was started again."), lambda waiting: waiting.is_given_up)
        self.start()

    def stop(self) -> None:
        """End the process and take all asks back."""
        self._again.stop()
        self._waiting.clear()
        self._drop_connection()

    def describe(self, then: Callable[[Described], object], refused: Refused = _ignore) -> int:
        """Which node types are there?"""
        return self._ask(Describe(), Described, then, refused)

    def check(
        self, ask: Check, then: Callable[[Checked], object], refused: Refused = _ignore
    ) -> int:
        """What is wrong with a workflow, and what is known of it?"""
        return self._ask(ask, Checked, then, refused)

    def plan(
        self, ask: MakePlan, then: Callable[[Planned], object], refused: Refused = _ignore
    ) -> int:
        """What would a run do?"""
        return self._ask(ask, Planned, then, refused)

    def fits(
        self,
        text: str,
        folder: str,
        end: WireEnd,
        then: Callable[[Fitting], object],
        refused: Refused = _ignore,
    ) -> int:
        """Which ports may a wire from this end go to?"""
        ask = Fits(text, folder, end.node, end.port, end.is_output)
        return self._ask(ask, Fitting, then, refused)

    def models(self, then: Callable[[Models], object], refused: Refused = _ignore) -> int:
        """Which model files are there?"""
        return self._ask(ListModels(), Models, then, refused)

    def places(self, then: Callable[[PlacesTold], object], refused: Refused = _ignore) -> int:
        """Which folders are read and written?"""
        return self._ask(TellPlaces(), PlacesTold, then, refused)

    def plan_sweep(
        self, ask: PlanSweep, then: Callable[[SweepPlanned], object], refused: Refused = _ignore
    ) -> int:
        """What would a sweep do?"""
        return self._ask(ask, SweepPlanned, then, refused)

    def draw_sheet(
        self, ask: DrawSheet, then: Callable[[SheetDrawn], object], refused: Refused = _ignore
    ) -> int:
        """Write a contact sheet of cells that were run."""
        return self._ask(ask, SheetDrawn, then, refused)

    def ask(
        self,
        ask: Ask,
        answer: type[Given],
        then: Callable[[Given], object],
        refused: Refused = _ignore,
    ) -> int:
        """Any question, with the kind of its answer."""
        return self._ask(ask, answer, then, refused)

    def device(self, then: Callable[[DeviceTold], object], refused: Refused = _ignore) -> int:
        """On which device does the engine compute, and how full is its memory?"""
        return self._ask(TellDevice(), DeviceTold, then, refused)

    def run(
        self,
        ask: Job,
        news: Callable[[Event], object],
        then: Callable[[JobEnded], object],
        refused: Refused = _ignore,
    ) -> int:
        """Have a job done; `news` hears of its events, of pictures and progress the newest."""
        return self._ask(ask, JobEnded, then, refused, news)

    def stop_job(self, job: str) -> None:
        """Have a job end within a step, keeping what is done; if it does not, end the process.

        It ends as cancelled in either case.
        """
        for number, waiting in list(self._waiting.items()):
            if not isinstance(waiting.ask, Job) or waiting.ask.job != job:
                continue
            if not waiting.sends:
                QTimer.singleShot(0, self, partial(self._cancel, number))
                continue
            self._ask(StopJob(job), Stopping, _ignore, _ignore)
            QTimer.singleShot(self._hard_stop_ms, self, partial(self._stop_hard, number))

    def forget(self, number: int) -> None:
        """Take an ask back: nobody waits for its answer any more."""
        self._waiting.pop(number, None)

    def _ask(
        self,
        ask: Ask,
        answer: type[Given],
        then: Callable[[Given], object],
        refused: Refused,
        news: Callable[[Event], object] = _ignore,
    ) -> int:
        for number, other in list(self._waiting.items()):
            if ask.overtakes and other.ask.overtakes == ask.overtakes:
                del self._waiting[number]
        self._last_number += 1
        self._waiting[self._last_number] = _Waiting(ask, answer, then, refused, news)
        if self._is_ready:
            self._send(self._last_number)
        return self._last_number

    def _send(self, number: int) -> None:
        waiting = self._waiting[number]
        waiting.sends += 1
        assert self._connection is not None
        try:
            self._connection.send(number, waiting.ask)
        except FrameError as error:
            del self._waiting[number]
            sentence = error.message
            QTimer.singleShot(0, self, lambda: waiting.refused(sentence))

    def _connect(self) -> None:
        self._connection = Connection(self._command, self)
        self._connection.greeted.connect(self._greet)
        self._connection.leaving.connect(self._wait_for_another)
        self._connection.answered.connect(self._take)
        self._connection.told.connect(self._tell)
        self._connection.logged.connect(self.logged)
        self._connection.ended.connect(self._end)
        self._connection.start()

    def _drop_connection(self) -> None:
        self._is_ready = False
        if self._connection is not None:
            self._connection.close()
            self._connection.deleteLater()
            self._connection = None

    def _greet(self) -> None:
        self._is_ready = True
        for number in list(self._waiting):
            self._send(number)
        self.ready.emit()

    def _wait_for_another(self) -> None:
        """The process ends itself soon: what is asked from now on is for the one after it."""
        self._is_ready = False

    def _take(self, number: int, answer: Answer) -> None:
        waiting = self._waiting.pop(number, None)
        if waiting is None or isinstance(answer, Superseded):
            return
        if isinstance(answer, waiting.answer):
            waiting.then(answer)
        elif isinstance(answer, Failed):
            waiting.refused(f"{answer.message} {answer.hint}".strip())
        else:
            waiting.refused(tr("The engine answered something else than was asked."))

    def _tell(self, number: int, event: Event) -> None:
        if number in self._waiting:
            self._waiting[number].news(event)

    def _cancel(self, number: int) -> None:
        """Tell that a job which is not going on was stopped."""
        waiting = self._waiting.pop(number, None)
        if waiting is not None:
            assert isinstance(waiting.ask, Job)
            waiting.then(JobEnded(waiting.ask.job, "cancelled"))

    def _stop_hard(self, number: int) -> None:
        """End the process, which does not stop a job; what was asked meanwhile waits for another."""
        if number in self._waiting and self._connection is not None:
            self._wait_for_another()
            self._connection.kill(tr("The run did not stop, so the engine was ended."))
            self._cancel(number)

    def _end(self, why: str, may_retry: bool) -> None:
        self._drop_connection()
        if any(isinstance(one.ask, Job) and one.sends for one in self._waiting.values()):
            # Jobs are not repeated, so that no job can have the process die again and again.
            self._restarts.forget()
        delay = self._restarts.next_delay() if may_retry else None
        if delay is not None:
            self._again.start(round(delay * 1000))
            self.died.emit(tr("{why} It is started again.", why=why))
            self._refuse(why, lambda waiting: waiting.is_given_up)
            return
        if may_retry:
            why = tr("{why} It was started {number} times within a minute.", why=why, number=MOST)
        self.died.emit(why)
        self.gone.emit()
        self._refuse(why, lambda waiting: True)

    def _refuse(self, why: str, which: Callable[[_Waiting], bool]) -> None:
        refused = {number: one for number, one in self._waiting.items() if which(one)}
        for number, waiting in refused.items():
            del self._waiting[number]
            waiting.refused(why)
