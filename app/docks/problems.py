"""Problems: what the checks found, with the place to jump to and the button that repairs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.docks.findings import ICONS, SEVERITIES, Finding, read_findings
from app.docks.fixes import Fix, find_fix
from app.docks.fixing import do_fix
from app.docks.page_links import PageLinks
from app.docks.palette import make_nothing
from app.docks.problem_list import ProblemList
from app.docks.problem_rows import FindingModel
from app.look.icons import make_icon
from app.look.segments import Segments
from app.look.theme import current_theme
from app.look.words import tr, tr_count
from app.page.page import WorkflowPage
from graph_engine.model_files import FoundModel

# Below this width the chips show signs for words.
NARROW = 460


class Problems(QWidget):
    """The dock *Problems*; `counted` carries how many there are and whether one is an error."""

    counted = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(250)
        self._links = PageLinks()
        self._page: WorkflowPage | None = None
        self._all: list[Finding] = []
        self._models: Mapping[str, Sequence[str]] = {}
        self._families: Mapping[str, str] = {}
        self.model = FindingModel(self._find_fix, self)
        self.list = ProblemList(self.model)
        self.nothing = make_nothing("")
        words = (tr("All"), tr("errors"), tr("warnings"), tr("hints"))
        self.chips = Segments(words, what=tr("Show"))
        self.head_buttons = (self.chips,)
        # It takes the focus, so that a screen reader says it.
        self.nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.chips.chosen.connect(lambda _at: self._filter())
        self.list.jumped.connect(self._jump)
        self.list.fixed.connect(self._fix)
        self._refresh()

    def show_page(self, page: WorkflowPage | None) -> None:
        """List the problems of this page's document, now and after each check."""
        self._links.drop()
        self._page = page
        if page is not None:
            document = page.document
            self._links.connect(document, document.checked, self._refresh)
            self._links.connect(document, document.changed, self.model.forget_fixes)
        self._refresh()

    def show_models(self, models: Iterable[FoundModel]) -> None:
        """Know the models found; fixes offer the nearest name, and what fits their families."""
        names: dict[str, list[str]] = {}
        families: dict[str, str] = {}
        for model in models:
            names.setdefault(model.kind, []).append(model.name)
            families[model.name] = model.family
        self._models, self._families = names, families
        self.model.forget_fixes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_chips()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "chips"):
            self._name_chips()

    def _refresh(self) -> None:
        page = self._page
        self._all = read_findings(page.document, page.document.problems) if page else []
        self._name_chips()
        self._filter()
        self.counted.emit(len(self._all), any(one.severity == "error" for one in self._all))

    def _name_chips(self) -> None:
        counts = [sum(one.severity == severity for one in self._all) for severity in SEVERITIES]
        errors, warnings, hints = counts
        names = (
            tr("All {number}", number=len(self._all)),
            tr_count(errors, "{number} error", "{number} errors"),
            tr_count(warnings, "{number} warning", "{number} warnings"),
            tr_count(hints, "{number} hint", "{number} hints"),
        )
        is_narrow = self.width() < NARROW
        icons = (None, *(ICONS[severity] for severity in SEVERITIES))
        short = (tr("All"), *map(str, counts))
        if self.chips.at > 0 and not counts[self.chips.at - 1]:
            self.chips.show_choice(0)
        for at, button in enumerate(self.chips.findChildren(QPushButton)):
            button.setText(short[at] if is_narrow else names[at])
            button.setIcon(_severity_icon(icons[at]) if is_narrow else QIcon())
            button.setAccessibleName(names[at])
            button.setToolTip(names[at] if is_narrow else "")
            button.setVisible(at == 0 or counts[at - 1] > 0)
        self.chips.setVisible(len(self._all) > 0)
        self.chips.updateGeometry()

    def _filter(self) -> None:
        at = self.chips.at
        wanted = SEVERITIES[at - 1] if at > 0 else ""
        self.list.show_findings([one for one in self._all if wanted in ("", one.severity)])
        self.list.setVisible(bool(self._all))
        self.nothing.setVisible(not self._all)
        self.setFocusProxy(self.list if self._all else self.nothing)
        self.nothing.setText(tr("No problems found.") if self._page else tr("No workflow is open."))

    def _find_fix(self, finding: Finding) -> Fix | None:
        if self._page is None:
            return None
        return find_fix(self._page.document, finding.problem, self._models, self._families)

    def _jump(self, finding: Finding) -> None:
        if self._page is not None and finding.node:
            self._page.go_to(finding.node)

    def _fix(self, fix: Fix, at: QPoint) -> None:
        if self._page is not None:
            do_fix(self._page, fix, self.list.viewport(), at)


def _severity_icon(named: tuple[str, str] | None) -> QIcon:
    if named is None:
        return QIcon()
    theme = current_theme()
    return make_icon(named[0], theme.colour(named[1]), theme.colour("bg.field"))
