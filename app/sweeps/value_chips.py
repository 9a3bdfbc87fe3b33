"""ValueChips: the values that an axis reads as, side by side in a few lines, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.fonts import set_font
from app.look.theme import current_theme
from app.look.words import listed, tr, tr_count

MOST_LINES = 3
_GAP, _PAD = 4.0, 7.0


class ValueChips(QWidget):
    """Grows with its lines up to `MOST_LINES`; what does not fit is counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        set_font(self, "caption")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_values(self, values: Sequence[str]) -> None:
        """Show other values."""
        self._values = tuple(values)
        count = tr_count(len(values), "{number} value", "{number} values")
        self.setAccessibleName(tr("{count}: {values}", count=count, values=listed(self._values)))
        self.setToolTip("\n".join(self._values[:40]) if self._values else "")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = {round(place.top()) for place, _ in self._placed(width)}
        return round(max(1, len(lines)) * (self._line() + _GAP) - _GAP)

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(160, self.width())))

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height() + 6

    def _placed(self, width: float) -> Iterator[tuple[QRectF, str]]:
        """The chips with their texts; the last says how many are left out."""
        metrics, line = QFontMetricsF(self.font()), self._line()
        x = y = 0.0
        placed: list[tuple[QRectF, str]] = []
        for at, value in enumerate(self._values):
            text = metrics.elidedText(
                " ".join(value.split()) or "–", Qt.TextElideMode.ElideRight, width - 2 * _PAD
            )
            wide = metrics.horizontalAdvance(text) + 2 * _PAD
            if x and x + wide > width:
                x, y = 0.0, y + line + _GAP
            if y > (MOST_LINES - 1) * (line + _GAP) + 1:
                yield from _with_count(placed, len(self._values) - at, width, metrics)
                return
            placed.append((QRectF(x, y, wide, line), text))
            x += wide + _GAP
        yield from placed

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for place, text in self._placed(self.width()):
            painter.setPen(QPen(theme.colour("line.normal"), 1))
            painter.setBrush(theme.colour("bg.raised"))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.colour("text.primary"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _with_count(
    placed: list[tuple[QRectF, str]], left_out: int, width: float, metrics: QFontMetricsF
) -> list[tuple[QRectF, str]]:
    """The chips with one at the end that counts those left out, for which some give way."""
    while placed:
        text = tr("+{number}", number=left_out)
        wide = metrics.horizontalAdvance(text) + 2 * _PAD
        last = placed[-1][0]
        if last.right() + _GAP + wide <= width:
            return [*placed, (QRectF(last.right() + _GAP, last.top(), wide, last.height()), text)]
        placed, left_out = placed[:-1], left_out + 1
    return placed
