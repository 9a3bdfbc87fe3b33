"""Context menus: what a right click offers, for what lies under the mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QWidget

from app.actions.menus import CANVAS_MENU, NODE_MENU, PORT_MENU, WIRE_MENU, Menu
from app.actions.registry import Command
from app.canvas.pointer import PortRef
from app.canvas.tints import COLOURS, accent
from app.canvas.wire import Key
from app.document import rewiring
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.page.colour_choice import choose_colour
from app.page.page import WorkflowPage
from app.tools.dot import add_dot
from app.tools.linking import search_for
from app.tools.subgraph_commands import Face
from graph_engine.edits import Disconnect

if TYPE_CHECKING:
    from app.window import StudioWindow


class ContextMenus:
    """Opens menus, and holds the port or wire that they are about while they are open."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._port: PortRef | None = None
        self._wire: Key | None = None
        self._at = QPointF()
        window.actions_of.bind(self._commands())
        window.actions_of.fill_slot("colours", self._fill_colours)
        window.actions_of.fill_slot("exposed", self._fill_faces)

    def open(self, page: WorkflowPage, at: QPointF | None) -> None:
        """Open the menu for what lies at a point of the canvas, or for the selection."""
        menu_of, place = self._aim(page, at)
        menu = self._window.actions_of.make_menu(menu_of, page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(page.canvas.viewport().mapToGlobal(place))

    def _aim(self, page: WorkflowPage, at: QPointF | None) -> tuple[Menu, QPoint]:
        scene, canvas = page.scene, page.canvas
        self._port, self._wire = None, None
        if at is None:
            bodies = scene.bodies(scene.selected)
            if not bodies:
                self._at = canvas.mapToScene(canvas.viewport().rect().center())
                return CANVAS_MENU, canvas.viewport().rect().center()
            self._at = next(iter(bodies.values())).center()
            return NODE_MENU, canvas.mapFromScene(self._at)
        self._at, place = at, canvas.mapFromScene(at)
        self._port = scene.pick.port(at)
        if self._port is not None:
            return PORT_MENU, place
        if scene.pick.node(at) is not None:
            return NODE_MENU, place
        self._wire = scene.pick.wire(at)
        return (CANVAS_MENU if self._wire is None else WIRE_MENU), place

    def _commands(self) -> dict[str, Command]:
        return {
            "wire.dot": self._of_wire(self._add_dot),
            "wire.insert": self._of_wire(self._insert),
            "wire.cut": self._of_wire(self._cut),
            "wire.source": self._of_wire(
                lambda page, key: page.go_to_here(page.scene.source_of(key))
            ),
            "wire.target": self._of_wire(lambda page, key: page.go_to_here(key[0])),
            "port.connect": self._of_port(self._connect),
            "port.break": self._of_port(self._break),
            "port.expose": self._of_port(
                lambda page, port: page.subgraphs.expose(port),
                lambda page: page.subgraphs.is_inside,
            ),
        }

    def _of_wire(self, run: Callable[[WorkflowPage, Key], object]) -> Command:
        def act() -> None:
            page = self._window.page
            if page is not None and self._wire is not None:
                run(page, self._wire)

        return Command(act, lambda: self._wire is not None)

    def _of_port(
        self,
        run: Callable[[WorkflowPage, PortRef], object],
        can: Callable[[WorkflowPage], bool] = lambda page: True,
    ) -> Command:
        def act() -> None:
            page = self._window.page
            if page is not None and self._port is not None:
                run(page, self._port)

        def enabled() -> bool:
            page = self._window.page
            return page is not None and self._port is not None and can(page)

        return Command(act, enabled)

    def _add_dot(self, page: WorkflowPage, key: Key) -> None:
        add_dot(page.stage, key, self._at)

    def _insert(self, page: WorkflowPage, key: Key) -> None:
        """Search for a node that takes what the wire carries, and put it in between."""
        link = page.document.graph.nodes[key[0]].inputs[key[1]]
        source = PortRef(link.node, link.port, is_output=True)

        def add(type_id: str, _port: str) -> None:
            draft, name = page.stage.draft_with_node(type_id, self._at)
            edit = rewiring.insert(draft.workflow, draft.catalog, name, *key)
            if edit is None:
                page.say(tr("{type} has no output that fits this wire.", type=type_id))
                return
            draft.do(edit)
            if page.stage.apply(draft.edit, tr("Insert {type}", type=type_id)):
                page.scene.select((name,))

        page.search(self._at, source, add)

    def _cut(self, page: WorkflowPage, key: Key) -> None:
        page.stage.apply(Disconnect(*key), tr("Cut wire"))

    def _connect(self, page: WorkflowPage, port: PortRef) -> None:
        search_for(page.stage, port, self._at)

    def _break(self, page: WorkflowPage, port: PortRef) -> None:
        document = page.document
        edit = rewiring.break_port(
            document.shown, document.catalog, port.node, port.port, is_output=port.is_output
        )
        page.stage.apply(edit, tr("Break links of {port}", port=port))

    def _fill_faces(self, menu: PaintedMenu) -> None:
        """The inner values of a subgraph, by inner node; the checked ones are on its face."""
        page = self._window.page
        faces = page.subgraphs.faces() if page is not None else []
        menus: dict[str, PaintedMenu] = {}
        for face in faces:
            inner = menus.get(face.inner.node)
            if inner is None:
                inner = menus[face.inner.node] = PaintedMenu(face.inner.node, menu)
                menu.addMenu(inner)
            action = inner.addAction(face.inner.port)
            action.setCheckable(True)
            action.setChecked(bool(face.shown_as))
            if page is not None:
                action.triggered.connect(partial(_toggle_face, page, face))
        if not faces:
            menu.addAction(tr("Select a subgraph")).setEnabled(False)

    def _fill_colours(self, menu: PaintedMenu) -> None:
        page = self._window.page
        if page is None:
            return
        menu.addAction(tr("None")).triggered.connect(lambda: page.commands.colour(None))
        menu.addSeparator()
        names = {
            "UNet": tr("Violet"), "TextEncoder": tr("Yellow"), "VAE": tr("Red"),
            "ControlNet": tr("Turquoise"), "Control": tr("Green"), "Conditioning": tr("Orange"),
            "Latent": tr("Magenta"), "Image": tr("Light blue"), "Mask": tr("Olive"),
        }  # fmt: skip
        for name in COLOURS:
            swatch = QPixmap(14, 14)
            swatch.fill(accent(self._window.theme, name))
            action = menu.addAction(QIcon(swatch), names[name])
            action.triggered.connect(lambda _=False, name=name: page.commands.colour(name))
        menu.addSeparator()
        menu.addAction(tr("Other…")).triggered.connect(lambda: self._choose_colour(page))

    def _choose_colour(self, page: WorkflowPage) -> None:
        """Any colour, beside the first of the nodes that get it."""
        scene, canvas = page.scene, page.canvas
        now = scene.nodes[scene.selected[0]].view.colour if scene.selected else ""
        # Of no size, where the menu was: the popup opens below a widget.
        spot = QWidget(canvas)
        spot.setGeometry(QRect(canvas.mapFromScene(self._at), QSize()))
        popup = choose_colour(page.stage, spot, now, page.commands.colour)
        popup.destroyed.connect(spot.deleteLater)


def _toggle_face(page: WorkflowPage, face: Face, _checked: bool = False) -> None:
    page.subgraphs.toggle_face(face)
