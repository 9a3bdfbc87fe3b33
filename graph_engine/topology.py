"""Topology: orders, ancestors and cycles of a graph given as node → sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Sources = Callable[[str], Iterable[str]]


class CycleFound(Exception):
    """The links lead in a circle; `path` names its nodes, the first one again at the end."""

    def __init__(self, path: list[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def upstream_order(targets: Iterable[str], sources: Sources) -> list[str]:
    """The targets and all that they depend on, every node after its sources.

    A depth-first walk: what belongs together runs together, so that values can be let go early.
    Raises CycleFound. Linear in nodes and links, and without recursion: chains may be long.
    """
    order: list[str] = []
    done: set[str] = set()
    open_nodes: dict[str, None] = {}
    for target in targets:
        if target in done:
            continue
        stack = [(target, iter(sources(target)))]
        open_nodes[target] = None
        while stack:
            node, rest = stack[-1]
            for source in rest:
                if source in open_nodes:
                    path = list(open_nodes)
                    circle = path[path.index(source) :]
                    raise CycleFound([source, *reversed(circle)])
                if source not in done:
                    open_nodes[source] = None
                    stack.append((source, iter(sources(source))))
                    break
            else:
                stack.pop()
                del open_nodes[node]
                done.add(node)
                order.append(node)
    return order


def reached_from(start: str, neighbours: Sources) -> dict[str, str]:
    """All nodes that can be reached, each with the one before it on a shortest way; "" at first."""
    came_from = {start: ""}
    queue = [start]
    for node in queue:
        for neighbour in neighbours(node):
            if neighbour not in came_from:
                came_from[neighbour] = node
                queue.append(neighbour)
    return came_from


def path_between(start: str, end: str, sources: Sources) -> list[str] | None:
    """A path along links from `start` downstream to `end`, or None."""
    came_from = reached_from(end, sources)
    if start not in came_from:
        return None
    path = [start]
    while came_from[path[-1]]:
        path.append(came_from[path[-1]])
    return path
