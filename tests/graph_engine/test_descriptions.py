"""Descriptions: a catalogue read back from data knows everything but code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_engine import Catalog, Graph, Workflow, load_workflow
from graph_engine.catalog import BrokenPack
from graph_engine.check import find_problems
from graph_engine.descriptions import catalog_data, read_catalog
from graph_engine.graph import GraphNode, Link
from graph_engine.shipped import templates
from graph_engine.spec import NodeSpec
from graph_engine.subgraphs import catalog_of
from tests.graph_engine.graphs import node, workflow_of

ROOT = Path(__file__).parents[2]
ANY_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 7, 10**9, 2**64, 0.5, -3.5, 1e300, float("nan"), "", "euler", "../up", [], {},
)  # fmt: skip
WRONG_VALUES: tuple[Any, ...] = ([], "\0", -(10**30))


@pytest.fixture(scope="module")
def real() -> Catalog:
    broken = BrokenPack("torn", "/somewhere/torn.py", "The node pack can't be loaded: it is torn.")
    return Catalog(Catalog.load().values(), [broken])


@pytest.fixture(scope="module")
def read(real: Catalog) -> Catalog:
    return read_catalog(json.loads(json.dumps(catalog_data(real), allow_nan=False)))


def test_all_is_read_back_but_code(real: Catalog, read: Catalog) -> None:
    assert catalog_data(read) == catalog_data(real)
    assert list(read) == list(real)
    assert read.broken == real.broken
    for name, spec in real.items():
        copy = read[name]
        assert [port.type for port in copy.inputs.values()] == [
            port.type for port in spec.inputs.values()
        ]
        assert dict(copy.outputs) == dict(spec.outputs)
        assert [port.name for port in copy.files] == [port.name for port in spec.files]
        assert not copy.has_outline
        assert not copy.has_fingerprint


def test_values_are_judged_alike(real: Catalog, read: Catalog) -> None:
    refused = 0
    for name, spec in real.items():
        for port in spec.scalars:
            for value in (*ANY_VALUES, port.default, *port.type.choices):
                problem = port.problem(value)
                assert read[name].inputs[port.name].problem(value) == problem
                assert repr(read[name].inputs[port.name].normalised(value)) == repr(
                    port.normalised(value)
                )
                refused += bool(problem)
    assert refused > 1000


def test_types_connect_alike(real: Catalog, read: Catalog) -> None:
    outputs = {port.type for spec in real.values() for port in spec.outputs.values()}
    for name, spec in real.items():
        for port in spec.inputs.values():
            copy = read[name].inputs[port.name].type
            assert [copy.accepts(out) for out in outputs] == [
                port.type.accepts(out) for out in outputs
            ]


@pytest.mark.parametrize("name", sorted(templates()))
def test_shipped_workflows_and_broken_ones_have_the_same_problems(
    name: str, real: Catalog, read: Catalog
) -> None:
    workflow = load_workflow(templates()[name])
    assert find_problems(workflow, read) == find_problems(workflow, real) == ()
    for broken in broken_copies(workflow, real):
        problems = find_problems(broken, read)
        assert problems == find_problems(broken, real)
        assert problems


def broken_copies(workflow: Workflow, catalog: Catalog) -> Iterator[Workflow]:
    """Copies with one fault each, of every kind at every node."""
    nodes = workflow.graph.nodes
    for name, sound in nodes.items():
        spec = catalog_of(workflow, catalog)[sound.type]
        for fault in faults(sound, spec):
            yield replace(workflow, graph=Graph({**nodes, name: fault}))


def faults(sound: GraphNode, spec: NodeSpec) -> Iterator[GraphNode]:
    yield replace(sound, type=f"{sound.type}x")
    yield replace(sound, type="torn.Thing")
    yield replace(sound, params={**sound.params, "nothing_of_that_name": 1})
    yield replace(sound, inputs={**sound.inputs, "nothing_of_that_name": Link("nobody", "here")})
    for port in spec.inputs.values():
        yield replace(sound, inputs={**sound.inputs, port.name: Link("nobody", "here")})
        if not port.type.is_scalar:
            yield replace(sound, params={**sound.params, port.name: 1})
        for value in WRONG_VALUES:
            if port.problem(value):
                yield replace(sound, params={**sound.params, port.name: value})


def test_former_ids_and_near_names_are_known(read: Catalog) -> None:
    assert read.nearest("Samplr") == 'Did you mean "KSampler" or "Sample" or "SamplePixels"?'
    (problem,) = find_problems(workflow_of(a=node("torn.Thing")), read)
    assert "is broken: The node pack can't be loaded: it is torn." in problem.hint
    former = replace(next(iter(read.values())), type="Now", replaces=("Before",))
    described = read_catalog(catalog_data(Catalog([former])))
    assert described["Before"].type == "Now"


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"nodes": [{}], "broken": []}, {"nodes": [], "broken": [3]}, {"nodes": 1}],
)
def test_other_data_is_no_catalogue(data: object) -> None:
    with pytest.raises(ValueError, match="describes no catalogue"):
        read_catalog(data)


def test_reading_imports_no_nodes(real: Catalog, tmp_path: Path) -> None:
    file = tmp_path / "nodes.json"
    file.write_text(json.dumps(catalog_data(real)))
    program = (
        "import json, sys; from graph_engine.descriptions import read_catalog;"
        f"print(len(read_catalog(json.load(open({str(file)!r})))),"
        " *[name for name in ('nodes', 'torch', 'click') if name in sys.modules])"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert outcome.stdout.split() == [str(len(real))]
