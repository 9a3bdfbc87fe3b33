"""Qt messages: what Qt wants to say goes to Python's log, so that tests can fail on it."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# Said by Qt's own offscreen platform of every window and menu; nothing can be done about it.
_HARMLESS = frozenset(
    f"This plugin does not support {what}"
    for what in (
        "propagateSizeHints()",
        "raise()",
        "grabbing the keyboard",
        "grabbing the mouse",
        "setting window masks",
    )
)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages() -> None:
    """From now on, log what Qt says under the name `qt`."""
    qInstallMessageHandler(_log)


def _log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if message not in _HARMLESS:
        logging.getLogger("qt").log(_LEVELS[kind], message)
