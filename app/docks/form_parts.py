"""Form parts: the sections, captions, links and problem rows that forms are made of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.docks.findings import ICONS, Finding
from app.docks.fixes import Fix
from app.docks.signs import IconSign
from app.look.doc_text import breakable, rich_text
from app.look.eliding_label import ElidingLabel
from app.look.fonts import set_font
from app.look.theme import current_theme, font, load_tokens, text_scale
from app.look.words import tr

INSET = 12
LABEL_GAP = 8
LABEL, WIDEST_LABEL = 76, 124


def label_width(names: Iterable[str] = ()) -> int:
    """How wide the column of labels is at the text scale of now; wider for names that need it."""
    metrics = QFontMetricsF(font("body"))
    longest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    scale = text_scale() / 100
    return round(min(WIDEST_LABEL * scale, max(LABEL * scale, longest + 2)))


def line_height() -> int:
    """How high a line with a link is, high enough to be hit."""
    return max(24, round(QFontMetricsF(font("body")).height()) + 4)


class LinkButton(QAbstractButton):
    """A name in the colour of links; a click or Enter follows it."""

    def __init__(self, text: str, spoken: str = "") -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(spoken or text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("body"))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 6, line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(30, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        used = QFont(font("body"))
        used.setUnderline(self.underMouse())
        painter.setFont(used)
        painter.setPen(theme.colour("user.hover" if self.isDown() else "user.link"))
        metrics = QFontMetricsF(used)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width() - 3)
        self.setToolTip(self.text() if shown != self.text() else "")
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()).adjusted(0, 0, 4, 0), line, shown)
        if self.hasFocus():
            # A line, not a ring: the name stays flush with the text around it.
            under = QRectF(0, self.height() - 3, metrics.horizontalAdvance(shown), 2)
            painter.fillRect(under, theme.colour("user.base"))


class Rule(QFrame):
    """A line between sections."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rule")
        self.setFixedHeight(1)


class ProblemRow(QWidget):
    """A problem with its fix, on top of a form."""

    fixed = Signal(object)

    def __init__(self, finding: Finding, fix: Fix | None) -> None:
        super().__init__()
        icon, colour = ICONS[finding.severity]
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(IconSign(icon, colour), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        sentence = prose(breakable(finding.sentence), rich=False)
        column.addWidget(sentence)
        self.button = QPushButton(fix.label) if fix is not None else None
        if self.button is not None:
            set_font(self.button, "caption", QFont.Weight.Medium)
            self.button.clicked.connect(lambda: self.fixed.emit(fix))
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self._severity = finding.severity
        self.setAccessibleName(finding.sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = "state.failedSoft" if self._severity == "error" else "state.warningSoft"
        painter.setBrush(theme.colour(soft))
        radius = float(load_tokens()["radius"]["control"])
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class DocText(QWidget):
    """Docs, of which the first sentence shows and *More* unfolds the rest."""

    def __init__(self, doc: str) -> None:
        super().__init__()
        self._doc = doc
        self._first = first_sentence(doc)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.label = prose(self._first)
        column.addWidget(self.label)
        self.more = LinkButton(tr("More"))
        self.more.clicked.connect(self.toggle)
        column.addWidget(self.more)
        # Only now: shown before it had a parent, it would be a window that takes the focus.
        self.more.setVisible(self._first != " ".join(doc.split()))
        self.is_open = False

    def toggle(self) -> None:
        """Unfold the rest, or fold it."""
        self.is_open = not self.is_open
        self.label.setText(rich_text(self._doc if self.is_open else self._first))
        self.more.setText(tr("Less") if self.is_open else tr("More"))
        self.more.setAccessibleName(self.more.text())


def first_sentence(doc: str) -> str:
    """The first sentence of docs, as one line."""
    paragraph = " ".join(doc.split("\n\n", 1)[0].split())
    end = paragraph.find(". ")
    return paragraph[: end + 1] if end >= 0 else paragraph


def prose(text: str, *, rich: bool = True) -> QLabel:
    """Text that wraps, in the quieter colour."""
    label = QLabel(rich_text(text) if rich else text)
    label.setObjectName("prose")
    label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_font(label, "body")
    return label


def caption(text: str) -> QLabel:
    """A small line, elided where it is too long."""
    label = ElidingLabel(text)
    label.setObjectName("caption")
    set_font(label, "caption")
    return label


def section_title(text: str) -> QLabel:
    """The heading of a section."""
    label = QLabel(text)
    label.setObjectName("section")
    set_font(label, "body", QFont.Weight.DemiBold)
    return label


def field_label(text: str) -> QLabel:
    """What a field is called, in the label column."""
    label = QLabel(text)
    label.setObjectName("label")
    label.setFixedWidth(label_width())
    set_font(label, "body")
    return label


def clear_layout(layout: QLayout) -> None:
    """Delete all widgets of a layout, those of the layouts in it too."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
