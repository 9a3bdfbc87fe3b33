"""Run commands: what the actions of running do in a window, once it is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.actions.registry import Command
from app.look.words import tr
from app.running.words import cost_text

if TYPE_CHECKING:
    from app.running.running import Running
    from app.window import StudioWindow


def run_commands(window: StudioWindow) -> dict[str, Command | Callable[[], object]]:
    """The actions that run, stop and explain."""

    def live(do: Callable[[Running], object]) -> Callable[[], object]:
        def act() -> None:
            if (running := _running(window)) is not None:
                do(running)

        return act

    def can() -> bool:
        return _running(window) is not None and window.page is not None

    def has_selected() -> bool:
        return can() and window.page is not None and bool(window.page.scene.selected)

    def runs() -> bool:
        running = _running(window)
        return running is not None and running.job is not None

    return {
        "run.run": Command(live(lambda running: running.run()), can, note=lambda: _cost(window)),
        "run.again": Command(live(lambda running: running.run(again=True)), can),
        "run.new_seed": Command(live(lambda running: running.run_with_new_seed()), can),
        "run.automatic": Command(
            live(lambda running: running.set_automatic(not running.is_automatic)),
            can,
            checked=lambda: (running := _running(window)) is not None and running.is_automatic,
        ),
        "run.stop": Command(live(lambda running: running.stop()), runs),
        "run.kill": Command(lambda: _restart(window), lambda: window.engine is not None),
        "node.run_to": Command(live(lambda running: running.run_to_selected()), has_selected),
        "node.why": Command(live(lambda running: running.tell_why()), has_selected),
    }


def _running(window: StudioWindow) -> Running | None:
    return window.live.running if window.live is not None else None


def _cost(window: StudioWindow) -> str:
    running = _running(window)
    cost = running.shown.cost if running is not None and running.shown is not None else None
    return cost_text(cost) if cost is not None else ""


def _restart(window: StudioWindow) -> None:
    if window.engine is not None:
        window.engine.restart()
        window.say(tr("The engine is started again; nothing of the document is lost."))
