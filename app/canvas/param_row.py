"""ParamRow: a value painted over its field, laid out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.canvas.param_view import ParamView
from app.canvas.prompt_text import PromptText, lay_prompt
from app.canvas.words import BOLD, END, MEDIUM, MIDDLE, REGULAR, Words, lay_words
from app.look.theme import size
from app.look.words import tr

INSET = 7.0
ICON = 12.0
SWITCH = (22.0, 12.0)
_ICONS = {"choice": "down", "model": "down", "seed": "lock"}


@dataclass(frozen=True, eq=False)
class ParamRow:
    """A param, its field, its texts, and the small icon and badge at its right end."""

    param: ParamView
    field: QRectF
    words: tuple[Words, ...] = ()
    prompt: PromptText | None = None
    icon: str = ""
    icon_at: QRectF | None = None
    badge: QRectF | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a prompt."""
        return self.prompt.lines if self.prompt else ()


def lay_param(param: ParamView, field: QRectF) -> ParamRow:
    """Lay a param out; a prompt makes its field taller."""
    if param.kind == "prompt":
        prompt = lay_prompt(param.text, field.width() - 2 * INSET, tr("empty prompt"))
        height = size("node.promptLine") * max(1, len(prompt.lines)) + 8
        field = QRectF(field.left(), field.top(), field.width(), height)
        return ParamRow(param, field, prompt=prompt)
    inner = field.adjusted(INSET, 0, -INSET, 0)
    icon = _ICONS.get(param.kind, "")
    icon_at = None
    if icon:
        middle = field.center().y()
        icon_at = QRectF(inner.right() - ICON + 1, middle - ICON / 2, ICON, ICON)
        inner.setRight(icon_at.left() - 5)
    if param.kind in ("model", "file"):
        return _file_row(param, field, inner, icon, icon_at)
    name = "state.failed" if param.wrong else "text.secondary"
    label = lay_words(param.name, _share_of(inner, 0.6), name)
    if param.kind == "switch":
        return ParamRow(param, field, (label,))
    inner.setLeft(inner.left() + label.width + 8)
    weight = MEDIUM if param.is_default else BOLD
    first = param.text.split("\n", 1)[0]
    value = lay_words(first, inner, "text.primary", weight=weight, right=True, elide=END)
    return ParamRow(param, field, (label, value), icon=icon, icon_at=icon_at)


def _file_row(
    param: ParamView, field: QRectF, inner: QRectF, icon: str, icon_at: QRectF | None
) -> ParamRow:
    """A file's name fills the field: what it is for is plain from the node."""
    words: list[Words] = []
    badge = None
    if param.badge:
        text = lay_words(
            param.badge, inner.adjusted(0, 0, -5, 0), "text.secondary", role="nodeBadge",
            weight=MEDIUM, right=True,
        )  # fmt: skip
        middle = field.center().y()
        badge = QRectF(text.at.x() - 5, middle - 7.5, text.width + 10, 15)
        inner.setRight(badge.left() - 6)
        words.append(text)
    missing = param.value is None or param.text == ""
    shown = param.name if missing else param.text
    colour = "state.failed" if param.wrong else "text.tertiary" if missing else "text.primary"
    words.append(lay_words(shown, inner, colour, weight=REGULAR, elide=MIDDLE))
    return ParamRow(param, field, tuple(words), icon=icon, icon_at=icon_at, badge=badge)


def _share_of(box: QRectF, share: float) -> QRectF:
    return QRectF(box.left(), box.top(), box.width() * share, box.height())
