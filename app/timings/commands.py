"""Timings commands: the action that shows where the time of the last runs went."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.actions.registry import Command

if TYPE_CHECKING:
    from app.timings.page import TimingsPage
    from app.window import StudioWindow


def timings_commands(window: StudioWindow) -> dict[str, Command | Callable[[], object]]:
    """The action of the Run menu."""
    return {
        "run.timings": Command(
            lambda: show_timings(window),
            lambda: window.live is not None and window.live.timings is not None,
        )
    }


def show_timings(window: StudioWindow, job: str = "") -> TimingsPage | None:
    """Show the tab with the timings, of a job if one is named."""
    from app.timings.page import TimingsPage

    if window.live is None or window.live.timings is None:
        return None
    workspace = window.workspace
    tabs = (workspace.widget(at) for at in range(workspace.count()))
    page = next((tab for tab in tabs if isinstance(tab, TimingsPage)), None)
    if page is None:
        page = TimingsPage(window.live.timings)
        page.said.connect(workspace.said)
        page.refused.connect(workspace.refused)
        workspace.addTab(page, page.accessibleName())
    workspace.setCurrentWidget(page)
    page.setFocus()
    if job:
        page.show_job(job)
    return page
