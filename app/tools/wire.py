"""WireDrag: pulling a wire from a port to another, to empty canvas, or off an input."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QKeyEvent

from app.actions.pressed_keys import is_pressed
from app.canvas.pointer import Pointer, PortRef
from app.canvas.tool import Tool
from app.canvas.wire_end import WireEnd
from app.document import rewiring
from app.document.draft import Draft
from app.look.words import tr
from app.tools.fitting import Fits, fits_at_once, wrong_type
from app.tools.linking import link, move_links, search_for
from app.tools.stage import Stage
from graph_engine.edits import Disconnect
from graph_engine.errors import EditError
from graph_engine.graph import Link


class WireDrag(Tool):
    """A wire that hangs from a port. Ports that it can't reach are dimmed; the reason is told.

    From a linked input, the end of its wire is taken off and dragged from its source.
    """

    scrolls_at_edge = True

    def __init__(
        self,
        stage: Stage,
        port: PortRef,
        *,
        detached: PortRef | None = None,
        moves_all: bool = False,
    ) -> None:
        self._stage = stage
        self._port = port
        self._detached = detached
        self._moves_all = moves_all
        self._dots: list[QPointF] = []
        self._target: PortRef | None = None
        self._reason = ""
        self._done = False
        kind = stage.scene.kind_of(port)
        self._end = WireEnd(stage.canvas, stage.scene, port, kind, stage.theme)
        if detached is not None:
            stage.scene.links.mark("hidden", ((detached.node, detached.port),))
        self._fits = self._other_outputs() if moves_all else fits_at_once(stage.document, port)
        self._dim()
        if not moves_all:
            stage.around.fits(port, self._learn)

    def move(self, pointer: Pointer) -> None:
        self._target, self._reason = self._aim(pointer)
        at = pointer.scene
        if self._target is not None and not self._reason:
            at = self._stage.scene.port_position(self._target)
        self._end.show(at, self._dots, self._reason, pointer.view, snapped=self._target)

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        target, reason = self._target, self._reason
        self.cancel()
        if self._stage.scene.pick.port(pointer.scene) == self._port:
            return
        on_node = self._stage.scene.pick.node(pointer.scene) is not None
        if target is not None and reason:
            self._stage.around.say(reason)
        elif target is not None and self._moves_all:
            move_links(self._stage, self._port, target)
        elif target is not None:
            link(self._stage, self._port, target, self._dots, detached=self._detached)
        elif self._detached is not None and not on_node:
            edit = Disconnect(self._detached.node, self._detached.port)
            self._stage.apply(edit, tr("Disconnect"))
        elif not (on_node or self._moves_all):
            search_for(self._stage, self._port, pointer.scene, self._dots)

    def cancel(self) -> None:
        self._done = True
        self._end.remove()
        self._stage.scene.pick.show_fitting(None)
        if self._detached is not None:
            self._stage.scene.links.mark("hidden", ())

    def key(self, event: QKeyEvent, pointer: Pointer) -> bool:
        keys = self._stage.keys.keys("gesture.dot")
        if self._moves_all or not is_pressed(event, keys):
            return False
        self._dots.append(pointer.scene)
        self.move(pointer)
        return True

    def _learn(self, fits: Fits) -> None:
        """The engine knows more than types and cycles: the families of models."""
        if not self._done:
            self._fits = fits
            self._dim()

    def _dim(self) -> None:
        self._stage.scene.pick.show_fitting([*self._fitting(), self._port])

    def _fitting(self) -> list[PortRef]:
        return [ref for ref, reason in self._fits.items() if not reason]

    def _reason_at(self, port: PortRef) -> str:
        if port in self._fits:
            return self._fits[port]
        return f"{wrong_type(self._stage.document, self._port, port)} {self._way_out()}"

    def _way_out(self) -> str:
        """What a wire could do instead of ending where its type does not fit."""
        here, scene = self._stage.scene.port_position(self._port), self._stage.scene
        fitting = self._fitting()
        if not fitting:
            return tr("On empty canvas it finds a node that it fits.")
        nearest = min(fitting, key=lambda ref: QLineF(here, scene.port_position(ref)).length())
        return tr("It fits {port}.", port=nearest)

    def _aim(self, pointer: Pointer) -> tuple[PortRef | None, str]:
        """The port that is meant, and why it can't be reached."""
        scene = self._stage.scene
        wants_output = self._port.is_output if self._moves_all else not self._port.is_output
        port = scene.pick.port(pointer.scene, wants_output)
        if port is None and not self._moves_all:
            port = self._port_of_body(pointer.scene)
        if port is None or port == self._port:
            return None, ""
        return port, self._reason_at(port)

    def _port_of_body(self, at: QPointF) -> PortRef | None:
        """Over a node's body: its first free port that fits."""
        item = self._stage.scene.pick.node(at)
        if item is None or item.view.id == self._port.node:
            return None
        if self._detached is not None and item.view.id == self._detached.node:
            return self._detached
        name, graph = item.view.id, self._stage.document.graph
        catalog = self._stage.document.catalog
        if self._port.is_output:
            given = rewiring.output_type(graph, catalog, Link(self._port.node, self._port.port))
            found = rewiring.inputs_for(graph, catalog, name, given)
        else:
            wanted = rewiring.input_type(graph, catalog, self._port.node, self._port.port)
            found = rewiring.outputs_for(graph, catalog, name, wanted)
        refs = (PortRef(name, port, not self._port.is_output) for port in found)
        return next((ref for ref in refs if self._fits.get(ref) == ""), None)

    def _other_outputs(self) -> Fits:
        """The outputs that can take over all links of this one."""
        document = self._stage.document
        before = Link(self._port.node, self._port.port)
        fits: Fits = {}
        for name, node in document.graph.nodes.items():
            spec = document.catalog.get(node.type)
            for output in spec.outputs if spec else ():
                draft = Draft(document.shown, document.catalog)
                try:
                    rewiring.move_outputs(draft.workflow, draft.catalog, before, Link(name, output))
                except EditError as error:
                    fits[PortRef(name, output, is_output=True)] = error.message
                else:
                    fits[PortRef(name, output, is_output=True)] = ""
        return fits
