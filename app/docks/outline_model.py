"""OutlineModel: the tree of a workflow, read row by row as it is unfolded."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from app.docks import outline_words as words
from app.docks.outline_entries import EntryKey, Outline
from app.docks.shelf import Index
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.edits import Edit, SetFrames, SetNodeLayout
from graph_engine.workflow import Workflow

KEY_ROLE = Qt.ItemDataRole.UserRole


@dataclass(eq=False)
class Entry:
    """A row that the view knows; its children are None until somebody asks for them."""

    number: int
    key: EntryKey | None
    parent: Entry | None
    at: int = 0
    children: list[Entry] | None = field(default=None)


class OutlineModel(QAbstractItemModel):
    """Rows come, go and change one by one, so that what is unfolded and selected stays so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.outline: Outline | None = None
        self._query = ""
        self._entries: dict[int, Entry] = {}
        self._by_key: dict[EntryKey, Entry] = {}
        self._next = 1
        self._root = Entry(0, None, None)

    def show_page(self, page: WorkflowPage | None) -> None:
        """Show another workflow."""
        self.beginResetModel()
        self.outline = Outline(page) if page is not None else None
        self._entries.clear()
        self._by_key.clear()
        self._root = Entry(0, None, None)
        self.endResetModel()

    def filter(self, query: str) -> None:
        """Show only the nodes that a query finds; all for an empty one."""
        if query != self._query:
            self._query = query
            if self.outline is not None:
                self.show_page(self.outline.page)

    def refresh(self, before: Workflow, after: Workflow) -> None:
        """Bring the rows in line with the document after a change."""
        if self.outline is None:
            return
        touched = _touched(before, after)
        if touched is None or self._query or not self.outline.forget_nodes(touched):
            self.outline.forget()
            self._sync(self._root)
            return
        for name in touched:
            entry = self._by_key.get(EntryKey("node", (), name))
            if entry is not None:
                self._sync(entry)
                self.dataChanged.emit(self._index(entry), self._index(entry))

    def retell(self) -> None:
        """The same rows say something else, such as other problems."""
        if self.outline is not None:
            self.outline.forget()
            self._tell(self._root)

    # --- rows

    def key(self, index: Index) -> EntryKey | None:
        """What a row is about."""
        return self._entry(index).key

    def index_of(self, key: EntryKey) -> QModelIndex:
        """The row about something, unfolding nothing; invalid if nobody has asked for it yet."""
        entry = self._by_key.get(key)
        return self._index(entry) if entry is not None else QModelIndex()

    def reach(self, key: EntryKey) -> QModelIndex:
        """The row about a node, with the rows above it read."""
        if self.outline is None or self._query:
            return self.index_of(key)
        for end in range(len(key.level)):
            self._reach_at(EntryKey("node", key.level[:end], key.level[end]))
        self._reach_at(key)
        return self.index_of(key)

    def _reach_at(self, key: EntryKey) -> None:
        above = EntryKey("node", key.level[:-1], key.level[-1]) if key.level else None
        parent = self._by_key.get(above) if above is not None else self._root
        if parent is None:
            return
        self._load(parent)
        if key not in self._by_key:
            for child in parent.children or ():
                if child.key is not None and child.key.kind == "frame":
                    self._load(child)

    def _entry(self, index: Index) -> Entry:
        return self._entries[index.internalId()] if index.isValid() else self._root

    def _index(self, entry: Entry) -> QModelIndex:
        if entry is self._root:
            return QModelIndex()
        return self.createIndex(entry.at, 0, entry.number)

    def _make(self, key: EntryKey, parent: Entry) -> Entry:
        entry = Entry(self._next, key, parent)
        self._next += 1
        self._entries[entry.number] = entry
        self._by_key[key] = entry
        return entry

    def _drop(self, entry: Entry) -> None:
        for child in entry.children or ():
            self._drop(child)
        del self._entries[entry.number]
        if entry.key is not None and self._by_key.get(entry.key) is entry:
            del self._by_key[entry.key]

    def _load(self, entry: Entry) -> list[Entry]:
        if entry.children is None:
            keys = self.outline.children(entry.key, self._query) if self.outline else []
            entry.children = [self._make(key, entry) for key in keys]
            _number(entry.children)
        return entry.children

    # --- following

    def _sync(self, entry: Entry) -> None:
        """Make the rows below one those that there are now, with as few moves as possible."""
        if entry.children is None or self.outline is None:
            return
        wanted = self.outline.children(entry.key, self._query)
        if [child.key for child in entry.children] != wanted:
            self._remove(entry, wanted)
            self._insert(entry, wanted)
        if entry.children:
            first, last = entry.children[0], entry.children[-1]
            self.dataChanged.emit(self._index(first), self._index(last))
        for child in entry.children:
            self._sync(child)

    def _remove(self, entry: Entry, wanted: list[EntryKey]) -> None:
        assert entry.children is not None
        places = {key: at for at, key in enumerate(wanted)}
        last, keeps = -1, []
        for child in entry.children:
            place = places.get(child.key, -1) if child.key is not None else -1
            keeps.append(place > last)
            last = max(last, place)
        end = len(keeps)
        while end > 0:
            start = end - 1
            while start > 0 and keeps[start - 1] == keeps[end - 1]:
                start -= 1
            if not keeps[end - 1]:
                self.beginRemoveRows(self._index(entry), start, end - 1)
                for child in entry.children[start:end]:
                    self._drop(child)
                del entry.children[start:end]
                _number(entry.children)
                self.endRemoveRows()
            end = start

    def _insert(self, entry: Entry, wanted: list[EntryKey]) -> None:
        assert entry.children is not None
        children = entry.children
        at = 0
        while at < len(wanted):
            present = children[at].key if at < len(children) else None
            end = at
            while end < len(wanted) and wanted[end] != present:
                end += 1
            if end > at:
                self.beginInsertRows(self._index(entry), at, end - 1)
                children[at:at] = [self._make(key, entry) for key in wanted[at:end]]
                _number(children)
                self.endInsertRows()
            at = end + 1

    def _tell(self, entry: Entry) -> None:
        if entry.children:
            self.dataChanged.emit(self._index(entry.children[0]), self._index(entry.children[-1]))
            for child in entry.children:
                self._tell(child)

    # --- Qt's model of it

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._load(self._entry(parent))
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row].number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent too
        above = self._entry(index).parent if index.isValid() else None
        return self._index(above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._load(self._entry(parent)))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        entry = self._entry(parent)
        if entry.key is None or self.outline is None or entry.children is not None:
            return bool(self._load(entry))
        return self.outline.has_children(entry.key)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        key = self.key(index)
        if key is None or self.outline is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return words.title(self.outline, key)
        if role == KEY_ROLE:
            return key
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(self.outline, key)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and key.kind == "node":
            node = self.outline.node(key)
            spec = self.outline.page.document.catalog.get(node.type) if node is not None else None
            return spec.summary if spec is not None else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        key = self.key(index)
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if _is_named(key) else usual

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key, outline = self.key(index), self.outline
        if role != Qt.ItemDataRole.EditRole or key is None or outline is None or not _is_named(key):
            return False
        text = str(value).strip()
        if text == words.title(outline, key):
            return False
        page = outline.page
        page.document.go_to_level(key.level)
        return page.stage.apply(_rename(outline, key, text), tr("Rename"))


