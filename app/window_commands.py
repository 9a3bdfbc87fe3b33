"""Window commands: what the actions of the table do in a window, by their ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.access.panes import step_pane
from app.actions.registry import Command
from app.canvas.zoom_view import ZOOM_PER_NOTCH
from app.dialogs.about import AboutDialog
from app.dialogs.crash_guard import report_head
from app.look.words import tr
from app.page.page import WorkflowPage
from app.preview.commands import preview_commands
from app.running.commands import run_commands
from app.sweeps.commands import sweep_commands
from app.timings.commands import timings_commands
from app.tools.command_table import CANVAS_COMMANDS, Do
from app.verifying.commands import verify_commands

if TYPE_CHECKING:
    from app.window import StudioWindow

Commands = dict[str, Command | Callable[[], object]]


def window_commands(window: StudioWindow) -> Commands:
    """Everything that the window and the page that it shows can do."""
    parts = (
        _of_files,
        _of_views,
        _of_canvas,
        _of_nodes,
        _of_subgraphs,
        run_commands,
        sweep_commands,
        timings_commands,
        preview_commands,
        verify_commands,
    )
    return {name: do for part in parts for name, do in part(window).items()}


def _of_files(window: StudioWindow) -> Commands:
    files, workspace = window.files, window.workspace

    def has_page() -> bool:
        return window.page is not None

    def has_file() -> bool:
        return window.page is not None and window.page.document.path is not None

    return {
        "file.new": files.new,
        "file.open": files.choose,
        "file.save": Command(files.save, has_page),
        "file.save_as": Command(files.save_as, has_page),
        "file.save_all": Command(files.save_all, has_page),
        "file.compare": Command(files.compare, has_page),
        "file.revert": Command(files.revert, has_file),
        "file.save_picture": Command(files.save_picture, has_page),
        "file.close_tab": Command(workspace.close_shown, lambda: workspace.count() > 0),
        "file.reopen_tab": workspace.reopen,
        "file.next_tab": partial(_step_tab, window, 1),
        "file.previous_tab": partial(_step_tab, window, -1),
        "file.quit": window.close,
        "edit.undo": _on_page(
            window, lambda page: page.document.undo.undo(), lambda p: p.document.undo.canUndo()
        ),
        "edit.redo": _on_page(
            window, lambda page: page.document.undo.redo(), lambda p: p.document.undo.canRedo()
        ),
        "edit.find": _on_page(window, window.popups.find_node),
        "file.template": window.popups.choose_template,
        "file.settings": window.popups.settings,
        "view.commands": window.popups.command_palette,
        "help.keys": window.popups.keys,
        "help.welcome": window.popups.welcome,
        "help.report": partial(_copy_report, window),
        "help.about": lambda: AboutDialog(window).open(),
    }


def _of_views(window: StudioWindow) -> Commands:
    return {
        "view.zoom_in": _on_page(window, lambda page: page.canvas.zoom_by(ZOOM_PER_NOTCH)),
        "view.zoom_out": _on_page(window, lambda page: page.canvas.zoom_by(1 / ZOOM_PER_NOTCH)),
        "view.zoom_full": _on_page(window, lambda page: page.canvas.zoom_to_life()),
        "view.dark": Command(
            partial(window.settings.change, theme="dark"),
            checked=lambda: window.theme.name == "dark",
        ),
        "view.light": Command(
            partial(window.settings.change, theme="light"),
            checked=lambda: window.theme.name == "light",
        ),
        "view.snap": Command(
            lambda: window.settings.change(snap=not window.settings.settings.snap),
            checked=lambda: window.settings.settings.snap,
        ),
        "view.minimap": Command(
            lambda: window.settings.change(minimap=not window.settings.settings.minimap),
            checked=lambda: window.settings.settings.minimap,
        ),
        "view.next_pane": partial(step_pane, window, 1),
        "view.previous_pane": partial(step_pane, window, -1),
        "view.full_screen": Command(
            partial(_toggle_full_screen, window), checked=window.isFullScreen
        ),
    }


def _of_canvas(window: StudioWindow) -> Commands:
    def run(do: Do, page: WorkflowPage) -> None:
        do(page.commands)

    return {name: _on_page(window, partial(run, do)) for name, do in CANVAS_COMMANDS.items()}


def _of_nodes(window: StudioWindow) -> Commands:
    def of_one_type(page: WorkflowPage) -> bool:
        nodes = page.document.graph.nodes
        return len({nodes[name].type for name in page.scene.selected if name in nodes}) == 1

    return {
        "node.paint_mask": _on_page(
            window, lambda page: page.paint_mask(), lambda page: page.painted_param is not None
        ),
        "node.explain": _on_page(window, lambda _page: window.docks.explain(), of_one_type),
    }


def _of_subgraphs(window: StudioWindow) -> Commands:
    def on_instance(page: WorkflowPage) -> bool:
        return page.subgraphs.instance is not None

    def inside(page: WorkflowPage) -> bool:
        return page.subgraphs.is_inside

    return {
        "subgraph.fold": _on_page(
            window, lambda page: page.subgraphs.fold(), lambda page: bool(page.scene.selected)
        ),
        "subgraph.unfold": _on_page(window, lambda page: page.subgraphs.unfold(), on_instance),
        "subgraph.enter": _on_page(
            window, lambda page: page.subgraphs.enter(), lambda page: bool(page.scene.selected)
        ),
        "subgraph.save": _on_page(window, lambda page: page.subgraphs.save(), on_instance),
        "subgraph.leave": _on_page(window, lambda page: page.subgraphs.leave(), inside),
    }


def _on_page(
    window: StudioWindow,
    run: Callable[[WorkflowPage], object],
    can: Callable[[WorkflowPage], bool] = lambda page: True,
) -> Command:
    """A command on the page that is shown, if there is one."""

    def act() -> None:
        if window.page is not None:
            run(window.page)

    return Command(act, lambda: window.page is not None and can(window.page))


def _step_tab(window: StudioWindow, by: int) -> None:
    count = window.workspace.count()
    if count:
        window.workspace.setCurrentIndex((window.workspace.currentIndex() + by) % count)


def _toggle_full_screen(window: StudioWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def _copy_report(window: StudioWindow) -> None:
    QGuiApplication.clipboard().setText(report_head())
    window.say(tr("The versions are on the clipboard; paste them into your report."))
