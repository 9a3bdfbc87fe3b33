"""NodePictures: nodes that read a picture from a file show it, as it is on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject

from app.canvas.scene import WorkflowScene
from app.page.picture_finder import Found, Named, PictureFinder
from graph_engine.graph import GraphNode
from graph_engine.hints import ImageFile
from graph_engine.spec import NodeSpec

MOST_KEPT = 32


class NodePictures(QObject):
    """Follows the params of one scene's nodes at once, and their files at each check."""

    def __init__(self, scene: WorkflowScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._folders: tuple[Path, ...] = ()
        self._named: dict[str, Named] = {}
        self._known: dict[Named, Found] = {}
        self._asked: set[Named] = set()
        self._finder = PictureFinder()
        self._finder.found.connect(self._take)
        document = scene.document
        document.changed.connect(self._follow)
        document.level_changed.connect(self._follow)
        document.checked.connect(self._look_again)

    def show_folders(self, folders: Iterable[Path]) -> None:
        """Look for pictures in these folders too, after that of the workflow."""
        self._folders = tuple(folders)
        self._follow()

    def wait(self) -> None:
        """Wait until all that was asked for has been read."""
        self._finder.join()

    def _follow(self, *_: object) -> None:
        """Nodes or their params may be others: show what is known of them, ask for the rest."""
        before, self._named = self._named, self._all_named()
        gone = {name: Found() for name in before.keys() - self._named.keys()}
        known = {name: self._known[one] for name, one in self._named.items() if one in self._known}
        self._show({**gone, **known})
        for name, named in self._named.items():
            if named != before.get(name) and named not in self._known:
                self._ask(named)

    def _look_again(self) -> None:
        self._follow()
        for named in set(self._named.values()):
            self._ask(named)

    def _ask(self, named: Named) -> None:
        if named not in self._asked:
            self._asked.add(named)
            self._finder.ask(named, self._known.get(named))

    def _take(self, named: Named, found: Found) -> None:
        self._asked.discard(named)
        self._known.pop(named, None)
        self._known[named] = found
        if len(self._known) > MOST_KEPT + len(self._named):
            used = set(self._named.values())
            del self._known[next(one for one in self._known if one not in used)]
        self._show({name: found for name, one in self._named.items() if one == named})

    def _show(self, found: Mapping[str, Found]) -> None:
        nodes = self._scene.nodes
        shown = {
            name: (one.picture, (one.caption,))
            for name, one in found.items()
            if name in nodes and nodes[name].picture is not one.picture
        }
        self._scene.following.show_pictures(shown)

    def _all_named(self) -> dict[str, Named]:
        """The picture that each node reads, as far as a param names one."""
        document = self._scene.document
        own = (document.path.parent,) if document.path is not None else ()
        folders = (*own, *self._folders)
        nodes = document.graph.nodes.items()
        names = ((key, _picture_name(node, document.catalog.get(node.type))) for key, node in nodes)
        return {key: Named(name, folders) for key, name in names if name}


def _picture_name(node: GraphNode, spec: NodeSpec | None) -> str:
    """What a node's param calls the picture that it reads; empty if it reads none."""
    for scalar in spec.files if spec is not None else ():
        value = node.params.get(scalar.name, scalar.default)
        if isinstance(scalar.hint, ImageFile) and scalar.name not in node.inputs:
            return value if isinstance(value, str) else ""
    return ""
