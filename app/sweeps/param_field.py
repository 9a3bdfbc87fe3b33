"""ParamField: chooses the param of an axis from a list that filters as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.list_popup import ListPopup
from app.editors.rows import Row
from app.look.theme import current_theme
from app.look.words import tr
from app.sweeps.sweepable import Sweepable

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4)


class ParamField(QAbstractButton):
    """Emits `chosen` with the name of a param, such as `sampler.guidance`."""

    chosen = Signal(str)

    def __init__(self, params: Sequence[Sweepable], param: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._params = params
        self._popup: ListPopup | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)
        self.show_param(param)

    @property
    def popup(self) -> ListPopup | None:
        """The list while it is open."""
        return self._popup

    def show_param(self, param: str) -> None:
        """Show another param."""
        self.setText(param)
        self.setAccessibleName(tr("Param: {param}", param=param or tr("none")))
        self.update()

    def open_list(self, text: str | bool = "") -> None:
        """Open the list of all params, filtered by a first character if there is one."""
        popup = ListPopup(_rows(self._params), self.text(), current_theme(), self)
        popup.chosen.connect(self._choose)
        popup.closed.connect(self._closed)
        self._popup = popup
        popup.open_at(self, text if isinstance(text, str) else "")
        self.update()

    def _choose(self, param: str) -> None:
        self.show_param(param)
        self.chosen.emit(param)

    def _closed(self) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.deleteLater()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() in _OPEN:
            self.open_list()
        elif event.text().isalnum() and held == Qt.KeyboardModifier.NoModifier:
            self.open_list(event.text())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(180, round(self._look().height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self._look()
        opened = self._popup is not None
        look.paint(painter, place, hovered=self.underMouse(), focused=self.hasFocus() or opened)
        inner = look.inner(place)
        arrow = look.paint_glyph(painter, inner, "updown")
        room = inner.adjusted(0, 0, -arrow, 0)
        text, colour = self.text() or tr("Choose a param"), "text.primary"
        if not self.text():
            colour = "text.tertiary"
        look.paint_text(painter, room, text, right=False, colour=colour)

    def _look(self) -> FieldLook:
        return FieldLook(EditorContext(current_theme()))


def _rows(params: Sequence[Sweepable]) -> list[Row]:
    rows: list[Row] = []
    node = None
    for param in params:
        if param.node != node:
            node = param.node
            rows.append(Row(param.title, heading=True))
        rows.append(Row(param.name, param.name, detail=param.spec.doc))
    return rows
