"""Preview commands: what the actions of the preview and the film do, once a window is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.actions.registry import Command

if TYPE_CHECKING:
    from app.preview.following import Following
    from app.window import StudioWindow


def preview_commands(window: StudioWindow) -> dict[str, Command | Callable[[], object]]:
    """The actions of the film and of comparisons."""

    def on_preview(do: Callable[[Following], object]) -> Callable[[], object]:
        def act() -> None:
            if window.live is not None:
                do(window.live.preview)

        return act

    def has_step() -> bool:
        return window.live is not None and window.live.preview.dock.show_of.place is not None

    def has_picture() -> bool:
        return window.live is not None and window.live.preview.dock.view.picture is not None

    def has_node() -> bool:
        page = window.page
        return window.live is not None and page is not None and len(page.scene.selected) == 1

    return {
        "node.scrub": Command(on_preview(lambda preview: preview.scrub()), has_node),
        "film.play": Command(on_preview(lambda preview: preview.dock.show_of.play()), has_step),
        "film.branch": Command(
            on_preview(lambda preview: preview.dock.actions_of.branch()), has_step
        ),
        "film.save": Command(
            on_preview(lambda preview: preview.dock.actions_of.export()), has_step
        ),
        "film.compare": Command(
            on_preview(lambda preview: preview.compare()),
            has_picture,
            checked=lambda: window.live is not None and window.live.preview.dock.stage.is_comparing,
        ),
    }
