"""Every shipped workflow runs with the embedded model, and is written as Weft writes files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from graph_engine import Session, format_workflow, load_workflow
from graph_engine.shipped import templates

SHIPPED = {
    "controlnet_canny",
    "four_landscapes",
    "inpainting",
    "lora",
    "sdxl_refiner",
    "textual_inversion",
    "hires_fix",
    "image_to_image",
    "image_variations",
    "latent_reuse",
    "outpainting",
    "prompt_switch",
    "regional_prompts",
    "seed_grid",
    "sigma_space",
    "text_to_image",
}


def test_all_are_there() -> None:
    assert set(templates()) >= SHIPPED


@pytest.mark.parametrize("name", sorted(templates()))
def test_runs(name: str, tmp_path: Path) -> None:
    workflow = load_workflow(templates()[name])
    assert workflow.name
    assert workflow.description
    with Session(cache=tmp_path / "cache", output=tmp_path / "output") as session:
        assert session.check(workflow) == ()
        result = session.run(workflow)
        assert result.status == "ok", result.error
        files = [file for made in result.outputs.values() for file in made["images"]]
        assert files
        for file in files:
            with Image.open(file) as picture:
                assert min(picture.size) >= 64
                pixels = np.asarray(picture.convert("RGB"))
            assert np.ptp(pixels, axis=(0, 1)).max() > 50, "a picture of one colour shows nothing"
        again = session.run(workflow)
    effects = set(result.outputs)
    ran = {node for node, outcome in again.nodes.items() if outcome.status == "ran"}
    assert ran == effects


@pytest.mark.parametrize("name", sorted(templates()))
def test_is_in_canonical_form(name: str) -> None:
    path = templates()[name]
    workflow = load_workflow(path)
    assert format_workflow(replace(workflow, source="")) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_node_has_a_place(name: str) -> None:
    workflow = load_workflow(templates()[name])
    assert set(workflow.layout.nodes) == set(workflow.graph.nodes)


def test_what_is_known_of_outputs_before_a_run() -> None:
    """As soon as a model is chosen its outputs have a family, and what follows from them too."""
    workflow = load_workflow(templates()["sdxl_refiner"])
    with Session(keep_results=False) as session:
        facts = session.examine(workflow).facts
    assert facts["checkpoint"]["unet"].model.family == "sdxl"
    assert facts["checkpoint"]["unet"].prediction_type == "v_prediction"
    assert facts["checkpoint"]["vae"].scaling_factor == 0.13025
    assert facts["refiner"]["unet"].aesthetic
    assert facts["refine"]["latent"].family == "sdxl_refiner"
    assert facts["prompt"]["conditioning"].entries[0].text_encoder.width == 160
