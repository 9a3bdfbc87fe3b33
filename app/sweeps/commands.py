"""Sweep commands: what the actions of sweeps do in a window, once it is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.actions.registry import Command
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.page.page import WorkflowPage

if TYPE_CHECKING:
    from app.window import StudioWindow


def sweep_commands(window: StudioWindow) -> dict[str, Command | Callable[[], object]]:
    """The actions that ask for a sweep."""
    return {
        "run.sweep": Command(
            lambda: ask_for_sweep(window),
            lambda: _is_live(window) and window.workspace.count() > 0,
        )
    }


def ask_for_sweep(window: StudioWindow, param: str = "") -> None:
    """Open the dialog, with an axis of a param if one is named."""
    if window.live is not None and window.live.sweeps is not None:
        window.live.sweeps.open(param)


def fill_sweep_menu(window: StudioWindow, menu: PaintedMenu) -> None:
    """The params of the selected node that can be swept."""
    page = window.page
    names = _params(page) if page is not None and _is_live(window) else []
    for name in names:
        action = menu.addAction(name.rpartition(".")[2])

        def act(_checked: bool = False, name: str = name) -> None:
            ask_for_sweep(window, name)

        action.triggered.connect(act)
    if not names:
        menu.addAction(tr("Nothing to vary here")).setEnabled(False)


def _is_live(window: StudioWindow) -> bool:
    return window.live is not None and window.live.jobs is not None


def _params(page: WorkflowPage) -> list[str]:
    """The values of the one selected node that are not linked, as axes name them."""
    if len(page.scene.selected) != 1:
        return []
    (name,) = page.scene.selected
    node = page.document.graph.nodes.get(name)
    spec = page.document.catalog.get(node.type) if node is not None else None
    if node is None or spec is None:
        return []
    prefix = page.document.problem_prefix
    return [f"{prefix}{name}.{one.name}" for one in spec.scalars if one.name not in node.inputs]