def _is_named(key: EntryKey | None) -> bool:
    return key is not None and key.kind in ("node", "frame")


def _rename(outline: Outline, key: EntryKey, text: str) -> Edit:
    if key.kind == "node":
        return SetNodeLayout(key.name, "title", text or None)
    frames = list(outline.workflow(key.level).layout.frames)
    frames[key.index] = {**outline.box(key), "title": text}
    return SetFrames(frames)


def _touched(before: Workflow, after: Workflow) -> set[str] | None:
    """The nodes whose rows say something else now; None if rows may have come, gone or moved."""
    was, now = before.layout, after.layout
    same = before is not after and before.subgraphs is after.subgraphs
    same = same and (was.frames, was.notes) == (now.frames, now.notes)
    if not same or list(before.graph.nodes) != list(after.graph.nodes):
        return None
    nodes = after.graph.nodes
    looks = (was.nodes.keys() | now.nodes.keys()) & nodes.keys()
    moved = {name for name in looks if was.nodes.get(name) is not now.nodes.get(name)}
    changed = {name for name in nodes if before.graph.nodes[name] is not nodes[name]}
    links = [graph.nodes[name].inputs for name in changed for graph in (before.graph, after.graph)]
    sources = {link.node for inputs in links for link in inputs.values()} & nodes.keys()
    return moved | changed | sources


def _number(children: list[Entry]) -> None:
    for at, child in enumerate(children):
        child.at = at
