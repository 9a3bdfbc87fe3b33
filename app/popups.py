"""Popups: the searches and dialogs that a window opens, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from app.actions.key_map import KeyMap
from app.canvas.pointer import PortRef
from app.canvas.wire_end import WireEnd
from app.dialogs.crash_guard import Crash
from app.dialogs.crash_report import CrashDialog
from app.dialogs.keys import KeysDialog
from app.dialogs.settings import SettingsDialog
from app.dialogs.templates import TemplatesDialog, read_templates
from app.dialogs.welcome import WelcomeCard
from app.docks.placing import add_node
from app.page.page import Chosen, WorkflowPage
from app.search.candidates import Wanted
from app.search.command_palette import CommandPalette, Recent
from app.search.find_node import FindNode
from app.search.node_search import NodeSearch
from graph_engine.shipped import templates

if TYPE_CHECKING:
    from app.window import StudioWindow


class Popups:
    """Opens them over one window; what is chosen and remembered goes to its settings."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window

    def search_node(
        self,
        page: WorkflowPage,
        at: QPointF,
        wire: PortRef | None,
        chosen: Chosen,
        dots: Sequence[QPointF] = (),
    ) -> None:
        """Search for a node type at a point of a page's canvas, where the wire hangs meanwhile."""
        window, settings = self._window, self._window.settings
        search = NodeSearch(
            window,
            page.document.catalog,
            _wanted(page, wire) if wire is not None else None,
            recent=settings.settings.recent_nodes,
            used=settings.settings.most_used,
        )
        search.chosen.connect(chosen)
        search.chosen.connect(lambda name, _: settings.put(settings.settings.with_node(name)))
        # It is about what is shown now.
        window.workspace.current_changed.connect(search.close_popup)
        page.document.level_changed.connect(search.close_popup)
        place = page.canvas.viewport().mapTo(window, page.canvas.mapFromScene(at))
        if wire is not None:
            end = WireEnd(page.canvas, page.scene, wire, page.scene.kind_of(wire), window.theme)
            end.show(at, dots, "", QPointF(), snapped=None)
            # By a partial: the connection would not keep the object of a method.
            search.closed.connect(partial(WireEnd.remove, end))
            place -= search.port_at(is_input=wire.is_output)
        search.open_at(place)

    def command_palette(self) -> None:
        """Search everything that can be done, placed or opened."""
        window, settings = self._window, self._window.settings
        now = settings.settings
        files = tuple(path for name in now.recent_files if (path := Path(name)).is_file())
        palette = CommandPalette(
            window,
            window.actions_of,
            window.page.document.catalog if window.page is not None else window.catalog,
            Recent(now.recent_actions, now.recent_nodes, files),
        )
        palette.node_chosen.connect(self._add_node)
        palette.file_chosen.connect(window.open)
        palette.action_done.connect(lambda name: settings.put(settings.settings.with_action(name)))
        palette.keys_changed.connect(self._keep_keys)
        palette.open_centred()

    def find_node(self, page: WorkflowPage) -> None:
        """Look for a node of the workflow that is shown."""
        titles = {name: item.view.title for name, item in page.scene.nodes.items()}
        find = FindNode(self._window, page.document.shown, page.document.catalog, titles)
        view = page.canvas.save_view()
        chosen = page.scene.selected

        def go_back() -> None:
            page.canvas.restore_view(view)
            page.scene.select(chosen)

        find.walked.connect(page.go_to_here)
        find.jumped.connect(page.go_to_here)
        find.left.connect(go_back)
        find.open_centred()

    def keys(self) -> None:
        """Show the keys and gestures, to be changed."""
        dialog = KeysDialog(self._window, self._window.actions_of)
        dialog.keys_changed.connect(self._keep_keys)
        dialog.open()

    def settings(self) -> None:
        """Show the settings, to be changed."""
        dialog = SettingsDialog(self._window, self._window.settings)
        dialog.folders_changed.connect(self._window.find_models)
        dialog.open()

    def choose_template(self) -> None:
        """Show the shipped workflows, to start from one."""
        dialog = TemplatesDialog(self._window, read_templates(templates()))
        dialog.chosen.connect(self._window.files.open_template)
        dialog.open()

    def welcome(self) -> None:
        """Show the first three keys over the canvas."""
        page = self._window.page
        if page is None:
            return
        card = WelcomeCard(page.canvas, self._window.actions_of)
        card.keys_wanted.connect(self.keys)
        card.dismissed.connect(lambda: self._window.settings.change(welcomed=True))
        # It would stand over what is built; who builds has found the keys.
        page.document.undo.indexChanged.connect(card.dismiss)
        card.show()

    def crash(self, crash: Crash) -> None:
        """Show what went wrong inside Weft; the document stays as it is."""
        dialog = CrashDialog(self._window, crash)
        dialog.save_wanted.connect(self._window.files.save_as)
        dialog.show()

    def _add_node(self, type_id: str) -> None:
        if self._window.page is not None:
            add_node(self._window.page, type_id, {})

    def _keep_keys(self, keys: KeyMap) -> None:
        self._window.settings.change(keys=keys)


def _wanted(page: WorkflowPage, wire: PortRef) -> Wanted | None:
    beside = page.document.graph.nodes[wire.node].type
    spec = page.document.catalog.get(beside)
    ports = (spec.outputs if wire.is_output else spec.inputs) if spec is not None else {}
    found = ports.get(wire.port)
    if found is None:
        return None
    return Wanted("takes" if wire.is_output else "gives", found.type, beside)
