"""Subgraphs on the command line: inner nodes by their path, in settings, targets and answers."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from .conftest import WORKFLOW, Weft, write_workflow


@pytest.fixture
def folded(weft: Weft) -> Path:
    """The demo workflow with its sum in a subgraph."""
    data: dict[str, Any] = copy.deepcopy(WORKFLOW)
    inner = {"type": "demo.Add", "params": {"second": 4}}
    data["nodes"]["sum"] = {"type": "subgraph:plus", "inputs": {"first": "number.value"}}
    data["subgraphs"] = {
        "plus": {
            "name": "Plus",
            "description": "Adds four.",
            "inputs": {"first": ["add.first"], "more": ["add.second"]},
            "outputs": {"value": "add.value"},
            "nodes": {"add": inner},
        }
    }
    return write_workflow(data)


def test_run_and_plan_name_inner_nodes(weft: Weft, folded: Path) -> None:
    data = weft("run", folded, "--json").data
    assert data["outputs"] == {"show": {"shown": ["7"]}}
    assert list(data["nodes"]) == ["number", "sum/add", "show"]
    assert "sum/add  cached" in weft("plan", folded).out


def test_settings_and_targets(weft: Weft, folded: Path) -> None:
    assert weft("run", folded, "--set", "sum.more=10").out == "13\n"
    assert weft("run", folded, "--set", "sum/add.second=20").out == "23\n"
    data = weft("plan", folded, "--target", "sum", "--json").data
    assert set(data["nodes"]) == {"number", "sum/add"}
    answer = weft("run", folded, "--set", "sum.second=1")
    assert answer.code == 2
    assert 'has no param "second"' in answer.err
    assert 'Inside it there is "sum/add.second".' in answer.err
    answer = weft("run", folded, "--target", "sum/ad")
    assert (answer.code, 'Did you mean "sum/add"' in answer.err) == (2, True)


def test_check_tells_where_inside(weft: Weft, folded: Path) -> None:
    assert weft("check", folded).out == f"{folded}: no problems.\n"
    text = folded.read_text().replace('"demo.Add"', '"demo.Ad"')
    folded.write_text(text)
    data = weft("check", folded, "--json").data
    assert [problem["node"] for problem in data["problems"]] == ["sum/add"]
    assert data["problems"][0]["hint"].startswith('Did you mean "demo.Add"')


def test_nodes_describe_the_subgraphs_of_a_workflow(weft: Weft, folded: Path) -> None:
    answer = weft("nodes", "subgraph:plus", "--workflow", folded)
    assert "Adds four." in answer.out
    assert "more: int (default 4)" in answer.out
    listed = weft("nodes", "--workflow", folded, "--json").data["nodes"]
    assert "subgraph:plus" in [one["type"] for one in listed]
    assert weft("nodes", "subgraph:plus").code == 2
