"""SubgraphCommands: folding nodes into one, diving in and out, and what shows outside."""

from __future__ import annotations

from dataclasses import dataclass

from app.canvas.pointer import PortRef
from app.document.document import subgraphs_on
from app.document.draft import Draft
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import Edit, Expose, Fold, Unexpose, Unfold
from graph_engine.errors import WeftError
from graph_engine.graph import Link, free_id
from graph_engine.places import subgraph_folder
from graph_engine.subgraphs import save_subgraph, subgraph_id_of


@dataclass(frozen=True)
class Face:
    """An inner value of a subgraph, and the name under which its node shows it, if it does."""

    subgraph: str
    inner: Link
    shown_as: str


class SubgraphCommands:
    """Acts on a stage; with nothing fitting selected, a command does nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def instance(self) -> str | None:
        """The selected node, if it stands for a subgraph that is there."""
        chosen, document = self._stage.scene.selected, self._stage.document
        if len(chosen) != 1:
            return None
        found = subgraph_id_of(document.graph.nodes[chosen[0]].type)
        return chosen[0] if found in document.workflow.subgraphs else None

    @property
    def is_inside(self) -> bool:
        """Whether the canvas shows the inside of a subgraph."""
        return bool(self._stage.document.level)

    def fold(self) -> None:
        """Make one node of the selected ones, and ask for its name."""
        document, chosen = self._stage.document, self._stage.scene.selected
        if not chosen:
            return
        name = tr("Subgraph")
        before = set(document.graph.nodes)
        subgraph_id = free_id("subgraph", document.workflow.subgraphs)
        if self._stage.apply(Fold(tuple(chosen), subgraph_id, name), tr("Make a subgraph")):
            made = [node for node in document.graph.nodes if node not in before]
            self._stage.scene.select(made or chosen[:1])
            if made:
                self._stage.around.rename(made[0])

    def unfold(self) -> None:
        """Put the inner nodes back in place of the selected node."""
        document, chosen = self._stage.document, self._stage.scene.selected
        before = set(document.graph.nodes)
        draft = Draft(document.shown, document.catalog)
        for name in chosen:
            if subgraph_id_of(document.graph.nodes[name].type) is not None:
                draft.attempt(Unfold(name))
        if not draft.is_empty and self._stage.apply(draft.edit, tr("Unfold")):
            self._stage.scene.select(node for node in document.graph.nodes if node not in before)

    def enter(self) -> None:
        """Show what is inside the selected node; a plain node opens its first value."""
        if (name := self.instance) is not None:
            self._stage.document.dive(name)
        elif chosen := self._stage.scene.selected:
            self._stage.around.edit_values(chosen[-1])

    def leave(self) -> None:
        """Show what is outside, with the subgraph's node selected."""
        document = self._stage.document
        if document.level:
            *outside, name = document.level
            document.go_to_level(tuple(outside))
            self._stage.scene.select((name,))

    def expose(self, port: PortRef) -> None:
        """Show a port of an inner node on the subgraph's own node."""
        document = self._stage.document
        ids = subgraphs_on(document.workflow, document.level)
        if not ids:
            return
        subgraph = document.workflow.subgraphs[ids[-1]]
        taken = subgraph.outputs if port.is_output else subgraph.inputs
        name = port.port if port.port not in taken else free_id(f"{port.node}_{port.port}", taken)
        edit = Expose(
            ids[-1], name, Link(port.node, port.port), "output" if port.is_output else "input"
        )
        if self._stage.apply(edit, tr("Show on the subgraph"), whole=True):
            self._stage.around.say(tr("{port} is now shown as {name}.", port=port, name=name))

    def save(self) -> None:
        """Keep the selected node's subgraph in the user's library, for other workflows."""
        name, document = self.instance, self._stage.document
        found = subgraph_id_of(document.graph.nodes[name].type) if name is not None else None
        if found is None:
            return
        try:
            path = save_subgraph(document.workflow, found, subgraph_folder(), overwrite=True)
        except (WeftError, OSError) as error:
            self._stage.around.say(tr("The subgraph is not saved: {why}", why=error))
            return
        self._stage.around.say(
            tr("Saved to the library as {name}; find it in the palette.", name=path.name)
        )

    def faces(self) -> list[Face]:
        """The inner values of the selected subgraph, and which of them its node shows."""
        name, document = self.instance, self._stage.document
        if name is None:
            return []
        found = subgraph_id_of(document.graph.nodes[name].type) or ""
        subgraph = document.workflow.subgraphs[found]
        shown = {inner: port for port, inners in subgraph.inputs.items() for inner in inners}
        faces = []
        for inner, node in subgraph.graph.nodes.items():
            spec = document.catalog.get(node.type)
            for scalar in spec.scalars if spec is not None else ():
                if scalar.name not in node.inputs:
                    link = Link(inner, scalar.name)
                    faces.append(Face(found, link, shown.get(link, "")))
        return faces

    def toggle_face(self, face: Face) -> None:
        """Show an inner value on the subgraph's node, or no longer."""
        subgraph = self._stage.document.workflow.subgraphs[face.subgraph]
        if face.shown_as:
            edit: Edit = Unexpose(face.subgraph, face.shown_as)
        else:
            name = face.inner.port
            if name in subgraph.inputs:
                name = free_id(f"{face.inner.node}_{name}", subgraph.inputs)
            edit = Expose(face.subgraph, name, face.inner)
        self._stage.apply(edit, tr("Change the subgraph's values"), whole=True)
