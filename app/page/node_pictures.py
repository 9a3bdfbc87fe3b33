"""NodePictures: the pictures in nodes: those that they read from files, and those that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.canvas.scene import WorkflowScene
from app.page.picture_finder import Found, Named, PictureFinder
from graph_engine.graph import GraphNode
from graph_engine.hints import ImageFile
from graph_engine.spec import NodeSpec

MOST_KEPT = 32
MOST_MADE = 256


@dataclass(frozen=True, eq=False)
class Made:
    """A picture that a run has made of a node, small, with captions right and left."""

    picture: QImage
    captions: tuple[str, str] = ("", "")


class NodePictures(QObject):
    """Follows the params of one scene's nodes at once, and their files at each check.

    What runs make is shown by `show_made` and stays, whatever is edited or undone; an instance of
    a subgraph shows what was made last inside it.
    """

    def __init__(self, scene: WorkflowScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._folders: tuple[Path, ...] = ()
        self._named: dict[str, Named] = {}
        self._known: dict[Named, Found] = {}
        self._asked: set[Named] = set()
        self._made: dict[str, Made] = {}
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

    def show_made(self, node: str, made: Made) -> None:
        """Show what a run has made of a node, given by its full id."""
        self._made.pop(node, None)
        self._made[node] = made
        if len(self._made) > MOST_MADE:
            del self._made[next(iter(self._made))]
        prefix = self._scene.document.problem_prefix
        if node.startswith(prefix):
            name = node.removeprefix(prefix).partition("/")[0]
            if name in self._scene.nodes and name not in self._named:
                self._scene.following.show_pictures({name: (made.picture, made.captions)})

    def made(self, node: str) -> Made | None:
        """What a run has made of a node, given by its full id."""
        return self._made.get(node)

    @property
    def has_made(self) -> bool:
        """Whether a run has made any picture."""
        return bool(self._made)

    def wait(self) -> None:
        """Wait until all that was asked for has been read."""
        self._finder.join()

    def _follow(self, *_: object) -> None:
        """Nodes or their params may be others: show what is known of them, ask for the rest."""
        before, self._named = self._named, self._all_named()
        gone = {name: Found() for name in before.keys() - self._named.keys()}
        known = {name: self._known[one] for name, one in self._named.items() if one in self._known}
        self._show({**gone, **known})
        self._show_all_made()
        for name, named in self._named.items():
            if named != before.get(name) and named not in self._known:
                self._ask(named)

    def _show_all_made(self) -> None:
        """Nodes that came back, or are shown on another level, have their pictures again."""
        prefix, nodes = self._scene.document.problem_prefix, self._scene.nodes
        found: dict[str, tuple[QImage | None, tuple[str, ...]]] = {}
        for node, made in self._made.items():
            if node.startswith(prefix):
                name = node.removeprefix(prefix).partition("/")[0]
                if name in nodes and name not in self._named:
                    found[name] = (made.picture, made.captions)
        shown = {name: one for name, one in found.items() if nodes[name].picture is not one[0]}
        self._scene.following.show_pictures(shown)

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
