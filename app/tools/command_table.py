"""Command table: what canvas actions do, by their ids."""

from __future__ import annotations

from collections.abc import Callable

from app.look.theme import size
from app.tools.arrange import Side
from app.tools.commands import CanvasCommands
from app.tools.walk import Way

Do = Callable[[CanvasCommands], object]
_WALKS: tuple[Way, ...] = ("left", "right", "up", "down")
_SIDES: tuple[Side, ...] = ("left", "right", "top", "bottom")
_STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def _nudge(way: str, *, by_grid: bool) -> Do:
    dx, dy = _STEPS[way]

    def nudge_by(commands: CanvasCommands) -> None:
        step = size("snap") if by_grid else 1.0
        commands.nudge(dx * step, dy * step)

    return nudge_by


def _align(side: Side) -> Do:
    return lambda commands: commands.align(side)


def _walk(way: Way) -> Do:
    return lambda commands: commands.walk(way)


CANVAS_COMMANDS: dict[str, Do] = {
    "edit.delete": CanvasCommands.delete,
    "edit.delete_heal": CanvasCommands.delete_and_heal,
    "edit.duplicate": CanvasCommands.duplicate,
    "edit.copy": CanvasCommands.copy,
    "edit.cut": CanvasCommands.cut,
    "edit.paste": CanvasCommands.paste,
    "edit.paste_linked": lambda commands: commands.paste(keep_inputs=True),
    "edit.select_all": CanvasCommands.select_all,
    "edit.select_none": lambda commands: commands.select(()),
    "edit.select_inverse": CanvasCommands.invert_selection,
    "edit.select_before": lambda commands: commands.select_along(upstream=True),
    "edit.select_after": lambda commands: commands.select_along(upstream=False),
    "node.add": CanvasCommands.search,
    "node.mute": lambda commands: commands.toggle_state("muted"),
    "node.bypass": lambda commands: commands.toggle_state("bypassed"),
    "node.collapse": CanvasCommands.collapse,
    "node.take_out": CanvasCommands.take_out,
    "node.rename": CanvasCommands.rename,
    "node.edit": CanvasCommands.edit_values,
    "node.wire": CanvasCommands.wire,
    "node.reset": CanvasCommands.reset_values,
    "canvas.frame": CanvasCommands.add_frame,
    "canvas.note": CanvasCommands.add_note,
    "canvas.menu": CanvasCommands.open_menu,
    "view.frame_selection": CanvasCommands.show_selection,
    "view.frame_all": CanvasCommands.show_all,
    "arrange.lay_out": CanvasCommands.lay_out_selection,
    "arrange.lay_out_all": CanvasCommands.lay_out_all,
    "arrange.straighten": CanvasCommands.straighten,
    **{f"arrange.{side}": _align(side) for side in _SIDES},
    **{f"walk.{way}": _walk(way) for way in _WALKS},
    **{f"arrange.nudge_{way}": _nudge(way, by_grid=False) for way in _STEPS},
    **{f"arrange.step_{way}": _nudge(way, by_grid=True) for way in _STEPS},
}
"""What canvas actions do, by their ids."""
