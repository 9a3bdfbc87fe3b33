"""FilmPanel: the film under the picture: frames, marks of the steps, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.preview.film_show import FilmShow, strip_sketches
from app.preview.scrubber import Scrubber
from app.preview.strip import INSET, Strip
from app.preview.transport import Transport


class FilmPanel(QWidget):
    """Shows where a FilmShow is, and lets it go elsewhere; hidden while there is no film."""

    def __init__(self, show: FilmShow) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._show = show
        self.titles: dict[str, str] = {}
        self.strip, self.scrubber, self.transport = Strip(), Scrubber(), Transport()
        column = QVBoxLayout(self)
        column.setContentsMargins(12 - INSET, 7, 12 - INSET, 5)
        column.setSpacing(3)
        for part in (self.strip, self.scrubber, self.transport):
            column.addWidget(part)
        self.strip.chosen.connect(show.go)
        self.scrubber.chosen.connect(show.go)
        self.scrubber.played.connect(show.play)
        self.transport.first.connect(show.first)
        self.transport.played.connect(show.play)
        self.transport.last.connect(show.last)
        show.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the film as it is now."""
        show = self._show
        self.setVisible(len(show.film) > 0)
        if not len(show.film):
            return
        self.strip.show_film(show.film, show.at, strip_sketches(show.sketches))
        if show.is_live:
            show.want(self.strip.shown_steps())
        self.scrubber.show_film(show.film, show.at, self.titles)
        running = show.follows if show.is_live else show.is_playing
        self.transport.show_running(running, follows=show.is_live)
        self.transport.legend.show_counts(show.film.counts())

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key of the scrubber does while the focus is on the picture."""
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
                Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)  # fmt: skip
        if not self.isVisible() or event.key() not in keys:
            return False
        self.scrubber.keyPressEvent(event)
        return True
