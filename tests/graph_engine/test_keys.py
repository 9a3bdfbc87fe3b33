"""Keys: what can't matter does not change them, and everything that can matter does."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import Catalog, Graph, GraphNode, Link, Node, Session, Workflow
from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.digests import FileDigests
from graph_engine.hints import Slider
from graph_engine.keys import effective_params, read_ingredients
from graph_engine.places import Places
from graph_engine.plan import gather_ingredients
from graph_engine.resolve import needed_nodes, resolve
from graph_engine.workflow import Layout
from tests.graph_engine.graphs import CATALOG, OpenSession, node, workflow_of, workflows
from tests.graph_engine.stub_nodes import Numeric


def keys_of(
    workflow: Workflow, catalog: Catalog = CATALOG, device: Device | None = None
) -> dict[str, str]:
    """The keys of all nodes."""
    targets = tuple(workflow.graph.nodes)
    wiring = resolve(workflow.graph, catalog, targets, needed_nodes(workflow.graph, targets))
    _, keys = gather_ingredients(
        workflow.graph,
        catalog,
        wiring,
        places=Places((), (), Path()),
        digests=FileDigests(),
        device=device or Device(),
    )
    return keys


def renamed(workflow: Workflow, ids: dict[str, str]) -> Workflow:
    nodes = {
        ids[name]: replace(
            found,
            inputs={port: Link(ids[link.node], link.port) for port, link in found.inputs.items()},
        )
        for name, found in workflow.graph.nodes.items()
    }
    return replace(workflow, graph=Graph(nodes))


def changed_node(workflow: Workflow, name: str, found: GraphNode) -> Workflow:
    return replace(workflow, graph=Graph({**workflow.graph.nodes, name: found}))


# --- What does not matter ---


@given(workflows(), st.text(max_size=4), st.integers())
def test_names_and_layout_do_not_matter(workflow: Workflow, text: str, number: int) -> None:
    other = replace(
        workflow,
        name=text,
        description=text,
        layout=Layout({name: {"at": [number, 0]} for name in workflow.graph.nodes}, ({"x": 1},)),
        made_with={"weft": text},
        extra={"later": number},
        folder=Path("elsewhere"),
        source=text,
    )
    assert keys_of(other) == keys_of(workflow)


@given(workflows(), st.randoms(use_true_random=False))
def test_ids_and_order_do_not_matter(workflow: Workflow, random: random.Random) -> None:
    names = list(workflow.graph.nodes)
    others = [f"other-{number}" for number in range(len(names))]
    random.shuffle(others)
    ids = dict(zip(names, others, strict=True))
    nodes = list(renamed(workflow, ids).graph.nodes.items())
    random.shuffle(nodes)
    shuffled = {
        name: replace(
            found,
            params=dict(random.sample(list(found.params.items()), len(found.params))),
            inputs=dict(random.sample(list(found.inputs.items()), len(found.inputs))),
            extra={"title": name},
        )
        for name, found in nodes
    }
    keys = keys_of(replace(workflow, graph=Graph(shuffled)))
    assert {name: keys[ids[name]] for name in names} == keys_of(workflow)


@given(workflows())
def test_a_default_may_be_given_or_left_out(workflow: Workflow) -> None:
    nodes = {
        name: replace(
            found,
            params={
                port.name: port.default
                for port in CATALOG[found.type].scalars
                if not port.required and port.name not in found.inputs
            }
            | dict(found.params),
        )
        for name, found in workflow.graph.nodes.items()
    }
    assert keys_of(replace(workflow, graph=Graph(nodes))) == keys_of(workflow)


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_is_a_float_where_one_is_due(value: int) -> None:
    whole = keys_of(workflow_of(a=node("Fraction", value=value)))
    assert whole == keys_of(workflow_of(a=node("Fraction", value=float(value))))


def test_a_param_under_a_link_does_not_matter() -> None:
    without = workflow_of(a=node("Const"), b=node("Add", {"first": "a.value"}))
    given = workflow_of(a=node("Const"), b=node("Add", {"first": "a.value"}, first=99))
    assert keys_of(without) == keys_of(given)


def test_a_bypassed_node_has_the_key_of_what_it_passes() -> None:
    bypassed = replace(node("Add", {"first": "a.value"}, second=5), state="bypassed")
    workflow = workflow_of(a=node("Const"), b=bypassed, c=node("Add", {"first": "b.value"}))
    straight = workflow_of(a=node("Const"), c=node("Add", {"first": "a.value"}))
    assert keys_of(workflow)["c"] == keys_of(straight)["c"]


def test_a_former_type_id_has_the_same_key() -> None:
    assert keys_of(workflow_of(a=node("Plus", first=1))) == keys_of(
        workflow_of(a=node("Add", first=1))
    )


def test_numbers_that_the_device_decides_depend_on_it_and_no_others() -> None:
    workflow = workflow_of(a=node("Numeric"), b=node("Const"))
    here = keys_of(workflow)
    devices = [Device("cuda:0", "float32"), Device("cpu", "float16"), Device("mps", "float16")]
    found = [keys_of(workflow, device=device) for device in devices]
    assert len({keys["a"] for keys in (here, *found)}) == 4
    assert {keys["b"] for keys in found} == {here["b"]}
    assert keys_of(workflow, device=Device("cuda:1", "float32")) == found[0]


# --- What matters ---


@given(workflows(), st.data())
def test_every_param_matters_here_and_downstream(workflow: Workflow, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(workflow.graph.nodes)))
    found = workflow.graph.nodes[name]
    free = [port for port in CATALOG[found.type].scalars if port.name not in found.inputs]
    if not free:
        return
    port = data.draw(st.sampled_from(free))
    before = effective_params(CATALOG[found.type], found, found.inputs)[port.name]
    after = other_value(port, before, data)
    changed = changed_node(
        workflow, name, replace(found, params={**found.params, port.name: after})
    )
    old, new = keys_of(workflow), keys_of(changed)
    downstream = {name}
    for other, its in workflow.graph.nodes.items():
        if any(link.node in downstream for link in its.inputs.values()):
            downstream.add(other)
    assert {other for other in old if old[other] != new[other]} == downstream


def other_value(port: Any, before: Any, data: st.DataObject) -> Any:
    values: dict[str, st.SearchStrategy[Any]] = {
        "int": st.integers(0, 900),
        "float": st.floats(-9, 9),
        "str": st.text(max_size=3),
        "bool": st.booleans(),
    }
    strategy = (
        st.sampled_from(port.type.choices) if port.type.choices else values[port.type.names[0]]
    )
    # −0.0 == 0.0, but a node can tell them apart.
    return data.draw(strategy.filter(lambda value: repr(value) != repr(before) and value != before))


def test_minus_zero_is_another_number() -> None:
    plus = keys_of(workflow_of(a=node("Fraction", value=0.0)))
    assert plus != keys_of(workflow_of(a=node("Fraction", value=-0.0)))


def test_where_a_link_leads_matters() -> None:
    def with_link(text: str, port: str = "value") -> str:
        workflow = workflow_of(
            one=node("Const", value=1),
            two=node("Const", value=2),
            ramp=node("Ramp"),
            measure=node("Measure", {"signal": "ramp.signal"}),
            scale=node("Scale", {port: text}),
        )
        return keys_of(workflow)["scale"]

    found = [
        with_link("one.value"),
        with_link("two.value"),
        with_link("measure.mean"),
        with_link("measure.length"),
        with_link("one.value", "factor"),
    ]
    assert len(set(found)) == 5


def test_swapped_inputs_matter() -> None:
    def mixed(first: str, second: str) -> str:
        workflow = workflow_of(
            a=node("Ramp", length=2),
            b=node("Ramp", length=3),
            m=node("Mix", {"first": f"{first}.signal", "second": f"{second}.signal"}),
        )
        return keys_of(workflow)["m"]

    assert len({mixed("a", "b"), mixed("b", "a"), mixed("a", "a"), mixed("b", "b")}) == 4


def test_type_and_version_matter() -> None:
    class Thing(Node):
        value: int = 0

        class Outputs(NamedTuple):
            value: int

    first = Catalog.of(Thing)
    workflow = workflow_of(a=node("Thing"))

    def declared(version: int, *outputs: str) -> Catalog:
        made = type(
            "Thing",
            (Node,),
            {
                "__annotations__": {"value": int},
                "value": 0,
                "Outputs": NamedTuple("Outputs", [(name, int) for name in outputs]),
            },
            version=version,
        )
        return Catalog.of(made)

    catalogs = [declared(2, "value"), declared(1, "value", "more"), declared(1, "other")]
    found = {keys_of(workflow, catalog)["a"] for catalog in (first, *catalogs)}
    assert len(found) == 4
    assert keys_of(workflow, declared(1, "value")) == keys_of(workflow, first)
    assert keys_of(workflow_of(a=node("Const")))["a"] != keys_of(workflow_of(a=node("Slow")))["a"]


def test_library_versions_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = Catalog.of(Numeric)["Numeric"]

    def key(device: Device) -> str:
        return read_ingredients(
            spec,
            {"value": 0},
            {},
            places=Places((), (), Path()),
            digest=FileDigests().digest,
            device=device,
        ).key

    assert "numpy " in Device().numerics(spec.numerics)

    class Upgraded(Device):
        def numerics(self, distributions: tuple[str, ...]) -> str:
            return super().numerics(distributions) + "9"

    assert key(Device()) != key(Upgraded())


# --- Files ---


def replace_content(path: Path, text: str) -> None:
    """Write other content of the same size and put the old modification time back."""
    before = path.stat()
    assert before.st_size == len(text.encode())
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("age", [0, 3600])
def test_a_file_replaced_under_its_name_is_noticed(
    open_session: OpenSession, tmp_path: Path, age: int
) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("rose", encoding="utf-8")
    os.utime(path, ns=(path.stat().st_mtime_ns - age * 10**9,) * 2)
    workflow = workflow_of(a=node("ReadFile", file="poem.txt"))
    for session in (open_session(), open_session()):
        for text in ("rose", "tree", "lake"):
            replace_content(path, text)
            assert session.run(workflow).values["a"] == {"text": text}
    assert open_session().plan(workflow).nodes["a"].status == "cached"


def test_only_the_content_of_a_file_matters(session: Session, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    workflow = workflow_of(a=node("ReadFile", file="one.txt"), w=node("Show", {"label": "a.text"}))
    session.run(workflow)
    os.utime(tmp_path / "one.txt", (1, 1))
    assert session.plan(workflow).nodes["a"].status == "cached"
    (tmp_path / "one.txt").unlink()
    (tmp_path / "one.txt").write_text("same", encoding="utf-8")
    assert session.plan(workflow).nodes["a"].status == "cached"


def test_a_folder_is_known_by_all_its_files(tmp_path: Path) -> None:
    digests = FileDigests()
    (tmp_path / "m" / "sub").mkdir(parents=True)
    (tmp_path / "m" / "a.bin").write_bytes(b"1")
    (tmp_path / "m" / "sub" / "b.bin").write_bytes(b"2")
    seen = {digests.digest(tmp_path / "m")}
    (tmp_path / "m" / "sub" / "b.bin").write_bytes(b"3")
    seen.add(digests.digest(tmp_path / "m"))
    (tmp_path / "m" / "sub" / "b.bin").rename(tmp_path / "m" / "b.bin")
    seen.add(digests.digest(tmp_path / "m"))
    (tmp_path / "m" / "c.bin").write_bytes(b"")
    seen.add(digests.digest(tmp_path / "m"))
    assert len(seen) == 4


def test_every_part_of_a_large_file_counts(tmp_path: Path) -> None:
    file, part = tmp_path / "large", 64 * 2**20
    seen = set()
    for changed in (None, 0, part - 1, part, 2 * part + 5):
        with file.open("wb") as stream:
            stream.truncate(2 * part + 6)
            if changed is not None:
                stream.seek(changed)
                stream.write(b"x")
        seen.add(FileDigests().digest(file))
    assert len(seen) == 5


def test_digests_are_remembered_for_settled_files(tmp_path: Path) -> None:
    settled, fresh = Path(os.__file__).resolve(), tmp_path / "fresh.bin"
    fresh.write_bytes(b"content")
    os.utime(fresh, (1_000_000_000, 1_000_000_000))
    memory = tmp_path / "memory" / "digests.json"
    digests = FileDigests(memory)
    found = digests.digest(settled)
    digests.digest(fresh)
    digests.save()
    kept = json.loads(memory.read_text(encoding="utf-8"))
    assert list(kept) == [str(settled)]
    kept[str(settled)][1] = "as remembered"
    memory.write_text(json.dumps(kept), encoding="utf-8")
    assert FileDigests(memory).digest(settled) == "as remembered" != found


@given(st.binary(max_size=40))
def test_a_damaged_digest_memory_is_ignored(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "file.bin").write_bytes(b"content")
    (folder / "digests.json").write_bytes(noise)
    digests = FileDigests(folder / "digests.json")
    assert digests.digest(folder / "file.bin") == FileDigests().digest(folder / "file.bin")


def test_a_fingerprint_matters(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "state.txt"
    workflow = workflow_of(a=node("Watch", path=str(path)), b=node("Show", {"label": "a.text"}))
    for text, status in (("one", "ran"), ("one", "cached"), ("two", "ran"), ("one", "cached")):
        path.write_text(text, encoding="utf-8")
        result = session.run(workflow)
        assert result.nodes["a"].status == status
        assert result.outputs["b"]["label"] == text


def test_a_hint_is_not_part_of_the_key() -> None:
    class Thing(Node):
        value: Annotated[int, Slider(0, 10)] = 0

        class Outputs(NamedTuple):
            value: int

        def run(self, context: Context) -> Outputs:
            return self.Outputs(self.value)

    class Same(Node):
        value: int = 0

        class Outputs(NamedTuple):
            value: int

    Same.__name__ = "Thing"
    workflow = workflow_of(a=node("Thing"))
    assert keys_of(workflow, Catalog.of(Thing)) == keys_of(workflow, Catalog.of(Same))
