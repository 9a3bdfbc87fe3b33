"""Fitting: where a wire may end, by types, cycles and what nodes would say against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph_engine import (
    Catalog,
    Graph,
    InputError,
    Session,
    Workflow,
    load_workflow,
    parse_workflow,
)
from graph_engine.fitting import WireEnd
from graph_engine.shipped import templates
from tests.graph_engine.graphs import node, workflow_of

CONTROL_REFUSED = (
    'The ControlNet "tiny-controlnet" is for Stable Diffusion 1; the U-Net of "tiny-sdxl" is SDXL.'
)
VAE_REFUSED = (
    "The latent belongs to Stable Diffusion 1 and 2 (scale 0.18215), but the VAE of"
    ' "tiny-sdxl" works on latents of SDXL (scale 0.13025).'
)


@pytest.fixture(scope="module")
def real() -> Iterator[Session]:
    with Session(catalog=Catalog.load(), keep_results=False) as session:
        yield session


@pytest.fixture
def two_families() -> Workflow:
    """A whole SD 1.5 workflow with a ControlNet, beside an SDXL one that is half built."""
    sd15 = load_workflow(templates()["controlnet_canny"])
    xl = {
        "xl": node("LoadCheckpoint", model="tiny-sdxl"),
        "xl_prompt": node("EncodeText", {"text_encoder": "xl.text_encoder"}, text="a house"),
        "xl_sampler": node("Sample", {"unet": "xl.unet"}),
        "xl_control": node("ApplyControlNet"),
        "xl_chosen": node("LoadControlNet"),
    }
    return Workflow(graph=Graph({**sd15.graph.nodes, **xl}))


def test_a_controlnet_of_another_family_is_refused(real: Session, two_families: Workflow) -> None:
    reasons = real.fits(two_families, WireEnd("control", "control", is_output=True))
    assert reasons["xl_sampler.control"] == CONTROL_REFUSED
    assert reasons["sampler.control"] == reasons["xl_control.previous"] == ""
    reasons = real.fits(two_families, WireEnd("xl_sampler", "control", is_output=False))
    assert reasons == {"control.control": CONTROL_REFUSED, "xl_control.control": ""}


def test_it_is_refused_also_where_the_families_meet_behind_the_link(
    real: Session, two_families: Workflow
) -> None:
    nodes = dict(two_families.graph.nodes)
    nodes["xl_sampler"] = node("Sample", {"unet": "xl.unet", "control": "xl_control.control"})
    linked = Workflow(graph=Graph(nodes))
    reasons = real.fits(linked, WireEnd("controlnet", "controlnet", is_output=True))
    assert reasons == {"control.controlnet": "", "xl_control.controlnet": CONTROL_REFUSED}


def test_the_words_are_those_of_the_check(real: Session, two_families: Workflow) -> None:
    nodes = dict(two_families.graph.nodes)
    refused = real.fits(two_families, WireEnd("xl", "vae", is_output=True))
    assert refused == {"decode.vae": VAE_REFUSED, "draw_decode.vae": VAE_REFUSED}
    nodes["decode"] = node("DecodeLatent", {"vae": "xl.vae", "latent": "sampler.latent"})
    problems = real.check(Workflow(graph=Graph(nodes)))
    assert any(problem.message.endswith(VAE_REFUSED) for problem in problems)


def test_a_fault_that_is_there_already_is_no_reason(real: Session, two_families: Workflow) -> None:
    nodes = dict(two_families.graph.nodes)
    nodes["decode"] = node("DecodeLatent", {"vae": "xl.vae", "latent": "sampler.latent"})
    faulty = Workflow(graph=Graph(nodes))
    reasons = real.fits(faulty, WireEnd("latent", "latent", is_output=True))
    assert reasons["sampler.latent"] == ""


def test_wires_pass_through_bypassed_nodes_and_end_at_muted_ones(
    real: Session, two_families: Workflow
) -> None:
    nodes = dict(two_families.graph.nodes)
    lora = node("LoadLoRA", {"unet": "xl.unet"}, model="none")
    nodes["lora"] = type(lora)(lora.type, lora.params, lora.inputs, "bypassed")
    reasons = real.fits(Workflow(graph=Graph(nodes)), WireEnd("lora", "unet", is_output=True))
    assert "SDXL" in reasons["sampler.unet"]
    nodes["lora"] = type(lora)(lora.type, lora.params, lora.inputs, "muted")
    reasons = real.fits(Workflow(graph=Graph(nodes)), WireEnd("lora", "unet", is_output=True))
    assert reasons["sampler.unet"] == ""


INSIDE = """
{"format": "weft", "version": 1, "name": "", "nodes": {
   "control": {"type": "subgraph:control"}, "draw": {"type": "subgraph:draw"}},
 "subgraphs": {
   "control": {"name": "Control", "inputs": {"image": ["apply.image"]},
     "outputs": {"control": "apply.control"}, "nodes": {
       "net": {"type": "LoadControlNet", "params": {"model": "tiny-controlnet"}},
       "apply": {"type": "ApplyControlNet", "inputs": {"controlnet": "net.controlnet"}}}},
   "draw": {"name": "Draw", "inputs": {"control": ["inner.control"]},
     "outputs": {"latent": "inner.latent"}, "nodes": {"inner": {"type": "subgraph:sampling"}}},
   "sampling": {"name": "Sampling", "inputs": {"control": ["sampler.control"]},
     "outputs": {"latent": "sampler.latent"}, "nodes": {
       "xl": {"type": "LoadCheckpoint", "params": {"model": "tiny-sdxl"}},
       "sampler": {"type": "Sample", "inputs": {"unet": "xl.unet"}}}}}}
