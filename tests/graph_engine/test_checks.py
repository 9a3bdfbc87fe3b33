"""Checks: each fault of a workflow is found before a run and named with node, port and way out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from graph_engine import (
    Catalog,
    Graph,
    InputError,
    ProblemsError,
    Session,
    Workflow,
    parse_workflow,
)
from graph_engine.check import Problem, find_cycle, find_problems
from graph_engine.overrides import with_seed, with_settings
from graph_engine.subgraphs import open_up
from tests.graph_engine.graphs import CATALOG, OpenSession, node, workflow_of, workflows
from tests.graph_engine.stub_nodes import Const
from tests.graph_engine.texts import workflow_texts


def problem_of(workflow: Workflow) -> Problem:
    """The one problem of a workflow."""
    (problem,) = (*find_problems(workflow, CATALOG), *find_cycle(workflow.graph))
    return problem


@given(workflows(states=True))
def test_sound_workflows_have_no_problems(workflow: Workflow) -> None:
    active = all(found.state == "active" for found in workflow.graph.nodes.values())
    assert not active or find_problems(workflow, CATALOG) == ()
    assert find_cycle(workflow.graph) == ()


@given(workflow_texts())
def test_the_checks_stand_any_workflow(text: str) -> None:
    workflow = parse_workflow(text)
    for problem in (*find_problems(workflow, CATALOG), *find_cycle(workflow.graph)):
        assert problem.node in open_up(workflow).graph.nodes
        assert problem.message.endswith(".")


def test_an_unknown_type_suggests_near_names() -> None:
    problem = problem_of(workflow_of(a=node("Mesure")))
    assert problem.message == 'Node "a": there is no node type "Mesure".'
    assert "Measure" in problem.hint
    problem = problem_of(workflow_of(a=node("Xyzzy")))
    assert "may come from a node pack that is not installed; the node is kept" in problem.hint


def test_a_former_type_id_still_works(session: Session) -> None:
    workflow = workflow_of(c=node("Const", value=2), a=node("Plus", {"first": "c.value"}, second=1))
    assert find_problems(workflow, CATALOG) == ()
    assert session.run(workflow).values["a"] == {"value": 3}


@pytest.mark.parametrize(
    ("type", "params", "port", "message", "hint"),
    [
        ("Const", {"valeu": 1}, "valeu", 'Node "a" (Const) has no param "valeu".', '"value"'),
        ("Const", {"value": "7"}, "value", "must be a whole number, not '7'.", ""),
        ("Const", {"value": 7.0}, "value", "must be a whole number, not 7.0.", ""),
        ("Const", {"value": True}, "value", "must be a whole number, not True.", ""),
        ("Const", {"value": None}, "value", "must be a whole number, not None.", ""),
        ("Const", {"value": [1]}, "value", "must be a whole number, not [1].", ""),
        ("Const", {"value": 1001}, "value", "must be from -1000 to 1000, not 1001.", ""),
        ("Const", {"seed": -1}, "seed", "must be from 0 to 18446744073709551615, not -1.", ""),
        ("Fraction", {"value": "x"}, "value", "must be a number, not 'x'.", ""),
        ("Fraction", {"value": 10**400}, "value", "must be a finite number", ""),
        ("Scale", {"factor": 10.5}, "factor", "must be from -10 to 10, not 10.5.", ""),
        ("Write", {"text": 3}, "text", "must be text, not 3.", ""),
        ("Write", {"upper": 1}, "upper", "must be true or false, not 1.", ""),
        ("Pick", {"choice": "lift"}, "choice", "must be one of left, right, not 'lift'.", '"left"'),
        ("Pick", {"choice": 1}, "choice", "must be one of left, right, not 1.", ""),
        ("Pick", {"choice": {}}, "choice", "must be one of left, right, not {}.", ""),
        ("ReadFile", {"file": 1}, "file", "must be text, not 1.", ""),
    ],
)
def test_a_wrong_param_is_named(
    type: str, params: dict[str, Any], port: str, message: str, hint: str
) -> None:
    problem = problem_of(workflow_of(a=node(type, **params)))
    assert (problem.node, problem.type, problem.port) == ("a", type, port)
    assert message in problem.message
    assert hint in problem.hint


def test_a_port_takes_no_value() -> None:
    workflow = workflow_of(r=node("Ramp"), a=node("Mix", {"first": "r.signal"}, second=3))
    assert '"second" takes a link of type Signal, not a value' in problem_of(workflow).message


@pytest.mark.parametrize(
    ("link", "message", "hint"),
    [
        ("rmap.signal", 'is linked to "rmap.signal", but there is no node "rmap".', '"ramp"'),
        ("ramp.singal", 'but Ramp has no output "singal".', '"signal"'),
        ("ramp.zzz", 'but Ramp has no output "zzz".', 'Its outputs are "signal".'),
        ("show.value", 'but Show has no output "value".', "Show has no outputs."),
        ("measure.mean", 'takes Signal, but "measure.mean" gives float.', ""),
        ("write.text", 'takes Signal, but "write.text" gives str.', ""),
    ],
)
def test_a_wrong_link_is_named(link: str, message: str, hint: str) -> None:
    workflow = workflow_of(
        ramp=node("Ramp"),
        show=node("Show"),
        write=node("Write"),
        measure=node("Measure", {"signal": "ramp.signal"}),
        mix=node("Mix", {"first": link}),
    )
    problem = problem_of(workflow)
    assert (problem.node, problem.port) == ("mix", "first")
    assert message in problem.message
    assert hint in problem.hint


def test_a_link_of_the_wrong_type_says_what_would_fit() -> None:
    workflow = workflow_of(
        r=node("Ramp"),
        m=node("Measure", {"signal": "r.signal"}),
        c=node("Add", {"first": "m.mean"}),
        x=node("Mix", {"first": "r.signal", "label": "w.text"}),
        w=node("Write"),
    )
    hints = [problem.hint for problem in find_problems(workflow, CATALOG)]
    assert hints == ['"m.length" would fit.', '"w.label" would fit.']


def test_a_link_to_an_unknown_input_is_named() -> None:
    workflow = workflow_of(c=node("Const"), a=node("Add", {"first": "c.value", "secnd": "c.value"}))
    problem = problem_of(workflow)
    assert problem.message == 'Node "a" (Add) has no input "secnd".'
    assert '"second"' in problem.hint


def test_required_inputs_must_be_there() -> None:
    assert problem_of(workflow_of(a=node("Mix"))).message == (
        'Node "a" (Mix): "first" needs a link of type Signal.'
    )
    assert problem_of(workflow_of(a=node("Add"))).message == (
        'Node "a" (Add): "first" needs a value.'
    )
    assert find_problems(workflow_of(a=node("Add", first=3)), CATALOG) == ()


def test_a_whole_number_fits_a_float_but_not_the_other_way() -> None:
    workflow = workflow_of(c=node("Const"), s=node("Scale", {"value": "c.value"}))
    assert find_problems(workflow, CATALOG) == ()
    workflow = workflow_of(f=node("Fraction"), a=node("Add", {"first": "f.value"}))
    assert '"first" takes int, but "f.value" gives float' in problem_of(workflow).message


def test_a_cycle_names_its_path(session: Session) -> None:
    workflow = workflow_of(
        a=node("Add", {"first": "c.value"}),
        b=node("Add", {"first": "a.value"}),
        c=node("Add", {"first": "b.value"}),
    )
    problem = problem_of(workflow)
    assert problem.message in {
        f"The links lead in a circle: {path}."
        for path in ("a → b → c → a", "b → c → a → b", "c → a → b → c")
    }
    with pytest.raises(ProblemsError, match="The links lead in a circle"):
        session.run(workflow, ["a"])


def test_a_cycle_elsewhere_does_not_keep_the_rest_from_running(session: Session) -> None:
    workflow = workflow_of(
        a=node("Add", {"first": "b.value"}), b=node("Add", {"first": "a.value"}), c=node("Const")
    )
    assert session.run(workflow, ["c"]).status == "ok"


def test_a_cycle_with_a_model_to_fetch_is_a_problem_too(session: Session) -> None:
    workflow = workflow_of(
        a=node("Add", {"first": "b.value"}),
        b=node("Add", {"first": "a.value"}),
        m=node("UseModel", model="owner/name"),
        s=node("Show", {"value": "a.value"}),
    )
    with pytest.raises(ProblemsError, match="circle"):
        session.run(workflow)


def test_a_very_long_chain_is_checked() -> None:
    nodes = {"n0": node("Const")}
    nodes |= {f"n{i}": node("Add", {"first": f"n{i - 1}.value"}) for i in range(1, 5000)}
    workflow = Workflow(graph=Graph(nodes))
    assert (*find_problems(workflow, CATALOG), *find_cycle(workflow.graph)) == ()


def test_a_missing_file_is_found_with_near_names(session: Session, tmp_path: Path) -> None:
    (tmp_path / "holiday.png").write_bytes(b"")
    (problem,) = session.check(workflow_of(a=node("ReadFile", file="holidy.png")))
    assert 'there is no file "holidy.png" (searched in ' in problem.message
    assert str(tmp_path) in problem.message
    assert problem.hint == 'Did you mean "holiday.png"?'
    (problem,) = session.check(workflow_of(a=node("ReadFile")))
    assert problem.message == 'Node "a" (ReadFile): "file": no file is chosen.'


@pytest.mark.parametrize("name", ["x" * 5000, "~nobody-here/x.png", "\0", ".", "a/\0/b", "\ud800"])
@pytest.mark.parametrize("type", ["ReadFile", "UseModel"])
def test_a_file_name_that_can_not_be_is_just_missing(
    session: Session, type: str, name: str
) -> None:
    param = "file" if type == "ReadFile" else "model"
    (problem,) = session.check(workflow_of(a=node(type, **{param: name})))
    assert (problem.node, problem.port) == ("a", param)


def test_a_file_beside_the_workflow_is_found(session: Session, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "beside.txt").write_text("here")
    workflow = workflow_of(a=node("ReadFile", file="beside.txt"))
    assert session.check(workflow) != ()
    beside = replace(workflow, folder=tmp_path / "sub")
    assert session.check(beside) == ()
    assert session.run(beside).values["a"] == {"text": "here"}


def test_a_model_that_is_not_there_names_the_folders(open_session: OpenSession) -> None:
    session = open_session(models=["/nowhere/models"])
    (problem,) = session.check(workflow_of(a=node("UseModel", model="tiny")))
    assert 'there is no U-Net "tiny" (searched in "/nowhere/models"' in problem.message
    (problem,) = session.check(workflow_of(a=node("UseModel", model="owner/name")))
    assert problem.severity == "warning"


def test_nothing_runs_if_something_is_wrong(session: Session) -> None:
    workflow = workflow_of(
        a=node("Const", value=5000), b=node("Show", {"value": "a.value"}, label=3)
    )
    with pytest.raises(ProblemsError) as caught:
        session.run(workflow)
    assert {problem.node for problem in caught.value.problems} == {"a", "b"}
    assert caught.value.node == "a"


def test_only_what_the_targets_need_is_checked(session: Session) -> None:
    workflow = workflow_of(good=node("Const"), bad=node("Nowhere"))
    assert session.run(workflow, ["good"]).status == "ok"
    assert len(session.check(workflow)) == 1


def test_an_unknown_target_gets_the_nearest_name(session: Session) -> None:
    with pytest.raises(InputError, match='There is no node "cosnt" to run') as caught:
        session.plan(workflow_of(const=node("Const")), ["cosnt"])
    assert caught.value.hint == 'Did you mean "const"?'
    with pytest.raises(InputError, match="no node to run"):
        session.plan(workflow_of())


def test_muted_nodes_are_not_checked_nor_what_only_they_need(session: Session) -> None:
    broken = node("Nowhere")
    muted = replace(node("Mix", {"first": "broken.signal"}), state="muted")
    workflow = workflow_of(
        broken=broken,
        muted=muted,
        ramp=node("Ramp"),
        mix=node("Mix", {"first": "ramp.signal", "second": "muted.signal"}),
    )
    assert session.run(workflow, ["mix"]).status == "ok"


# --- Settings from the command line ---


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("c.value=12", 12),
        ("c.value= 12 ", 12),
        ("f.value=3", 3.0),
        ("f.value=-1e-3", -0.001),
        ("w.text=a=b", "a=b"),
        ("w.text=", ""),
        ("w.upper=yes", True),
        ("w.upper=False", False),
        ("p.choice=right", "right"),
    ],
)
def test_settings_are_typed_by_the_declaration(setting: str, value: Any) -> None:
    workflow = workflow_of(
        c=node("Const"), f=node("Fraction"), w=node("Write"), p=node("Pick", {"share": "f.value"})
    )
    changed = with_settings(workflow, CATALOG, [setting])
    name, _, param = setting.partition("=")[0].partition(".")
    found = changed.graph.nodes[name].params[param]
    assert (found, type(found)) == (value, type(value))
    assert not workflow.graph.nodes[name].params


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("c.value", "is not of the form NODE.PARAM=VALUE"),
        ("=3", "is not of the form"),
        ("c.=3", "is not of the form"),
        ("x.value=3", 'There is no node "x" to set "value" on.'),
        ("c.vlue=3", 'has no param "vlue"'),
        ("c.value=3.5", "must be a whole number, not '3.5'"),
        ("c.value=99999", "must be from -1000 to 1000"),
        ("f.value=nan", "must be a finite number"),
        ("f.value=inf", "must be a finite number"),
        ("w.upper=maybe", "must be true or false"),
        ("p.choice=up", "must be one of left, right"),
        ("m.first=3", "takes a link of type Signal"),
        ("u.any=3", 'there is no node type "Unknown"'),
    ],
)
def test_wrong_settings_are_refused(setting: str, message: str) -> None:
    workflow = workflow_of(
        c=node("Const"),
        f=node("Fraction"),
        w=node("Write"),
        p=node("Pick"),
        m=node("Mix"),
        u=node("Unknown"),
    )
    with pytest.raises(InputError, match=message):
        with_settings(workflow, CATALOG, [setting])


def test_a_setting_replaces_a_link() -> None:
    workflow = workflow_of(c=node("Const"), a=node("Add", {"first": "c.value"}))
    changed = with_settings(workflow, CATALOG, ["a.first=4"])
    assert changed.graph.nodes["a"].inputs == {}


def test_one_seed_for_all() -> None:
    workflow = workflow_of(a=node("Const"), b=node("Const"), w=node("Write"))
    changed = with_seed(workflow, CATALOG, 7)
    assert [found.params for found in changed.graph.nodes.values()] == [{"seed": 7}] * 2 + [{}]
    with pytest.raises(InputError, match="No node of this workflow has a seed"):
        with_seed(workflow_of(w=node("Write")), CATALOG, 7)
    with pytest.raises(InputError, match="must be from 0"):
        with_seed(workflow, Catalog.of(Const), -1)
