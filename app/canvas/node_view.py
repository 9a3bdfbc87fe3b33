"""NodeView: what is to be said of one node, on the canvas and in the inspector, without Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.canvas.node_icons import icon_of
from app.canvas.node_status import IDLE, NodeStatus
from app.canvas.param_view import ParamView, view_params
from graph_engine.check import Problem
from graph_engine.graph import Graph, GraphNode, Link, NodeState
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.types import ANY, PortType
from graph_engine.workflow import Workflow

Json = Any
SUBGRAPH = "subgraph:"
NOTHING: Mapping[str, Any] = MappingProxyType({})
# What the field writes in one word, and as it writes it.
_NAMES = ("ControlNet", "KSampler", "LoRA", "UNet", "VAE")
_WORDS = re.compile("|".join(_NAMES) + r"|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True)
class PortView:
    """One port: its type's name, the link at it if it is an input, and whether it is wrong."""

    name: str
    kind: str
    doc: str = ""
    link: Link | None = None
    linked: bool = False
    wrong: bool = False
    required: bool = False

    @property
    def label(self) -> str:
        """The name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class NodeView:
    """One node; `kind` is the type that it makes, which tints it.

    A node that is not `known` is a placeholder: its type is not installed. `inner` counts the
    nodes of a subgraph. Two views that are equal look the same.
    """

    id: str
    type: str
    title: str
    category: str
    doc: str
    kind: str
    icon: str
    known: bool
    state: NodeState
    inputs: tuple[PortView, ...]
    outputs: tuple[PortView, ...]
    params: tuple[ParamView, ...]
    problems: tuple[Problem, ...]
    status: NodeStatus = IDLE
    collapsed: bool = False
    unfolded: bool = False
    colour: str = ""
    width: float | None = None
    inner: int | None = None

    @property
    def is_subgraph(self) -> bool:
        """Whether the node stands for a graph of its own."""
        return self.type.startswith(SUBGRAPH)

    @property
    def makes_pictures(self) -> bool:
        """Whether a run shows pictures in it: those that form, are decoded, or are saved."""
        takes = {port.kind for port in self.inputs}
        gives = {port.kind for port in self.outputs}
        samples = "Latent" in gives and any(param.name == "steps" for param in self.params)
        return (
            samples
            or (not gives and "Image" in takes)
            or (takes >= {"VAE", "Latent"} and "Image" in gives)
        )

    @property
    def shown_params(self) -> tuple[ParamView, ...]:
        """The params that the canvas paints: those that never fold away, or all of them."""
        return tuple(param for param in self.params if self.unfolded or not param.folds)

    @property
    def folded(self) -> int:
        """How many params fold away."""
        return sum(param.folds for param in self.params)

    @property
    def failed(self) -> bool:
        """Whether a check or a run found an error."""
        wrong = any(problem.severity == "error" for problem in self.problems)
        return wrong or self.status.state == "failed"


def view_node(
    workflow: Workflow,
    catalog: Mapping[str, NodeSpec],
    node_id: str,
    problems: Sequence[Problem] = (),
    status: NodeStatus | None = None,
    *,
    used: Collection[str] | None = None,
    families: Mapping[str, str] = NOTHING,
) -> NodeView:
    """Look at one node of a workflow.

    `problems` are those of this node; `used` its outputs that feed something, if the caller knows
    them (`used_outputs` finds those of all nodes at once); `families` the badges of models.
    """
    node = workflow.graph.nodes[node_id]
    spec = catalog.get(node.type)
    look = workflow.layout.nodes.get(node_id)
    look = look if isinstance(look, Mapping) else NOTHING
    if used is None:
        used = used_outputs(workflow.graph).get(node_id, ())
    wrong = {problem.port for problem in problems if problem.severity == "error"}
    outside = {
        link.port for links in workflow.inputs.values() for link in links if link.node == node_id
    }
    inputs = tuple(_inputs(node, spec, wrong, outside))
    outputs = tuple(_outputs(spec, used))
    kind = next((port.kind for port in (*outputs, *inputs)), ANY)
    pinned = look.get("pinned")
    return NodeView(
        id=node_id,
        type=node.type,
        title=_title(look, node.type, spec, workflow),
        category=spec.category if spec else "",
        doc=spec.doc if spec else "",
        kind=kind,
        icon=icon_of(spec, node.type, kind),
        known=spec is not None,
        state=node.state,
        inputs=inputs,
        outputs=outputs,
        params=tuple(
            view_params(node, spec, wrong, pinned if isinstance(pinned, list) else (), families)
        ),
        problems=tuple(problems),
        status=status or IDLE,
        collapsed=look.get("collapsed") is True,
        unfolded=look.get("unfolded") is True,
        colour=str(look.get("colour") or ""),
        width=_number(look.get("width")),
        inner=_inner_nodes(workflow, node.type),
    )


def view_nodes(
    workflow: Workflow,
    catalog: Mapping[str, NodeSpec],
    problems: Sequence[Problem] = (),
    statuses: Mapping[str, NodeStatus] = NOTHING,
    families: Mapping[str, str] = NOTHING,
) -> dict[str, NodeView]:
    """All nodes of a workflow, by id; `problems` are those of the whole workflow."""
    used = used_outputs(workflow.graph)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.node, []).append(problem)
    return {
        name: view_node(
            workflow, catalog, name, found.get(name, ()), statuses.get(name),
            used=used.get(name, ()), families=families,
        )
        for name in workflow.graph.nodes
    }  # fmt: skip


def used_outputs(graph: Graph) -> dict[str, dict[str, None]]:
    """The output ports that feed something, by node."""
    used: dict[str, dict[str, None]] = {}
    for node in graph.nodes.values():
        for link in node.inputs.values():
            used.setdefault(link.node, {})[link.port] = None
    return used


def title_of_type(type_id: str) -> str:
    """A type id in words: `EncodeText` reads "Encode text"; one with a pack stays as it is."""
    if "." in type_id:
        return type_id
    words = _WORDS.findall(type_id)
    lowered = [word if word in _NAMES else word.lower() for word in words]
    joined = " ".join(lowered)
    return joined[:1].upper() + joined[1:]


def passes_from(output: PortView, inputs: Sequence[PortView]) -> str | None:
    """The input that a bypassed node hands on at an output: of that type, best of that name."""
    fitting = [port.name for port in inputs if port.linked and port.kind == output.kind]
    return output.name if output.name in fitting else next(iter(fitting), None)


def kind_of(port: PortType) -> str:
    """The one name that colours and shapes a port; a port of several types is `any`."""
    return port.names[0] if len(port.names) == 1 else ANY


def _title(
    look: Mapping[str, Json], type_id: str, spec: NodeSpec | None, workflow: Workflow
) -> str:
    given = look.get("title")
    if isinstance(given, str) and given.strip():
        return given
    if type_id.startswith(SUBGRAPH):
        subgraph_id = type_id.removeprefix(SUBGRAPH)
        subgraph = workflow.subgraphs.get(subgraph_id)
        return subgraph.name if subgraph and subgraph.name else subgraph_id
    return title_of_type(type_id) if spec else type_id


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _inner_nodes(workflow: Workflow, type_id: str) -> int | None:
    if not type_id.startswith(SUBGRAPH):
        return None
    subgraph = workflow.subgraphs.get(type_id.removeprefix(SUBGRAPH))
    return len(subgraph.graph.nodes) if subgraph else 0


def _inputs(
    node: GraphNode, spec: NodeSpec | None, wrong: Container[str], outside: Container[str]
) -> Iterator[PortView]:
    """The declared ports, the params that are linked, and links to ports that are not there.

    What comes from `outside`, by a port of the subgraph that is shown, need not be linked here.
    """
    declared: Mapping[str, InputSpec] = spec.inputs if spec else NOTHING
    for port in declared.values():
        link = node.inputs.get(port.name)
        if link is None and port.type.is_scalar:
            continue
        required = port.required and port.name not in outside
        yield PortView(
            name=port.name,
            kind=kind_of(port.type),
            doc=port.doc,
            link=link,
            linked=link is not None,
            wrong=port.name in wrong or (link is None and required),
            required=required,
        )
    for name, link in node.inputs.items():
        if name not in declared:
            yield PortView(name, ANY, "", link, True, spec is not None)


def _outputs(spec: NodeSpec | None, used: Collection[str]) -> Iterator[PortView]:
    declared = spec.outputs if spec else NOTHING
    for port in declared.values():
        yield PortView(port.name, kind_of(port.type), port.doc, linked=port.name in used)
    for name in used:
        if name not in declared:
            yield PortView(name, ANY, linked=True, wrong=spec is not None)
