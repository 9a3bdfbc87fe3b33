"""Server: reads asks, has them answered in their lanes, and writes the answers."""

from __future__ import annotations

import logging
import os
import threading
from functools import partial
from importlib.metadata import version
from typing import NoReturn

from graph_engine.errors import Cancelled, WeftError
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.jobs import not_begun
from graph_engine.hosts.engine_process.kinds import ASKS
from graph_engine.hosts.engine_process.lanes import Lane, Numbered
from graph_engine.hosts.engine_process.messages import (
    PROTOCOL,
    Answer,
    Ask,
    Failed,
    Hello,
    Job,
    Leaving,
    StopJob,
    Stopping,
    Superseded,
)
from graph_engine.hosts.engine_process.outbox import Outbox
from graph_engine.hosts.engine_process.priority import give_way
from graph_engine.hosts.engine_process.service import RUNS, Service
from graph_engine.hosts.engine_process.shared_files import SharedFiles, sweep
from graph_engine.hosts.engine_process.streams import Streams
from graph_engine.hosts.engine_process.wire import MessageError, message_data, read_message

_log = logging.getLogger(__name__)

_LAST_WORDS_SECONDS = 5.0


class Server:
    """Serves one studio until its end of the streams is closed."""

    def __init__(self, streams: Streams, service: Service) -> None:
        self._streams = streams
        self._service = service
        self._files = SharedFiles()
        self._outbox = Outbox(self._write, self._files)
        self._lanes: dict[str, Lane] = {}

    def serve(self) -> NoReturn:
        """Answer asks; ends the process when the studio is gone, whatever is still running."""
        self._outbox.start()
        self._send(0, Hello(PROTOCOL, version("weft"), os.getpid(), str(self._files.folder)))
        threading.Thread(target=sweep, name="weft-sweep", daemon=True).start()
        reader = FrameReader()
        while piece := self._streams.read():
            for frame in reader.feed(piece):
                self._take(frame)
        self._leave()

    def _take(self, frame: dict[str, object] | FrameError) -> None:
        try:
            if isinstance(frame, FrameError):
                raise MessageError(frame.message)
            number, ask = read_message(frame, ASKS)
        except MessageError as error:
            self._send(error.number, Failed(error.message))
            return
        if isinstance(ask, StopJob):
            self._stop(number, ask)
            return
        if isinstance(ask, Job):
            self._service.stops.expect(ask)
        name = self._service.lane(ask)
        if name not in self._lanes:
            begin = give_way if name == RUNS else lambda: None
            self._lanes[name] = Lane(name, self._answer, self._drop, begin)
        self._lanes[name].put(Numbered(number, ask))

    def _stop(self, number: int, ask: StopJob) -> None:
        """Have a job end: at once if it still waits, else as soon as its run hears of it."""

        def is_meant(other: Ask) -> bool:
            return isinstance(other, Job) and other.job == ask.job

        found = self._service.stops.stop(ask.job)
        waiting = self._lanes[RUNS].withdraw(is_meant) if RUNS in self._lanes else ()
        for one in waiting:
            assert isinstance(one.ask, Job)
            self._service.stops.forget(one.ask)
            self._send(one.number, not_begun(one.ask, Cancelled()))
        self._send(number, Stopping(ask.job, found))

    def _drop(self, numbered: Numbered) -> None:
        self._send(numbered.number, Superseded())

    def _answer(self, numbered: Numbered) -> None:
        try:
            tell = partial(self._outbox.tell, numbered.number)
            answer = self._service.answer(numbered.ask, tell)
            must_end = self._service.must_end if isinstance(numbered.ask, Job) else ""
            if must_end:  # told first, so that nothing more is asked of this process
                self._send(0, Leaving(must_end))
            self._send(numbered.number, answer)
            if must_end:
                self._outbox.flush(_LAST_WORDS_SECONDS)
                self._leave()
        except WeftError as error:
            self._send(numbered.number, Failed(error.message, error.hint))
        except BaseException as error:  # noqa: BLE001 - whatever a node pack's code raises
            _log.exception("The engine could not answer.")
            what = f"{type(error).__name__}: {error}"
            self._send(numbered.number, Failed(f"The engine could not answer: {what}"))

    def _send(self, number: int, answer: Answer) -> None:
        self._outbox.put(number, encode_frame(message_data(number, answer)))

    def _write(self, frame: bytes) -> None:
        try:
            self._streams.write(frame)
        except OSError:
            self._leave()  # the studio is gone

    def _leave(self) -> NoReturn:
        """End now, whatever is still running."""
        self._files.remove()
        os._exit(0)
