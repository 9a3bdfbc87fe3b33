"""Snapshot: the engine reads the same workflow out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.engine.snapshot import snapshot
from graph_engine import Layout, load_workflow, parse_workflow
from graph_engine.shipped import templates


@pytest.mark.parametrize("name", sorted(templates()))
def test_all_but_the_layout_is_read_back(name: str) -> None:
    workflow = load_workflow(templates()[name])
    assert parse_workflow(snapshot(workflow)) == replace(workflow, layout=Layout())


def test_moving_a_node_changes_nothing() -> None:
    workflow = load_workflow(templates()["text_to_image"])
    moved = replace(workflow, layout=Layout({"sampler": {"at": [1, 2]}}))
    assert snapshot(moved) == snapshot(workflow)
