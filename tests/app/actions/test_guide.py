"""The guide's page of gestures and keys is what the studio has now."""

from __future__ import annotations

from app.window import StudioWindow
from scripts.guide_gestures import GROUPS, PAGE, gestures


def test_the_page_of_gestures_is_current(window: StudioWindow) -> None:
    """`make docs` writes it anew."""
    expected = "\n".join(gestures(frozenset(window.actions_of.bound()))) + "\n"
    assert PAGE.read_text(encoding="utf-8") == expected


def test_every_action_of_the_window_is_on_it(window: StudioWindow) -> None:
    listed = {action.id for actions in GROUPS.values() for action in actions}
    assert set(window.actions_of.bound()) <= listed
