"""WindowDocks: the panels around the canvas: where they stand at first, and what they follow.

Preview, gallery, queue and log are empty until the window is shown; `app.window_live` fills them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt

from app.actions.registry import Command
from app.docks.inspector import Inspector
from app.docks.models import BADGES, Models
from app.docks.outliner import Outliner
from app.docks.palette import Palette
from app.docks.problems import Problems
from app.docks.side_panel import SidePanel
from app.look.theme import size, text_scale
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.model_files import FoundModel

if TYPE_CHECKING:
    from app.window import StudioWindow

LAYOUT_VERSION = 2


class WindowDocks:
    """The docks of one window, by the names that actions and the remembered layout use."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._families: dict[str, str] = {}
        self.palette = Palette()
        self.palette.show_catalog(window.catalog)
        self.models = Models()
        self.outliner = Outliner()
        self.inspector = Inspector(window.editor_context)
        self.problems = Problems()
        self.panels = {
            "palette": SidePanel("palette", tr("Nodes"), self.palette, window),
            "outliner": SidePanel("outliner", tr("Outliner"), self.outliner, window),
            "models": SidePanel(
                "models", tr("Models"), self.models, window, self.models.head_buttons
            ),
            "inspector": SidePanel(
                "inspector", tr("Inspector"), self.inspector, window, self.inspector.head_buttons
            ),
            "preview": SidePanel("preview", tr("Preview"), None, window),
            "gallery": SidePanel("gallery", tr("Gallery"), None, window),
            "queue": SidePanel("queue", tr("Queue"), None, window),
            "problems": SidePanel(
                "problems", tr("Problems"), self.problems, window, self.problems.head_buttons
            ),
            "log": SidePanel("log", tr("Log"), None, window),
        }
        window.setDockNestingEnabled(True)
        corner, area = Qt.Corner, Qt.DockWidgetArea
        window.setCorner(corner.BottomRightCorner, area.RightDockWidgetArea)
        window.setCorner(corner.BottomLeftCorner, area.LeftDockWidgetArea)
        self.reset()
        self._connect()

    def reset(self) -> None:
        """Put all panels where they stand at first."""
        window, panels = self._window, self.panels
        for panel in panels.values():
            window.removeDockWidget(panel)
            panel.setFloating(False)
        area, across, down = (
            Qt.DockWidgetArea,
            Qt.Orientation.Horizontal,
            Qt.Orientation.Vertical,
        )
        window.addDockWidget(area.LeftDockWidgetArea, panels["palette"])
        window.addDockWidget(area.LeftDockWidgetArea, panels["models"])
        window.tabifyDockWidget(panels["palette"], panels["outliner"])
        window.addDockWidget(area.RightDockWidgetArea, panels["inspector"])
        window.addDockWidget(area.RightDockWidgetArea, panels["preview"])
        window.addDockWidget(area.BottomDockWidgetArea, panels["gallery"])
        window.splitDockWidget(panels["gallery"], panels["queue"], across)
        window.tabifyDockWidget(panels["queue"], panels["problems"])
        window.tabifyDockWidget(panels["problems"], panels["log"])
        for panel in panels.values():
            panel.show()
        panels["palette"].raise_()
        panels["queue"].raise_()
        left, right, bottom = (
            round(size(name) * text_scale() / 100)
            for name in ("leftDock", "rightDock", "bottomDock")
        )
        window.resizeDocks([panels["palette"], panels["inspector"]], [left, right], across)
        window.resizeDocks([panels["palette"], panels["models"]], [600, 320], down)
        window.resizeDocks([panels["inspector"], panels["preview"]], [493, 430], down)
        window.resizeDocks([panels["gallery"]], [bottom], down)
        window.resizeDocks([panels["gallery"], panels["queue"]], [740, 333], across)

    def rescale(self, factor: float) -> None:
        """Give the panels beside the canvas more room, or less, as their text needs it."""
        below = ("gallery", "queue", "problems", "log")
        sides = [panel for name, panel in self.panels.items() if name not in below]
        shown = [panel for panel in sides if panel.isVisible() and not panel.isFloating()]
        widths = [round(panel.width() * factor) for panel in shown]
        self._window.resizeDocks(shown, widths, Qt.Orientation.Horizontal)

    def show_page(self, page: WorkflowPage | None) -> None:
        """Follow another page."""
        for dock in (self.palette, self.models, self.outliner, self.inspector, self.problems):
            dock.show_page(page)

    def show_models(self, models: Iterable[FoundModel]) -> None:
        """Show the models that were found."""
        found = tuple(models)
        self.models.show_models(found)
        self.problems.show_models(found)
        self.inspector.refresh_context()
        self._families = {model.name: BADGES.get(model.family, "") for model in found}
        for page in self._window.workspace.pages:
            self.welcome(page)

    def welcome(self, page: WorkflowPage) -> None:
        """Show on a page what the docks know of models."""
        page.scene.show_families(self._families)

    def explain(self) -> None:
        """Show the docs of the selected node in the inspector; the canvas keeps the keys."""
        self.panels["inspector"].show()
        self.panels["inspector"].raise_()
        self.inspector.explain()

    def commands(self) -> dict[str, Command]:
        """The actions that show and hide the panels."""
        found = {
            f"view.{name}": Command(partial(_toggle, panel), checked=panel.isVisible)
            for name, panel in self.panels.items()
        }
        return {**found, "view.reset_layout": Command(self.reset)}

    def layout(self) -> str:
        """Where the panels stand now, as text for the settings."""
        state = self._window.saveState(LAYOUT_VERSION)
        return bytes(state.toBase64().data()).decode("ascii")

    def restore(self, layout: str) -> None:
        """Put the panels where they stood; a layout of another version is passed over."""
        if layout:
            state = QByteArray.fromBase64(QByteArray(layout.encode("ascii", "replace")))
            self._window.restoreState(state, LAYOUT_VERSION)

    def _connect(self) -> None:
        self.problems.counted.connect(self._count_problems)
        self.models.rescan_wanted.connect(self._window.find_models)
        self.models.said.connect(self._window.say)
        self.palette.said.connect(self._window.say)
        for dock in (self.palette, self.models, self.outliner):
            dock.left.connect(self._leave)

    def _count_problems(self, number: int, is_bad: bool) -> None:
        self.panels["problems"].set_count(number, is_bad=is_bad, warns=bool(number))

    def _leave(self) -> None:
        """Esc in a panel goes back to the canvas."""
        if self._window.page is not None:
            self._window.page.canvas.setFocus()


def _toggle(panel: SidePanel) -> None:
    if panel.isVisible():
        panel.close()
    else:
        panel.show_at_front()
