"""WireEnd: the loose wire under the mouse, and the words beside it that say why it won't go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QGraphicsView, QLabel

from app.canvas.loose_wire import LooseWire
from app.canvas.pointer import PortRef
from app.canvas.scene import WorkflowScene
from app.look.theme import Theme

BESIDE = QPoint(18, 20)
WIDEST = 320


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
        self.reason = QLabel(view.viewport())
        self.reason.setObjectName("wireReason")
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.reason.hide()

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
        start = self._scene.port_position(self._port)
        points = [start, *dots, at]
        if not self._port.is_output:
            points.reverse()
        self._wire.show(points, refused=bool(reason), snapped=snapped is not None)
        self.reason.setVisible(bool(reason))
        if not reason:
            return
        self.reason.setText(reason)
        self.reason.setFixedWidth(min(WIDEST, self.reason.sizeHint().width() + 8))
        self.reason.adjustSize()
        corner = pointer.toPoint() + BESIDE
        room = self._view.viewport().rect()
        corner.setX(max(4, min(corner.x(), room.right() - self.reason.width() - 8)))
        corner.setY(max(4, min(corner.y(), room.bottom() - self.reason.height() - 8)))
        self.reason.move(corner)

    def remove(self) -> None:
        """Take it all away."""
        if self._wire.scene() is not None:
            self._scene.removeItem(self._wire)
        self.reason.hide()
        self.reason.deleteLater()
