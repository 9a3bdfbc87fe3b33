"""Settings of pictures, set on workflows: names of other programs become ours where they fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.gallery.applying import Applied, apply_settings
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.picture_settings import PictureSettings
from graph_engine.workflow import Workflow

Json = Any
A1111 = PictureSettings(
    program="A1111",
    prompt="a barn",
    negative="rain",
    seed=5,
    steps=12,
    sampler="Euler a",
    schedule="Karras",
    guidance=6,
)


def workflow(kind: str = "Sample", negative: bool = True) -> Workflow:
    inputs = {"positive": Link("combine", "conditioning")}
    if negative:
        inputs["negative"] = Link("no", "conditioning")
    nodes = {
        "yes": GraphNode("EncodeText", {"text": "a hill"}),
        "other": GraphNode("EncodeText", {"text": "a tree"}),
        "no": GraphNode("EncodeText", {"text": "blurry"}),
        "combine": GraphNode(
            "CombineConditioning",
            {},
            {"first": Link("yes", "conditioning"), "second": Link("other", "conditioning")},
        ),
        "sample": GraphNode(kind, {"seed": 1}, inputs),
    }
    return Workflow(Graph(nodes))


def after(catalog: Catalog, before: Workflow, settings: PictureSettings) -> tuple[Graph, Applied]:
    applied = apply_settings(before.graph, catalog, settings)
    changed, inverse = applied.edit.apply(before, catalog)
    assert inverse.apply(changed, catalog)[0] == before
    return changed.graph, applied


def test_all_that_is_told_is_set(catalog: Catalog) -> None:
    graph, applied = after(catalog, workflow(), A1111)
    assert dict(graph.nodes["sample"].params) == {
        "seed": 5,
        "steps": 12,
        "guidance": 6.0,
        "sampler": "euler_ancestral",
        "schedule": "karras",
    }
    texts = [graph.nodes[name].params["text"] for name in ("yes", "other", "no")]
    assert texts == ["a barn", "a tree", "rain"]
    assert applied.left_out == ()


def test_what_has_no_place_is_told(catalog: Catalog) -> None:
    odd = replace(A1111, sampler="Dreamer 3", steps=9000)
    graph, applied = after(catalog, workflow(negative=False), odd)
    assert set(graph.nodes["sample"].params) == {"seed", "guidance", "schedule"}
    assert applied.left_out == ("steps", "sampler", "negative")


@pytest.mark.parametrize(
    ("kind", "sampler", "schedule", "ours"),
    [
        ("Sample", "DPM++ 2M Karras", "", ("dpmpp_2m", "karras")),
        ("Sample", "DPM++ 2M SDE", "Exponential", ("dpmpp_2m_sde", "exponential")),
        ("Sample", "k_dpmpp_2m", "", ("dpmpp_2m", None)),
        ("Sample", "euler_a", "", ("euler_ancestral", None)),
        ("Sample", "dpmpp_2m", "karras", ("dpmpp_2m", "karras")),
        ("KSampler", "Euler a", "Karras", ("euler_ancestral", "karras")),
        ("KSampler", "dpmpp_2m_sde", "normal", ("dpmpp_2m_sde", "normal")),
        ("KSampler", "UniPC", "", ("uni_pc", None)),
        ("Sample", "UniPC", "", ("unipc", None)),
    ],
)
def test_names_of_samplers(
    catalog: Catalog, kind: str, sampler: str, schedule: str, ours: tuple[str, str | None]
) -> None:
    told = PictureSettings(sampler=sampler, schedule=schedule)
    graph, _ = after(catalog, workflow(kind), told)
    params = graph.nodes["sample"].params
    assert (params.get("sampler"), params.get("schedule")) == ours


def test_a_linked_param_stays(catalog: Catalog) -> None:
    before = workflow()
    node = before.graph.nodes["sample"]
    linked = replace(node, inputs={**node.inputs, "seed": Link("number", "value")})
    graph = Graph({**before.graph.nodes, "sample": linked})
    applied = apply_settings(graph, catalog, PictureSettings(seed=9))
    assert (applied.params, applied.left_out) == ((), ("seed",))
