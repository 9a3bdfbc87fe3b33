"""Menus: which actions stand in which menu, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.actions.table import TABLE
from app.look.words import marked, tr


@dataclass(frozen=True)
class Slot:
    """A submenu that the window fills each time it opens, such as the recent files."""

    name: str
    text: str
    icon: str = ""


@dataclass(frozen=True)
class Menu:
    """A menu: ids of actions, submenus, slots, and None for a line between groups."""

    text: str
    entries: tuple[Entry, ...]

    def ids(self) -> Iterator[str]:
        """The actions in it and in its submenus."""
        for entry in self.entries:
            if isinstance(entry, str):
                yield entry
            elif isinstance(entry, Menu):
                yield from entry.ids()


Entry = str | Menu | Slot | None

RECENT = Slot("recent", marked("Open recent"), "clock")
COLOURS = Slot("colours", marked("Colour"))
SWEEP = Slot("sweep", marked("Sweep"), "grid")
EXPOSED = Slot("exposed", marked("Values on its face"))

_ALIGN = Menu(marked("Align"), ("arrange.left", "arrange.right", "arrange.top", "arrange.bottom"))
_NUDGE = Menu(
    marked("Nudge"),
    (
        *(f"arrange.nudge_{way}" for way in ("left", "right", "up", "down")),
        None,
        *(f"arrange.step_{way}" for way in ("left", "right", "up", "down")),
    ),
)
_WALK = Menu(marked("Walk"), ("walk.left", "walk.right", "walk.up", "walk.down"))
_SELECT = Menu(
    marked("Select"),
    (
        "edit.select_all", "edit.select_none", "edit.select_inverse", None,
        "edit.select_before", "edit.select_after",
    ),
)  # fmt: skip
_PANELS = Menu(
    marked("Panels"),
    tuple(
        f"view.{name}"
        for name in (
            "palette", "models", "inspector", "preview", "outliner", "problems", "gallery",
            "queue", "log",
        )
    ),
)  # fmt: skip

MENU_BAR = (
    Menu(marked("File"), (
        "file.new", "file.template", "file.open", RECENT, None,
        "file.save", "file.save_as", "file.save_all", "file.revert", None,
        "file.compare", "file.save_picture", None,
        "file.close_tab", "file.reopen_tab", "file.next_tab", "file.previous_tab", None,
        "file.settings", "file.quit",
    )),
    Menu(marked("Edit"), (
        "edit.undo", "edit.redo", None,
        "edit.cut", "edit.copy", "edit.paste", "edit.paste_linked", "edit.duplicate", None,
        "edit.delete", "edit.delete_heal", None,
        _SELECT, "edit.find", None,
        "canvas.frame", "canvas.note", None,
        "arrange.lay_out", "arrange.lay_out_all", "arrange.straighten", _ALIGN, _NUDGE,
    )),
    Menu(marked("View"), (
        "view.commands", None,
        "view.frame_all", "view.frame_selection", None,
        "view.zoom_in", "view.zoom_out", "view.zoom_full", _WALK, None,
        "view.minimap", "view.snap", _PANELS, "view.next_pane", "view.previous_pane",
        "view.reset_layout", None,
        "view.dark", "view.light", "view.full_screen",
    )),
    Menu(marked("Node"), (
        "node.add", None,
        "node.edit", "node.wire", None,
        "node.rename", "node.mute", "node.bypass", "node.collapse", COLOURS, "node.reset", None,
        "node.take_out", "node.paint_mask", "node.explain", None,
        "subgraph.fold", "subgraph.unfold", "subgraph.enter", "subgraph.leave", "subgraph.save",
        None, "canvas.menu",
    )),
    Menu(marked("Run"), (
        "run.run", "run.again", "node.run_to", "run.new_seed", "run.automatic", None,
        "run.sweep", "run.timings", "run.verify", None,
        "run.stop", "run.kill", None,
        "node.why", "node.scrub", "film.play", "film.branch", "film.save", "film.compare", None,
        "run.forget",
    )),
    Menu(marked("Help"), (
        "help.guide", "help.keys", "help.welcome", None, "help.report", "help.about",
    )),
)  # fmt: skip

RUN_MENU = Menu(marked("Run"), (
    "run.run", "run.again", "node.run_to", "run.new_seed", "run.sweep", None,
    "run.automatic", None, "run.stop",
))  # fmt: skip
CANVAS_MENU = Menu(marked("Canvas"), (
    "node.add", "edit.paste", "edit.paste_linked", None,
    "canvas.note", "edit.select_all", "arrange.lay_out_all", "view.frame_all", None,
    "view.snap", "view.minimap", None, "subgraph.leave", "run.run",
))  # fmt: skip
NODE_MENU = Menu(marked("Node"), (
    "node.run_to", "node.why", SWEEP, None,
    "node.rename", "node.mute", "node.bypass", "node.collapse", COLOURS, None,
    "edit.copy", "edit.duplicate", "canvas.frame", "subgraph.fold", "arrange.lay_out", None,
    "subgraph.enter", "subgraph.unfold", "subgraph.save", EXPOSED, None,
    "node.scrub", "node.paint_mask", "node.reset", "node.explain", None,
    "node.take_out", "edit.delete_heal", "edit.delete",
))  # fmt: skip
WIRE_MENU = Menu(marked("Wire"), (
    "wire.dot", "wire.insert", None, "wire.source", "wire.target", None, "wire.cut",
))  # fmt: skip
PORT_MENU = Menu(marked("Port"), (
    "port.connect", "port.expose", None, "port.break",
))  # fmt: skip


def menu_path(action_id: str) -> str:
    """Where an action stands in the menu bar, such as "Edit ▸ Select"; empty if nowhere."""
    for menu in MENU_BAR:
        if (path := _path(menu, action_id)) is not None:
            return " ▸ ".join(tr(part) for part in path)
    return ""


def _path(menu: Menu, action_id: str) -> tuple[str, ...] | None:
    if action_id in menu.entries:
        return (menu.text,)
    for entry in menu.entries:
        inner = _path(entry, action_id) if isinstance(entry, Menu) else None
        if inner is not None:
            return (menu.text, *inner)
    return None


def listed() -> frozenset[str]:
    """All actions that stand in the menu bar or in a context menu."""
    menus = (*MENU_BAR, CANVAS_MENU, NODE_MENU, WIRE_MENU, PORT_MENU)
    return frozenset(name for menu in menus for name in menu.ids()) & TABLE.keys()
