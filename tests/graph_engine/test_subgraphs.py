"""Subgraphs: a workflow means the same folded or not, to keys, plans, runs, checks and settings."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_engine import InputError, ProblemsError, Session, Workflow, load_workflow, parse_workflow
from graph_engine.check import find_problems
from graph_engine.edits import Batch, Describe, EditSubgraph, Fold, SetParam, SetState
from graph_engine.errors import EditError, WorkflowFileError
from graph_engine.graph import Link
from graph_engine.overrides import with_seed, with_settings
from graph_engine.subgraphs import catalog_of, expand, subgraph_spec
from graph_engine.workflow import Subgraph
from graph_engine.workflow_io import format_workflow
from tests.graph_engine.graphs import CATALOG, as_data, node, workflow_of, workflows
from tests.graph_engine.texts import JSON

WITH_SUBGRAPH: dict[str, Any] = {
    "format": "weft",
    "version": 1,
    "name": "Sums",
    "nodes": {
        "const": {"type": "Const", "params": {"value": 3}},
        "sums": {
            "type": "subgraph:sums",
            "params": {"more": 10},
            "inputs": {"first": "const.value"},
        },
        "show": {"type": "Show", "inputs": {"value": "sums.total"}},
    },
    "layout": {"nodes": {}, "frames": [], "notes": []},
    "subgraphs": {
        "sums": {
            "name": "Sums",
            "description": "Adds twice.",
            "inputs": {"first": ["one.first", "two.second"], "more": ["one.second"]},
            "outputs": {"total": "two.value"},
            "nodes": {
                "one": {"type": "Add", "params": {"second": 1}},
                "two": {"type": "Add", "inputs": {"first": "one.value"}},
            },
            "layout": {"nodes": {"one": {"at": [0, 0]}}, "frames": [], "notes": []},
        }
    },
}


def read(data: dict[str, Any]) -> Workflow:
    return parse_workflow(json.dumps(data))


def changed(path: str, value: Any) -> dict[str, Any]:
    """The data with a value at a path of keys, or without it where the value is None."""
    data: dict[str, Any] = json.loads(json.dumps(WITH_SUBGRAPH))
    *keys, last = path.split("/")
    place = data
    for key in keys:
        place = place[key]
    place[last] = value
    if value is None:
        del place[last]
    return data


def fold(workflow: Workflow, *nodes: str, id: str = "fold") -> Workflow:
    return Fold(nodes, id, "Folded").apply(workflow, CATALOG)[0]


def problems(data: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in find_problems(read(data), CATALOG)]


# --- The file ---


def test_a_file_with_subgraphs_survives_byte_by_byte(tmp_path: Path) -> None:
    for indent in (None, 1, 4):
        text = json.dumps(WITH_SUBGRAPH, indent=indent)
        assert format_workflow(parse_workflow(text)) == text
    workflow = parse_workflow(text)
    renamed, _ = Describe("Other").apply(workflow, CATALOG)
    assert json.loads(format_workflow(renamed)) == {**WITH_SUBGRAPH, "name": "Other"}
    assert parse_workflow(format_workflow(renamed)) == renamed


@given(st.dictionaries(st.sampled_from(["later", "x y", "zz"]), JSON, max_size=2))
def test_unknown_keys_of_a_subgraph_survive_an_edit(unknown: dict[str, Any]) -> None:
    data = changed("name", "Sums")
    data["subgraphs"]["sums"] = {**unknown, **data["subgraphs"]["sums"], **unknown}
    edit = EditSubgraph("sums", SetParam("one", "second", 5))
    after, back = edit.apply(read(data), CATALOG)
    written = json.loads(format_workflow(after))["subgraphs"]["sums"]
    assert {key: written[key] for key in unknown} == unknown
    assert format_workflow(back.apply(after, CATALOG)[0]) == json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("subgraphs", [], '"subgraphs" must be an object, not a list'),
        ("subgraphs/a.b", {"nodes": {}}, 'the subgraph id "a.b" may hold only letters'),
        ("subgraphs/sums", 3, '"subgraphs.sums" must be an object, not a number'),
        ("subgraphs/sums/name", 3, '"subgraphs.sums.name" must be text, not a number'),
        ("subgraphs/sums/nodes", None, '"subgraphs.sums.nodes" must be an object, not nothing'),
        (
            "subgraphs/sums/inputs/more",
            "one.second",
            '"subgraphs.sums.inputs.more" must be a list of inner inputs such as ["prompt.text"],'
            ' not "one.second"',
        ),
        (
            "subgraphs/sums/inputs/more",
            ["one"],
            '"subgraphs.sums.inputs.more" must be a list of inner inputs',
        ),
        (
            "subgraphs/sums/outputs/total",
            ["two.value"],
            '"subgraphs.sums.outputs.total" must be an inner output such as "sampler.latent"',
        ),
        (
            "subgraphs/sums/nodes/one/state",
            "off",
            'in "subgraphs.sums", the "state" of the node "one" must be one of',
        ),
        ("subgraphs/sums/layout/nodes", [], '"subgraphs.sums.layout.nodes" must be an object'),
    ],
)
def test_a_wrong_shape_is_named_precisely(path: str, value: Any, message: str) -> None:
    with pytest.raises(WorkflowFileError) as refusal:
        read(changed(path, value))
    assert message in refusal.value.message


# --- Folding changes no key, no result, no entry of the cache ---


@settings(max_examples=25)
@given(workflows(7, states=True), st.data())
def test_a_folded_workflow_is_known_from_the_flat_one(
    workflow: Workflow, data: st.DataObject
) -> None:
    chosen = data.draw(
        st.lists(st.sampled_from([*workflow.graph.nodes]), min_size=1, max_size=4, unique=True)
    )
    try:
        folded = fold(workflow, *chosen)
    except EditError:
        return
    with Session(catalog=CATALOG, keep_results=False, device="cpu") as session:
        try:
            before = session.run(workflow)
        except InputError as refusal:
            with pytest.raises(type(refusal)):
                session.run(folded)
            return
        plan = session.plan(folded)
        after = session.run(folded)
    keys = {one.key for one in session.plan(workflow).nodes.values()}
    assert {one.key for one in plan.nodes.values()} == keys
    effects = {name for name in workflow.graph.nodes if workflow.graph.nodes[name].type == "Show"}
    assert {name.rpartition("/")[2] for name in plan.with_status("will_run")} <= effects
    assert _short_names(after.outputs) == _short_names(before.outputs)
    assert as_data([*_short_names(after.values).values()]) == as_data(
        [*_short_names(before.values).values()]
    )


def _short_names(by_node: Any) -> dict[str, Any]:
    return {name.rpartition("/")[2]: by_node[name] for name in sorted(by_node, key=_last)}


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def test_results_and_plans_name_inner_nodes(session: Session) -> None:
    result = session.run(read(WITH_SUBGRAPH))
    assert result.outputs == {"show": {"value": 3 + 10 + 3, "label": ""}}
    assert list(result.nodes) == ["const", "sums/one", "sums/two", "show"]
    assert result.nodes["sums/one"].status == "ran"
    assert set(session.plan(read(WITH_SUBGRAPH)).with_status("cached")) == {
        "const", "sums/one", "sums/two",
    }  # fmt: skip


def test_what_an_instance_is_given_goes_before_what_stands_inside(session: Session) -> None:
    def shown(data: dict[str, Any]) -> Any:
        return session.run(read(data)).outputs["show"]["value"]

    assert shown(changed("nodes/sums/params", None)) == 3 + 1 + 3
    linked = changed("nodes/sums/inputs/more", "const.value")
    assert shown(linked) == 3 + 3 + 3, "a link goes before a value"
    inside = changed("subgraphs/sums/nodes/two/inputs/second", "one.value")
    assert shown(inside) == 13 + 3, "what is linked inside is only a default"


def test_nested_subgraphs_run_and_share_results(session: Session) -> None:
    flat = workflow_of(
        a=node("Const", value=2),
        b=node("Add", {"first": "a.value"}, second=1),
        c=node("Add", {"first": "b.value"}, second=1),
        d=node("Add", {"first": "c.value", "second": "a.value"}),
    )
    outer = fold(fold(flat, "b", "c", id="inner"), "inner", "d", id="outer")
    assert set(outer.subgraphs) == {"inner", "outer"}
    expected = session.run(flat, ["d"]).values["d"]
    result = session.run(outer)
    assert result.values == {"outer/d": expected}
    assert {one.status for one in result.nodes.values()} == {"cached"} or all(
        result.nodes[name].status == "cached" for name in ("a", "outer/d") if name in result.nodes
    )
    assert list(expand(outer).graph.nodes) == ["a", "outer/inner/b", "outer/inner/c", "outer/d"]


# --- States ---


def test_a_muted_instance_is_as_a_muted_node(session: Session) -> None:
    data = changed("nodes/after", {"type": "Add", "inputs": {"first": "sums.total"}})
    workflow, _ = SetState("sums", "muted").apply(read(data), CATALOG)
    result = session.run(workflow, ["after"])
    assert result.nodes["after"].status == "skipped"
    assert result.nodes["after"].reason == '"sums", which feeds "first", is muted'


def test_a_bypassed_instance_passes_its_first_fitting_input(session: Session) -> None:
    workflow, _ = SetState("sums", "bypassed").apply(read(WITH_SUBGRAPH), CATALOG)
    assert session.run(workflow).outputs["show"]["value"] == 3


def test_an_inner_state_holds(session: Session) -> None:
    data = changed("subgraphs/sums/nodes/two/state", "bypassed")
    assert session.run(read(data)).outputs["show"]["value"] == 13
    data = changed("subgraphs/sums/nodes/one/state", "muted")
    assert session.run(read(data), ["sums/two"]).nodes["sums/two"].status == "skipped"


def test_an_effect_inside_is_a_default_target(session: Session) -> None:
    flat = workflow_of(
        a=node("Const", value=2), show=node("Show", {"value": "a.value"}), b=node("Const")
    )
    result = session.run(fold(flat, "a", "show"))
    assert result.outputs == {"fold/show": {"value": 2, "label": ""}}
    assert "b" not in result.nodes


# --- Targets ---


def test_an_instance_as_target_means_its_effects_or_its_outputs(session: Session) -> None:
    workflow = read(WITH_SUBGRAPH)
    assert set(session.run(workflow, ["sums"]).values) == {"sums/two"}
    assert set(session.run(workflow, ["sums/one"]).nodes) == {"const", "sums/one"}
    flat = workflow_of(a=node("Const"), show=node("Show", {"value": "a.value"}))
    assert set(session.run(fold(flat, "a", "show"), ["fold"]).outputs) == {"fold/show"}


def test_unknown_targets_have_a_hint(session: Session) -> None:
    with pytest.raises(InputError) as refusal:
        session.run(read(WITH_SUBGRAPH), ["sums/on"])
    assert refusal.value.hint.startswith('Did you mean "sums/one"')
    muted, _ = SetState("sums", "muted").apply(read(WITH_SUBGRAPH), CATALOG)
    with pytest.raises(InputError) as refusal:
        session.run(muted, ["sums/one"])
    assert refusal.value.hint == '"sums" is muted, and with it all that is inside.'


# --- Settings ---


def test_settings_reach_instances_and_what_is_inside(session: Session) -> None:
    workflow = read(WITH_SUBGRAPH)

    def shown(*given: str) -> Any:
        set_to = with_settings(workflow, CATALOG, given)
        again = parse_workflow(format_workflow(set_to))
        return session.run(again).outputs["show"]["value"]

    assert shown("sums.more=20") == 3 + 20 + 3
    assert shown("sums.first=1") == 1 + 10 + 1, "a value replaces a link"
    assert shown("sums/one.second=7") == 3 + 7 + 3, "also where the instance gave another one"
    assert shown("sums/two.mode=difference") == 13 - 3


def test_a_setting_inside_changes_one_instance_only(session: Session) -> None:
    data = changed("nodes/twin", WITH_SUBGRAPH["nodes"]["sums"])
    data["nodes"]["other"] = {"type": "Show", "inputs": {"value": "twin.total"}}
    workflow = with_settings(read(data), CATALOG, ["twin/one.mode=product"])
    outputs = session.run(workflow).outputs
    assert (outputs["show"]["value"], outputs["other"]["value"]) == (16, 33)
    assert set(workflow.subgraphs) == {"sums", "sums_2"}


@pytest.mark.parametrize(
    ("setting", "message", "hint"),
    [
        ("sums.mroe=1", 'Node "sums" (subgraph:sums) has no param "mroe".', 'mean "more"'),
        ("sums.more=x", "\"more\" must be a whole number, not 'x'", ""),
        ("sums.second=1", 'no param "second"', '"sums/one.second" and "sums/two.second".'),
        ("sums/on.second=1", 'There is no node "sums/on" to set', 'mean "one"'),
        ("show/x.value=1", 'Node "show" (Show) is no subgraph', ""),
        ("sums/one.secnd=1", 'Node "sums/one" (Add) has no param "secnd".', 'mean "second"'),
    ],
)
def test_settings_that_are_wrong(setting: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as refusal:
        with_settings(read(WITH_SUBGRAPH), CATALOG, [setting])
    assert message in refusal.value.message
    assert hint in refusal.value.hint


def test_a_seed_reaches_what_is_inside() -> None:
    folded = fold(workflow_of(a=node("Const"), b=node("Add", {"first": "a.value"})), "a", "b")
    nodes = expand(with_seed(folded, CATALOG, 5)).graph.nodes
    assert nodes["fold/a"].params == {"seed": 5}


# --- Checks ---


def test_a_sound_workflow_has_no_problems(session: Session) -> None:
    assert session.check(read(WITH_SUBGRAPH)) == ()


@pytest.mark.parametrize(
    ("path", "value", "messages"),
    [
        (
            "nodes/sums/type",
            "subgraph:sum",
            ['Node "sums" (subgraph:sum): there is no subgraph "sum" in this workflow.'
             ' Did you mean "sums"?'],
        ),
        (
            "nodes/sums/params",
            {"more": "x"},
            ["Node \"sums\" (subgraph:sums): \"more\" must be a whole number, not 'x'."],
        ),
        (
            "nodes/sums/params",
            {"moer": 1},
            ['Node "sums" (subgraph:sums) has no param "moer". Did you mean "more"?'],
        ),
        (
            "nodes/sums/inputs",
            {},
            ['Node "sums" (subgraph:sums): "first" needs a value.'],
        ),
        (
            "nodes/show/inputs/value",
            "sums.totl",
            ['Node "show" (Show): "value" is linked to "sums.totl", but subgraph:sums has no'
             ' output "totl". Did you mean "total"?'],
        ),
        (
            "subgraphs/sums/inputs/more",
            ["noe.second"],
            ['Node "sums" (subgraph:sums): its input "more" leads to "noe.second", but there is'
             ' no node "noe" in it. Did you mean "one"?'],
        ),
        (
            "subgraphs/sums/outputs/total",
            "two.vlaue",
            ['Node "sums" (subgraph:sums): its output "total" leads to "two.vlaue", but Add has'
             ' no output "vlaue". Did you mean "value"?',
             'Node "show" (Show): "value" is linked to "sums.total", but subgraph:sums has no'
             ' output "total".'],
        ),
        (
            "subgraphs/sums/nodes/two/params",
            {"mode": "summ"},
            ['Node "sums/two" (Add): "mode" must be one of sum, difference, product, not'
             " 'summ'. Did you mean \"sum\"?"],
        ),
        (
            "subgraphs/sums/nodes/two/inputs/first",
            "on.value",
            ['Node "sums/two" (Add): "first" is linked to "sums/on.value", but there is no node'
             ' "sums/on". Did you mean "sums/one"'],
        ),
        ("subgraphs/sums/nodes/one/params/second", "x", []),
    ],
)  # fmt: skip
def test_problems_name_the_place(path: str, value: Any, messages: list[str]) -> None:
    assert [text[: len(one)] for text, one in zip(problems(changed(path, value)), messages,
            strict=True)] == messages  # fmt: skip


def test_a_wrong_value_that_stands_inside_is_told_at_the_instance() -> None:
    data = changed("subgraphs/sums/nodes/one/params/second", "x")
    del data["nodes"]["sums"]["params"]
    assert problems(data) == [
        'Node "sums" (subgraph:sums): "more" must be a whole number, not \'x\'.'
    ]


def test_a_link_of_the_wrong_type_is_told_once(session: Session) -> None:
    data = changed("nodes/ramp", {"type": "Ramp"})
    data["nodes"]["sums"]["inputs"]["more"] = "ramp.signal"
    found = session.check(read(data))
    assert [str(problem) for problem in found] == [
        'Node "sums" (subgraph:sums): "more" takes int, but "ramp.signal" gives Signal.'
    ]
    with pytest.raises(ProblemsError):
        session.plan(read(data))


def test_what_no_target_needs_stops_no_run(session: Session) -> None:
    """An input that lacks its link is as little in the way as it was before it was folded."""
    flat = workflow_of(
        a=node("Const", value=2), b=node("Add"), show=node("Show", {"value": "a.value"})
    )
    folded = replace(fold(flat, "a", "b"))
    shown = {"b": (Link("b", "first"),)}
    subgraph = replace(folded.subgraphs["fold"], inputs=shown)
    folded = replace(folded, subgraphs={"fold": subgraph})
    assert session.run(flat).outputs["show"]["value"] == 2
    assert session.run(folded).outputs["show"]["value"] == 2
    assert len(session.check(folded)) == 1


# --- Definitions that can't be opened up ---


def _instances(*ids: str) -> Subgraph:
    return Subgraph(graph=workflow_of(**{one: node(f"subgraph:{one}") for one in ids}).graph)


def test_a_subgraph_inside_itself_is_told_with_the_path(session: Session) -> None:
    workflow = replace(
        workflow_of(x=node("subgraph:a"), y=node("subgraph:c"), show=node("Show", value=3)),
        subgraphs={"a": _instances("b"), "b": _instances("a"), "c": _instances("a")},
    )
    assert [str(problem) for problem in session.check(workflow)] == [
        'Node "x" (subgraph:a): it contains itself: a → b → a. Take one of these out of the other.',
        'Node "y" (subgraph:c): it contains "a", which contains itself: a → b → a.'
        " Take one of these out of the other.",
    ]
    assert session.run(workflow).outputs == {"show": {"value": 3, "label": ""}}
    with pytest.raises(ProblemsError):
        session.run(workflow, ["x"])
    assert parse_workflow(format_workflow(workflow)) == workflow


def test_a_small_file_does_not_become_a_huge_workflow(session: Session) -> None:
    """Thirty definitions, each with the next one twice, would be a thousand million nodes."""
    chain = {f"s{n}": Subgraph(graph=workflow_of(a=node(f"subgraph:s{n + 1}"),
             b=node(f"subgraph:s{n + 1}")).graph) for n in range(30)}  # fmt: skip
    chain["s30"] = Subgraph(graph=workflow_of(c=node("Const")).graph)
    workflow = replace(workflow_of(x=node("subgraph:s0")), subgraphs=chain)
    [problem] = session.check(workflow)
    assert "would have more than 100,000 nodes" in problem.message


def test_endless_nesting_is_refused(session: Session) -> None:
    deep = {f"s{n}": _instances(f"s{n + 1}") for n in range(3000)}
    deep["s3000"] = Subgraph(graph=workflow_of(c=node("Const")).graph)
    [problem] = session.check(replace(workflow_of(x=node("subgraph:s0")), subgraphs=deep))
    assert "nested more than 50 deep" in problem.message


# --- What a subgraph looks like from outside ---


def test_the_type_of_an_instance_comes_from_what_is_inside() -> None:
    workflow = read(WITH_SUBGRAPH)
    spec = catalog_of(workflow, CATALOG)["subgraph:sums"]
    assert spec == subgraph_spec(workflow, "sums", CATALOG)
    assert (spec.summary, spec.doc, spec.effects) == ("Sums", "Adds twice.", False)
    first, more = spec.inputs["first"], spec.inputs["more"]
    assert (str(first.type), first.required, first.doc) == ("int", True, "The first number.")
    assert (str(more.type), more.required, more.default) == ("int", False, 1)
    assert str(spec.outputs["total"].type) == "int"
    assert [*catalog_of(workflow, CATALOG)] == [*CATALOG, "subgraph:sums"]
    assert catalog_of(workflow_of(), CATALOG) is CATALOG


def test_a_subgraph_with_unknown_nodes_keeps_its_ports() -> None:
    data = changed("subgraphs/sums/nodes/one/type", "nowhere.Thing")
    spec = catalog_of(read(data), CATALOG)["subgraph:sums"]
    assert (str(spec.inputs["first"].type), str(spec.inputs["more"].type)) == ("int", "any")
    [problem] = problems(data)
    assert problem.startswith('Node "sums/one": there is no node type "nowhere.Thing".')


def test_edits_check_instances_as_any_node() -> None:
    workflow = read(WITH_SUBGRAPH)
    with pytest.raises(EditError, match="must be a whole number"):
        SetParam("sums", "more", 1.5).apply(workflow, CATALOG)
    batch = Batch((SetParam("sums", "more", 5), SetParam("const", "value", 1)))
    changed_one, back = batch.apply(workflow, CATALOG)
    assert changed_one.graph.nodes["sums"].params == {"more": 5}
    assert back.apply(changed_one, CATALOG)[0] == workflow


def test_facts_are_known_at_instances() -> None:
    workflow = load_workflow(Path(__file__).parents[2] / "workflows" / "text_to_image.weft.json")
    folded = fold(workflow, "checkpoint", "prompt")
    with Session(keep_results=False) as session:
        facts = session.examine(folded).facts
        assert session.check(folded) == ()
    assert facts["fold"]["unet"] == facts["fold/checkpoint"]["unet"]
    assert facts["fold"]["unet"].model.family == "sd1"
