"""Motion: things move for as long as the tokens say, or not at all.

Nothing moves unless the studio runs on a screen and the user has not reduced motion: pictures of
the window and tests see each state at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication

from app.look.theme import load_tokens

_PROPERTY = "weftMotion"


def allow_motion(allowed: bool) -> None:
    """Let things move from now on, or not."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_PROPERTY, allowed)


def duration(name: str) -> int:
    """How many milliseconds a motion of the tokens takes; 0 where nothing moves."""
    application = QApplication.instance()
    allowed = application is not None and application.property(_PROPERTY) is True
    return int(load_tokens()["motion"][name]) if allowed else 0


class Motion(QObject):
    """One thing that moves: `step` is called with shares from above 0 to 1, which is the last.

    The last step comes at once where nothing moves. Starting anew or `stop` drops what is left.
    """

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name
        self._step: Callable[[float], object] = float
        self.animation = QVariantAnimation(self)
        self.animation.setStartValue(0.0)
        self.animation.setEndValue(1.0)
        easing = QEasingCurve.Type[load_tokens()["motion"]["easing"]]
        self.animation.setEasingCurve(QEasingCurve(easing))
        self.animation.valueChanged.connect(self._take)

    @property
    def is_moving(self) -> bool:
        return self.animation.state() == QAbstractAnimation.State.Running

    def start(self, step: Callable[[float], object]) -> None:
        """Move, from now on."""
        self.stop()
        self._step = step
        lasts = duration(self._name)
        if not lasts:
            step(1.0)
            return
        self.animation.setDuration(lasts)
        self.animation.start()

    def stop(self) -> None:
        """Stay where it is."""
        self.animation.stop()

    def _take(self, share: float) -> None:
        if self.is_moving or share == 1.0:
            self._step(share)
