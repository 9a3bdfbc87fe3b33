"""Connection: one engine process from its start to its end, nothing waited for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

from PySide6.QtCore import QObject, QProcess, Signal

from app.look.words import tr
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.messages import ANSWERS, PROTOCOL, Ask, Hello
from graph_engine.hosts.engine_process.wire import MessageError, message_data, read_message

# -P: a file named like a module, in the folder where the studio was started, is not imported.
COMMAND = (sys.executable, "-P", "-m", "graph_engine.hosts.engine_process")
_PATIENCE_MS = 500


class Connection(QObject):
    """Starts the process and carries messages; `ended` comes once, with why as a sentence.

    `greeted` says that asks can be sent. The second word of `ended` tells whether another try
    may help.
    """

    greeted = Signal()
    answered = Signal(int, object)
    logged = Signal(str)
    ended = Signal(str, bool)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = FrameReader()
        self._is_greeted = False
        self._is_over = False
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
        """Send an ask; raises FrameError if it is too large."""
        self._process.write(encode_frame(message_data(number, ask)))

    def close(self) -> None:
        """End the process, which keeps what it has done; waits a moment until it is gone."""
        self._is_over = True
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        if not (self._is_greeted and self._process.waitForFinished(_PATIENCE_MS)):
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)

    def _read_messages(self) -> None:
        for data in self._reader.feed(bytes(self._process.readAllStandardOutput().data())):
            if self._is_over:
                return
            try:
                if isinstance(data, FrameError):
                    raise MessageError(data.message)
                number, answer = read_message(data, ANSWERS)
            except MessageError as error:
                self._give_up(tr("The engine can't be understood: {what}", what=error.message))
                return
            if isinstance(answer, Hello):
                self._greet(answer)
            else:
                self.answered.emit(number, answer)

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
        if self._is_over:
            return
        self._read_log()
        self._is_over = True
        if status == QProcess.ExitStatus.CrashExit:
            self.ended.emit(tr("The engine was ended from outside or crashed."), True)
        else:
            self.ended.emit(tr("The engine stopped with the code {code}.", code=code), True)