"""


def test_families_are_seen_inside_subgraphs(real: Session) -> None:
    workflow = parse_workflow(INSIDE)
    reasons = real.fits(workflow, WireEnd("control", "control", is_output=True))
    assert reasons == {"draw.control": CONTROL_REFUSED}
    reasons = real.fits(workflow, WireEnd("draw", "control", is_output=False))
    assert reasons == {"control.control": CONTROL_REFUSED}
    reasons = real.fits(workflow, WireEnd("draw", "latent", is_output=True))
    assert reasons == {}


def test_cycles_are_refused_with_their_path(session: Session) -> None:
    chain = {"a": node("Add")}
    chain |= {name: node("Add", {"first": f"{before}.value"}) for before, name in ("ab", "bc")}
    workflow = workflow_of(**chain)
    reasons = session.fits(workflow, WireEnd("c", "value", is_output=True))
    assert reasons["a.first"] == "This link would make a cycle: a → b → c → a."
    assert reasons["c.second"] == "This link would make a cycle: c → c."
    reasons = session.fits(workflow, WireEnd("a", "first", is_output=False))
    assert reasons["c.value"] == "This link would make a cycle: a → b → c → a."
    reasons = session.fits(workflow, WireEnd("c", "second", is_output=False))
    assert reasons["a.value"] == ""


def test_long_paths_are_shortened(session: Session) -> None:
    chain = {"n0": node("Add")}
    chain |= {f"n{i}": node("Add", {"first": f"n{i - 1}.value"}) for i in range(1, 9)}
    workflow = workflow_of(**chain)
    for last, path in (
        (4, "n0 → n1 → n2 → n3 → n4"),
        (5, "n0 → n1 → n2 → n3 → … → n5"),
        (8, "n0 → n1 → n2 → n3 → … → n8"),
    ):
        end = WireEnd(f"n{last}", "value", is_output=True)
        reason = session.fits(workflow, end)["n0.first"]
        assert reason == f"This link would make a cycle: {path} → n0."


def test_only_fitting_types_are_named(session: Session) -> None:
    workflow = workflow_of(
        c=node("Const"), add=node("Add"), scale=node("Scale"), text=node("Write"), odd=node("Nope")
    )
    reasons = session.fits(workflow, WireEnd("c", "value", is_output=True))
    assert set(reasons) >= {"add.first", "add.second", "scale.value", "scale.factor"}
    assert not any(port.startswith(("text.", "odd.")) for port in reasons)
    reasons = session.fits(workflow, WireEnd("text", "text", is_output=False))
    assert set(reasons) == {"text.text"}


def test_a_circle_that_is_there_is_no_harm(session: Session) -> None:
    workflow = workflow_of(
        a=node("Add", {"first": "b.value"}),
        b=node("Add", {"first": "a.value"}),
        c=node("Const"),
        lost=node("Add", {"first": "nobody.value", "second": "c.nothing"}),
    )
    reasons = session.fits(workflow, WireEnd("c", "value", is_output=True))
    assert reasons["a.first"] == reasons["lost.first"] == ""


@pytest.mark.parametrize(
    ("end", "hint"),
    [
        (WireEnd("nobody", "value", is_output=True), ""),
        (WireEnd("a", "valeu", is_output=True), 'Did you mean "value"?'),
        (WireEnd("a", "valuf", is_output=False), "value"),
        (WireEnd("b", "value", is_output=False), ""),
    ],
)
def test_an_end_that_is_not_there_is_named(session: Session, end: WireEnd, hint: str) -> None:
    with pytest.raises(InputError, match="There is no") as refused:
        session.fits(workflow_of(a=node("Const"), b=node("Nope")), end)
    assert hint in refused.value.hint
