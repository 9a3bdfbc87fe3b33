"""Server: reads asks, has them answered in their lanes, and writes the answers."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from typing import NoReturn

from graph_engine.errors import WeftError
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.lanes import Lane, Numbered
from graph_engine.hosts.engine_process.messages import (
    ASKS,
    PROTOCOL,
    Answer,
    Failed,
    Hello,
    Superseded,
)
from graph_engine.hosts.engine_process.service import Service
from graph_engine.hosts.engine_process.streams import Streams
from graph_engine.hosts.engine_process.wire import MessageError, message_data, read_message

_log = logging.getLogger(__name__)


class Server:
    """Serves one studio until its end of the streams is closed."""

    def __init__(self, streams: Streams, service: Service) -> None:
        self._streams = streams
        self._service = service
        self._lanes: dict[str, Lane] = {}

    def serve(self) -> NoReturn:
        """Answer asks; ends the process when the studio is gone, whatever is still running."""
        self._send(0, Hello(PROTOCOL, version("weft"), os.getpid()))
        reader = FrameReader()
        while piece := self._streams.read():
            for frame in reader.feed(piece):
                self._take(frame)
        os._exit(0)

    def _take(self, frame: dict[str, object] | FrameError) -> None:
        try:
            if isinstance(frame, FrameError):
                raise MessageError(frame.message)
            number, ask = read_message(frame, ASKS)
        except MessageError as error:
            self._send(error.number, Failed(error.message))
            return
        name = self._service.lane(ask)
        if name not in self._lanes:
            self._lanes[name] = Lane(name, self._answer, self._drop)
        self._lanes[name].put(Numbered(number, ask))

    def _drop(self, numbered: Numbered) -> None:
        self._send(numbered.number, Superseded())

    def _answer(self, numbered: Numbered) -> None:
        try:
            self._send(numbered.number, self._service.answer(numbered.ask))
        except WeftError as error:
            self._send(numbered.number, Failed(error.message, error.hint))
        except BaseException as error:  # noqa: BLE001 - whatever a node pack's code raises
            _log.exception("The engine could not answer.")
            what = f"{type(error).__name__}: {error}"
            self._send(numbered.number, Failed(f"The engine could not answer: {what}"))

    def _send(self, number: int, answer: Answer) -> None:
        frame = encode_frame(message_data(number, answer))
        try:
            self._streams.write(frame)
        except OSError:
            os._exit(0)  # the studio is gone
