"""Stage: where pictures are shown: one of them, or two that are compared."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.preview.compare_bar import CompareBar
from app.preview.compare_view import CompareView
from app.preview.picture import Picture, Pictures
from app.preview.picture_view import PictureView
from app.preview.zoom_pan import ZoomPan


class Stage(QWidget):
    """Shows what it is given; during a comparison that is B. `compared` says when one goes on."""

    compared = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.view, self.comparing = PictureView(), CompareView()
        self.bar = CompareBar(self.comparing)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.comparing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bar)
        self.bar.hide()
        self.bar.closed.connect(self.end_comparison)
        self.setFocusProxy(self.view)

    @property
    def is_comparing(self) -> bool:
        """Whether two pictures are compared."""
        return self._stack.currentWidget() is self.comparing

    def present(self, pictures: Pictures, caption: str) -> None:
        """Show other pictures."""
        self.view.show_pictures(pictures, caption)
        if self.is_comparing:
            self.comparing.show_second(self.view.picture, caption)

    def fit(self) -> None:
        """Show all of what is shown."""
        self._front.fit()

    def show_pixels(self) -> None:
        """One pixel of the picture on one of the screen."""
        self._front.show_pixels()

    def toggle_comparison(self) -> None:
        """Hold the picture as A, and compare it with whatever is shown next; or end that."""
        if self.is_comparing:
            self.end_comparison()
        elif self.view.picture is not None:
            self.begin_comparison(self.view.picture, self.view.caption)

    def begin_comparison(self, first: Picture, name: str) -> None:
        """Compare a picture with the one that is shown, and with those that follow it."""
        self.comparing.show_first(first, name)
        self.comparing.show_second(self.view.picture, self.view.caption)
        self._stack.setCurrentWidget(self.comparing)
        self.bar.show()
        self.setFocusProxy(self.comparing)
        self.comparing.setFocus()
        self.compared.emit(True)

    def end_comparison(self) -> None:
        """Show one picture again, at the place that was compared."""
        if not self.is_comparing:
            return
        if self.comparing.mode != "sides" and not self.comparing.is_fitted:
            self.view.look_like(self.comparing)
        self._stack.setCurrentWidget(self.view)
        self.bar.hide()
        self.setFocusProxy(self.view)
        self.view.setFocus()
        self.compared.emit(False)

    @property
    def _front(self) -> ZoomPan:
        return self.comparing if self.is_comparing else self.view
