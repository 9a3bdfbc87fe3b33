"""Shown ports: what nodes that are folded will show outside, and under which names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from graph_engine.graph import Link, free_id
from graph_engine.workflow import Workflow


@dataclass
class Shown:
    """The names of what nodes that are folded will show.

    `inputs` names the outputs outside that feed them, `targets` gives what each name feeds inside,
    `outputs` names their outputs that are used outside, and `passed_on` their inputs that the
    subgraph around them shows already.
    """

    inputs: dict[Link, str] = field(default_factory=dict)
    targets: dict[str, list[Link]] = field(default_factory=dict)
    outputs: dict[Link, str] = field(default_factory=dict)
    passed_on: dict[Link, str] = field(default_factory=dict)


def shown_by(workflow: Workflow, chosen: Collection[str]) -> Shown:
    """What chosen nodes will show: one input per output that feeds them, and each output used."""
    shown = Shown()
    nodes = workflow.graph.nodes
    for name in chosen:
        for port, link in nodes[name].inputs.items():
            if link.node not in chosen:
                if link not in shown.inputs:
                    shown.inputs[link] = _unique(name, port, shown.targets)
                shown.targets.setdefault(shown.inputs[link], []).append(Link(name, port))
    for ends in workflow.inputs.values():
        _pass_on(shown, [end for end in ends if end.node in chosen])
    used = [x for name, node in nodes.items() if name not in chosen for x in node.inputs.values()]
    for link in (*used, *workflow.outputs.values()):
        if link.node in chosen and link not in shown.outputs:
            taken = set(shown.outputs.values())
            shown.outputs[link] = _unique(link.node, link.port, taken)
    return shown


def _pass_on(shown: Shown, ends: list[Link]) -> None:
    """Show the inner inputs that the subgraph around shows already, under one name."""
    if ends:
        name = _unique(ends[0].node, ends[0].port, shown.targets)
        shown.targets[name] = ends
        shown.passed_on.update(dict.fromkeys(ends, name))


def _unique(node: str, port: str, taken: Collection[str]) -> str:
    """A name for a port: its own, else one with its node's."""
    return port if port not in taken else free_id(f"{node}_{port}", taken)
