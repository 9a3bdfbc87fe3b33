"""Connection: one engine process from its start to its end, nothing waited for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from app.look.words import tr
from graph_engine.events import Event, NodePicture, NodePreview
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.kinds import TOLD
from graph_engine.hosts.engine_process.messages import (
    PROTOCOL,
    Ask,
    Hello,
    Leaving,
    Message,
    News,
)
from graph_engine.hosts.engine_process.shared_files import remove_folder, take_file
from graph_engine.hosts.engine_process.wire import MessageError, message_data, read_message

# -P: a file named like a module, in the folder where the studio was started, is not imported.
COMMAND = (sys.executable, "-P", "-m", "graph_engine.hosts.engine_process")
_PATIENCE_MS = 500


class Connection(QObject):
    """Starts the process and carries messages; `ended` comes once, with why as a sentence.

    `greeted` says that asks can be sent, `leaving` that none should be any more; `answered` and `told` bring the answers to them and the
    events of jobs, with the number of the ask. The second word of `ended` tells whether another try
    may help.
    """

    greeted = Signal()
    leaving = Signal()
    answered = Signal(int, object)
    told = Signal(int, object)
    logged = Signal(str)
    ended = Signal(str, bool)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = FrameReader()
        self._is_greeted = False
        self._is_sending = False
        self._is_over = False
        self._shared: Path | None = None
        self._leaves_because = ""
        self._process = QProcess(self)
        self._process.setProgram(command[0])
        self._process.setArguments(list(command[1:]))
        self._process.readyReadStandardOutput.connect(self._read_messages)
        self._process.readyReadStandardError.connect(self._read_log)
        self._process.errorOccurred.connect(self._fail)
        self._process.finished.connect(self._finish)

    @property
    def process_id(self) -> int:
        """The operating system's number of the process; 0 while there is none."""
        return self._process.processId()

    def start(self) -> None:
        """Start the process; returns at once."""
        self._process.start()

    def send(self, number: int, ask: Ask) -> None:
        """Send an ask at once; raises FrameError if it is too large.

        Without being told to, Qt writes only when the window has nothing else to do, such as
        painting the edit that the ask is about. Nothing is waited for.
        """
        self._process.write(encode_frame(message_data(number, ask)))
        self._is_sending = True
        self._process.waitForBytesWritten(0)
        self._is_sending = False

    def close(self) -> None:
        """End the process, which keeps what it has done; waits a moment until it is gone."""
        self._is_over = True
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        if not (self._is_greeted and self._process.waitForFinished(_PATIENCE_MS)):
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)
        self._forget_shared_files()

    def kill(self, why: str) -> None:
        """End the process whatever it is at; returns at once, `ended` comes with why."""
        self._leaves_because = why
        self._process.kill()

    def _read_messages(self) -> None:
        if self._is_sending:
            # Who sends is in the midst of something; an answer comes after that.
            QTimer.singleShot(0, self, self._read_messages)
            return
        for data in self._reader.feed(bytes(self._process.readAllStandardOutput().data())):
            if self._is_over:
                return
            try:
                if isinstance(data, FrameError):
                    raise MessageError(data.message)
                number, message = read_message(data, TOLD)
            except MessageError as error:
                if isinstance(data, dict) and data.get("kind") == "News":
                    self.logged.emit(f"{error.message}\n")  # of a node pack, which may be odd
                    continue
                self._give_up(tr("The engine can't be understood: {what}", what=error.message))
                return
            self._take(number, message)

    def _take(self, number: int, message: Message) -> None:
        if isinstance(message, Hello):
            self._greet(message)
        elif isinstance(message, Leaving):
            self._leaves_because = message.message
            self.leaving.emit()
        elif isinstance(message, News):
            event = self._whole(message)
            if event is not None:
                self.told.emit(number, event)
        else:
            self.answered.emit(number, message)

    def _whole(self, news: News) -> Event | None:
        """The event with its bytes, which a shared file may hold; None if that has gone."""
        event = news.event
        if not news.file or self._shared is None:
            return event
        try:
            data = take_file(self._shared, news.file)
        except (OSError, ValueError) as error:
            self.logged.emit(tr("A picture is lost: {why}", why=error) + "\n")
            return None
        if isinstance(event, NodePreview):
            return replace(event, picture=bytes(data))
        return replace(event, pixels=data) if isinstance(event, NodePicture) else event

    def _forget_shared_files(self) -> None:
        if self._shared is not None:
            remove_folder(self._shared)

    def _greet(self, hello: Hello) -> None:
        if (hello.protocol, hello.weft) != (PROTOCOL, version("weft")):
            words = tr(
                "Weft {engine} is installed now, but this window is Weft {studio}; close and open it.",
                engine=hello.weft,
                studio=version("weft"),
            )
            self._give_up(words, may_retry=False)
            return
        self._is_greeted = True
        self._shared = Path(hello.shared)
        self.greeted.emit()

    def _read_log(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        if text:
            self.logged.emit(text)

    def _give_up(self, why: str, *, may_retry: bool = True) -> None:
        """End the process from this side."""
        if not self._is_over:
            self.close()
            self.ended.emit(why, may_retry)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._is_over:
            self._is_over = True
            why = tr("The engine can't be started: {why}.", why=self._process.errorString())
            self.ended.emit(why, False)

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_messages()
        if self._is_over:
            return
        self._read_log()
        self._is_over = True
        self._forget_shared_files()
        if self._leaves_because:
            self.ended.emit(self._leaves_because, True)
        elif status == QProcess.ExitStatus.CrashExit:
            self.ended.emit(tr("The engine was ended from outside or crashed."), True)
        else:
            self.ended.emit(tr("The engine stopped with the code {code}.", code=code), True)
