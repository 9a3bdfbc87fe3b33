"""Table: every action of the studio, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.actions.action import Action
from app.actions.canvas_table import CANVAS_ACTIONS
from app.actions.window_table import WINDOW_ACTIONS

TABLE: Mapping[str, Action] = MappingProxyType(
    {action.id: action for action in (*WINDOW_ACTIONS, *CANVAS_ACTIONS)}
)
