"""Fixes: the way out of a problem, where there is an obvious one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from app.canvas.node_view import title_of_type
from app.docks.findings import level_of, node_title, workflow_on
from app.document.document import Document, Level
from app.document.draft import Draft
from app.document.families import known_family
from app.look.words import tr
from app.tools.stage import id_word
from graph_engine.catalog import Catalog
from graph_engine.check import Problem, param_problem
from graph_engine.edits import AddNode, Connect, Disconnect, Edit, ResetParam, SetParam
from graph_engine.graph import GraphNode, Link
from graph_engine.hints import ModelFile
from graph_engine.positions import position
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.types import ANY
from graph_engine.workflow import Workflow

MOST_CHOICES = 8
LEFT_BY = 280.0
NO_MODELS: Mapping[str, Sequence[str]] = MappingProxyType({})
NO_FAMILIES: Mapping[str, str] = MappingProxyType({})
# VAEs of several families go together: what counts for them is the space of the latents.
SHARED = "VAE"
# What makes a type, where several do: what most people start with.
USUAL_MAKERS: Mapping[str, str] = MappingProxyType(
    {
        "UNet": "LoadCheckpoint",
        "TextEncoder": "LoadCheckpoint",
        "VAE": "LoadCheckpoint",
        "ControlNet": "LoadControlNet",
        "Control": "ApplyControlNet",
        "Conditioning": "EncodeText",
        "Latent": "EmptyLatent",
        "Image": "LoadImage",
        "Mask": "PaintMask",
    }
)


@dataclass(frozen=True)
class Fix:
    """What a button offers: an edit at a level, a text to copy, or several fixes to choose from."""

    label: str
    edit: Edit | None = None
    level: Level = ()
    copies: str = ""
    choices: tuple[Fix, ...] = ()


def find_fix(
    document: Document,
    problem: Problem,
    models: Mapping[str, Sequence[str]] = NO_MODELS,
    families: Mapping[str, str] = NO_FAMILIES,
) -> Fix | None:
    """The fix of a problem, if there is an obvious one.

    `models` are the names found by kind, `families` the families of models by their names.
    """
    level, name = level_of(problem.node)
    workflow = workflow_on(document.workflow, level)
    node = workflow.graph.nodes.get(name) if workflow is not None else None
    if workflow is None or node is None:
        return None
    spec = document.catalog.get(node.type)
    if spec is None:
        return _missing_pack(node.type)

    def family_of(link: Link) -> str:
        return known_family(document, level, link)

    seeker = _Seeker(workflow, document.catalog, level, name, node, spec, families, family_of)
    return seeker.find(problem.port, models)


def _missing_pack(type_id: str) -> Fix | None:
    pack, dot, _ = type_id.partition(".")
    if not dot or subgraph_id_of(type_id) is not None:
        return None
    return Fix(tr("Copy the pack's name"), copies=pack)


@dataclass(frozen=True)
class _Seeker:
    """Looks for a fix at one node."""

    workflow: Workflow
    catalog: Catalog
    level: Level
    name: str
    node: GraphNode
    spec: NodeSpec
    families: Mapping[str, str]
    family_of: Callable[[Link], str]

    def find(self, port: str, models: Mapping[str, Sequence[str]]) -> Fix | None:
        given = self.spec.inputs.get(port)
        if port in self.node.inputs:
            return self._for_link(port, given)
        if given is None:
            known = port in self.node.params
            return self._fix(tr("Remove"), ResetParam(self.name, port)) if known else None
        if given.type.is_scalar:
            return self._for_value(given, models)
        if port in self.node.params:
            return self._fix(tr("Remove"), ResetParam(self.name, port))
        return self._for_free_port(given) if given.required else None

    def _fix(self, label: str, edit: Edit) -> Fix:
        return Fix(label, edit, self.level)

    def _for_link(self, port: str, given: InputSpec | None) -> Fix | None:
        link = self.node.inputs[port]
        source = self.workflow.graph.nodes.get(link.node)
        spec = self.catalog.get(source.type) if source is not None else None
        if source is not None and spec is None:
            return None
        fits = [
            out.name
            for out in (spec.outputs.values() if spec is not None else ())
            if given is not None and given.type.accepts(out.type)
        ]
        if link.port in fits:
            return None
        if len(fits) == 1:
            label = tr("Use {name}", name=fits[0])
            return self._fix(label, Connect(self.name, port, Link(link.node, fits[0])))
        return self._fix(tr("Disconnect"), Disconnect(self.name, port))

    def _for_value(self, given: InputSpec, models: Mapping[str, Sequence[str]]) -> Fix | None:
        value = self.node.params.get(given.name)
        if isinstance(given.hint, ModelFile) and isinstance(value, str):
            names = models.get(given.hint.kind, ())
            return None if value in names else self._nearest(given, value, names)
        if given.name not in self.node.params:
            return None
        if param_problem(self.spec, self.name, given.name, value) is None:
            return None
        if given.type.choices and (near := self._nearest(given, str(value), given.type.choices)):
            return near
        return self._fix(tr("Reset"), ResetParam(self.name, given.name))

    def _nearest(self, given: InputSpec, value: str, known: Sequence[str | int]) -> Fix | None:
        words = {str(one).casefold(): one for one in known}
        close = difflib.get_close_matches(value.casefold(), list(words), n=1, cutoff=0.5)
        if not close:
            return None
        wanted = words[close[0]]
        label = tr("Use {name}", name=wanted)
        return self._fix(label, SetParam(self.name, given.name, wanted))

    def _for_free_port(self, given: InputSpec) -> Fix | None:
        found = list(islice(self._fitting(given), MOST_CHOICES))
        if not found:
            return self._maker(given)
        if len(found) == 1:
            return replace(found[0], label=tr("Connect {node}", node=found[0].label))
        return Fix(tr("Connect…"), level=self.level, choices=tuple(found))

    def _fitting(self, given: InputSpec) -> Iterator[Fix]:
        """The links from nodes that are there, each tried out; the label names the source."""
        wanted = self._wanted_families(given)
        for name, node in self.workflow.graph.nodes.items():
            spec = self.catalog.get(node.type)
            outputs = [
                out.name
                for out in (spec.outputs.values() if spec is not None and name != self.name else ())
                if ANY not in out.type.names and given.type.accepts(out.type)
            ]
            for output in outputs:
                family = self.family_of(Link(name, output))
                if wanted and family and family not in wanted:
                    continue
                edit = Connect(self.name, given.name, Link(name, output))
                if Draft(self.workflow, self.catalog).attempt(edit):
                    title = node_title(self.workflow, name)
                    yield self._fix(title if len(outputs) == 1 else f"{title} · {output}", edit)

    def _wanted_families(self, given: InputSpec) -> set[str]:
        """The families of the models that the node has already; none if any will do."""
        if SHARED in given.type.names:
            return set()
        linked = (
            self.family_of(link)
            for port, link in self.node.inputs.items()
            if (other := self.spec.inputs.get(port)) is None or SHARED not in other.type.names
        )
        named = (
            self.families.get(str(self.node.params.get(scalar.name)), "")
            for scalar in self.spec.files
            if isinstance(scalar.hint, ModelFile) and scalar.name not in self.node.inputs
        )
        return {family for family in (*linked, *named) if family}

    def _maker(self, given: InputSpec) -> Fix | None:
        made = [USUAL_MAKERS[name] for name in given.type.names if name in USUAL_MAKERS]
        spec = self.catalog.get(made[0]) if made else None
        if spec is None:
            return None
        outputs = [out.name for out in spec.outputs.values() if given.type.accepts(out.type)]
        if not outputs:
            return None
        draft = Draft(self.workflow, self.catalog)
        new = self.workflow.graph.new_id(id_word(spec.type))
        x, y = position(self.workflow.layout.nodes.get(self.name)) or (0.0, 0.0)
        place = {"at": [x - LEFT_BY, y]}
        link = Connect(self.name, given.name, Link(new, outputs[0]))
        draft.do(AddNode(new, GraphNode(spec.type), place=place))
        if not draft.attempt(link):
            return None
        return self._fix(tr("Add {node}", node=title_of_type(spec.type)), draft.edit)
