"""Outline words: what the rows of the outliner say, to the eye and to a screen reader."""

from __future__ import annotations

from app.canvas.node_view import NodeView
from app.docks.outline_entries import EntryKey, Outline
from app.look.words import tr, tr_count


def title(outline: Outline, key: EntryKey) -> str:
    """What a row is called."""
    if key.kind == "frame":
        return str(outline.box(key).get("title") or tr("Frame"))
    if key.kind == "note":
        text = str(outline.box(key).get("text") or "").strip()
        return text.splitlines()[0].lstrip("# ") if text else tr("Empty note")
    if outline.node(key) is None:
        return key.name
    return outline.view(key.level, key.name).title if key.kind == "node" else key.port


def ends(outline: Outline, key: EntryKey) -> list[EntryKey]:
    """The nodes at the other ends of a port's links."""
    node = outline.node(key)
    if node is None:
        return []
    graph = outline.workflow(key.level).graph
    if key.kind == "input":
        link = node.inputs.get(key.port)
        names = [link.node] if link is not None and link.node in graph.nodes else []
    else:
        names = [
            consumer
            for consumer, name in graph.consumers(key.name)
            if graph.nodes[consumer].inputs[name].port == key.port
        ]
    return [EntryKey("node", key.level, name) for name in dict.fromkeys(names)]


def note(outline: Outline, key: EntryKey) -> str:
    """What stands beside the title: a node's id, or what a port is linked to."""
    if key.kind == "node":
        return key.name if outline.node(key) is not None else ""
    if key.kind not in ("input", "output"):
        return ""
    names = ", ".join(title(outline, end) for end in ends(outline, key))
    if not names:
        return ""
    return tr("from {node}", node=names) if key.kind == "input" else tr("to {node}", node=names)


def spoken(outline: Outline, key: EntryKey) -> str:
    """A row in words."""
    name = title(outline, key)
    if key.kind == "frame":
        count = len(outline.children(key))
        return f"{name}, {tr('frame')}, {tr_count(count, '{number} node', '{number} nodes')}"
    if key.kind == "note":
        return f"{name}, {tr('note')}"
    if key.kind == "node":
        return _spoken_node(outline, key) if outline.node(key) is not None else name
    return " ".join(part for part in (port_word(key), name, note(outline, key)) if part)


def port_word(key: EntryKey) -> str:
    """Whether a port is an input or an output."""
    return tr("input") if key.kind == "input" else tr("output")


def _spoken_node(outline: Outline, key: EntryKey) -> str:
    view = outline.view(key.level, key.name)
    parts = [view.title, _kind(view)]
    if view.state != "active":
        parts.append(tr("muted") if view.state == "muted" else tr("bypassed"))
    if count := len(outline.problems(key.path)):
        parts.append(tr_count(count, "{number} problem", "{number} problems"))
    links = [
        spoken(outline, EntryKey("input", key.level, key.name, port.name))
        for port in view.inputs
        if port.link is not None
    ]
    return "; ".join(part for part in (", ".join(parts), ", ".join(links)) if part)


def _kind(view: NodeView) -> str:
    if view.is_subgraph:
        return tr("subgraph")
    if not view.known:
        return tr("node of an unknown type")
    return tr("{category} node", category=view.category.lower())
