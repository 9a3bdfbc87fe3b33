"""WireEnd: the loose wire under the mouse, and the words beside it that say why it won't go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtWidgets import QFrame, QGraphicsView, QGridLayout, QLabel, QWidget

from app.canvas.loose_wire import LooseWire
from app.canvas.pointer import PortRef
from app.canvas.scene import WorkflowScene
from app.look.fonts import set_font
from app.look.icons import make_icon
from app.look.theme import Theme

BESIDE = QPoint(16, 18)
WIDEST = 276
SIGN = 16
EDGE = 8


class WireEnd:
    """What is seen of a wire while it is dragged."""

    def __init__(
        self, view: QGraphicsView, scene: WorkflowScene, port: PortRef, kind: str, theme: Theme
    ) -> None:
        self._view = view
        self._scene = scene
        self._port = port
        self._wire = LooseWire(kind, theme)
        scene.addItem(self._wire)
        self.reason = WireReason(theme, view.viewport())

    def show(
        self,
        at: QPointF,
        dots: Sequence[QPointF],
        reason: str,
        pointer: QPointF,
        *,
        snapped: PortRef | None,
    ) -> None:
        """Draw the wire from its port to a point; a reason makes it a refused one."""
        points = [self._scene.port_position(self._port), *dots, at]
        backwards = not self._port.is_output
        if backwards:
            points.reverse()
        self._wire.show(
            points, refused=bool(reason), snapped=snapped is not None, backwards=backwards
        )
        self.reason.say(reason, pointer.toPoint())

    def remove(self) -> None:
        """Take it all away."""
        if self._wire.scene() is not None:
            self._scene.removeItem(self._wire)
        self.reason.hide()
        self.reason.deleteLater()


class WireReason(QFrame):
    """A sentence in bold that says why not, and below it what to do about it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wireReason")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sign = QLabel()
        icon = make_icon("error", theme.colour("state.failed"), theme.colour("bg.popup"))
        sign.setPixmap(icon.pixmap(QSize(SIGN, SIGN)))
        self._title, self._way_out = _words("wireReasonTitle", 600), _words("wireReasonHint", 400)
        self._room = parent
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 12, 9)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._way_out, 1, 1)
        self.hide()

    def say(self, reason: str, pointer: QPoint) -> None:
        """Show a reason beside the pointer, or nothing."""
        self.setVisible(bool(reason))
        if not reason:
            return
        title, dot, way_out = reason.partition(". ")
        self._title.setText(title + dot.strip())
        self._way_out.setText(way_out)
        self._way_out.setVisible(bool(way_out))
        self._fit()
        room, corner = self._room.rect(), pointer + BESIDE
        corner.setX(max(EDGE, min(corner.x(), room.right() - self.width() - EDGE)))
        if corner.y() + self.height() + EDGE > room.bottom():
            corner.setY(pointer.y() - BESIDE.y() - self.height())
        self.move(corner)

    def _fit(self) -> None:
        """As narrow as the words allow, as high as they then need."""
        margins = self._grid.contentsMargins()
        others = margins.left() + margins.right() + SIGN + self._grid.horizontalSpacing()
        widest = max(
            label.fontMetrics().horizontalAdvance(label.text()) + 2
            for label in (self._title, self._way_out)
        )
        width = min(WIDEST, widest + others)
        self.resize(width, self._grid.totalHeightForWidth(width))


def _words(name: str, weight: int) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_font(label, "small", weight)
    return label
