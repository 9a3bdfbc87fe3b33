"""Loaders read configs into recipes and refuse what this version can't run."""

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_engine.context import Context
from graph_engine.errors import NodeError
from graph_engine.model_files import find_model
from graph_engine.shipped import shipped_folder
from nodes import LoadCheckpoint, LoadTextEncoder, LoadUNet, LoadVAE

from .conftest import MakeContext


def write_json(file: Path, **data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A model folder whose models have configs and no weights."""
    folder = tmp_path / "models"
    write_json(folder / "flux/model_index.json", _class_name="FluxPipeline")
    write_json(folder / "broken/model_index.json", _class_name="StableDiffusionPipeline")
    unet: dict[str, Any] = {"_class_name": "UNet2DConditionModel", "in_channels": 4}
    write_json(folder / "lone-unet/config.json", cross_attention_dim=768, **unet)
    write_json(
        folder / "unclip-unet/config.json",
        cross_attention_dim=1024,
        class_embed_type="projection",
        **unet,
    )
    write_json(
        folder / "deep-vae/config.json", _class_name="AutoencoderKL", block_out_channels=[8] * 5
    )
    write_json(
        folder / "shifted-vae/config.json", _class_name="AutoencoderKL", latents_mean=[0.1] * 4
    )
    return folder


def test_a_checkpoint_gives_three_recipes_of_one_family(record: MakeContext) -> None:
    parts = LoadCheckpoint(model="tiny-sd15").run(record().context)
    assert {part.model.family for part in parts} == {"sd1"}
    assert [part.model.part for part in parts] == ["unet", "text_encoder", "vae"]
    assert parts.unet.prediction_type == "v_prediction"
    assert parts.unet.context_width == parts.text_encoder.width
    assert parts.vae.channels == parts.unet.channels == 4


def test_one_part_of_a_checkpoint(record: MakeContext) -> None:
    context = record().context
    whole = LoadCheckpoint(model="tiny-sd15").run(context)
    unet = LoadUNet(model="tiny-sd15").run(context).unet
    encoder = LoadTextEncoder(model="tiny-sd15").run(context).text_encoder
    vae = LoadVAE(model="tiny-sd15").run(context).vae
    assert unet.prediction_type == whole.unet.prediction_type
    assert encoder.width == whole.text_encoder.width
    assert vae.scaling_factor == whole.vae.scaling_factor
    assert {unet.model.kind, encoder.model.kind, vae.model.kind} == {"unet", "text_encoder", "vae"}


def test_a_lone_unet_tells_its_family_by_its_width(record: MakeContext, models: Path) -> None:
    unet = LoadUNet(model="lone-unet").run(record(models=models).context).unet
    assert unet.model.family == "sd1"
    assert unet.prediction_type == "epsilon"


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (LoadCheckpoint(model="tinysd15"), 'no checkpoint "tinysd15"'),
        (LoadCheckpoint(model="flux"), "is a FluxPipeline"),
        (LoadCheckpoint(model="broken"), "has no U-Net and no text encoder and no VAE"),
        (LoadUNet(model="unclip-unet"), "steered by more than prompts and pictures"),
        (LoadVAE(model="deep-vae"), "one latent cell of 16 pixels"),
        (LoadVAE(model="shifted-vae"), "shifts its latents by a mean of their own"),
        (LoadVAE(model="lone-unet"), '"lone-unet" is a U-Net, not a VAE'),
    ],
)
def test_what_can_not_be_used_is_refused(
    record: MakeContext, models: Path, node: LoadCheckpoint | LoadUNet | LoadVAE, words: str
) -> None:
    with pytest.raises(NodeError) as caught:
        node.run(record(models=models).context)
    assert words in caught.value.message
    assert caught.value.port == "model"


def test_a_missing_model_names_the_nearest_and_the_folders(
    record: MakeContext, models: Path
) -> None:
    with pytest.raises(NodeError) as caught:
        LoadCheckpoint(model="tiny-sd1").run(record(models=models).context)
    assert str(models) in caught.value.message
    assert "tiny-sd15" in caught.value.hint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_odd_values_in_a_config_never_give_a_traceback(
    embedded: Path, record_one: Context, data: st.DataObject
) -> None:
    """Put arbitrary JSON in the place of some value of the embedded model's configs."""
    file = embedded / "copy" / data.draw(st.sampled_from(CONFIGS))
    before = file.read_text(encoding="utf-8")
    content = json.loads(before)
    content[data.draw(st.sampled_from(sorted(content)))] = data.draw(JSON)
    file.write_text(json.dumps(content), encoding="utf-8")
    try:
        for node in (LoadCheckpoint, LoadUNet, LoadTextEncoder, LoadVAE):
            with contextlib.suppress(NodeError):
                node(model="copy").run(record_one)
        find_model((embedded,), "copy/unet", "unet")
    finally:
        file.write_text(before, encoding="utf-8")


CONFIGS = (
    "model_index.json",
    "unet/config.json",
    "text_encoder/config.json",
    "vae/config.json",
    "scheduler/scheduler_config.json",
)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with a copy of the embedded model that a test may spoil."""
    folder = tmp_path_factory.mktemp("embedded")
    shutil.copytree(shipped_folder("models") / "tiny-sd15", folder / "copy")
    return folder


@pytest.fixture
def record_one(record: MakeContext, embedded: Path) -> Context:
    return record(models=embedded).context


@pytest.mark.parametrize("file", ["model_index.json", "scheduler/scheduler_config.json"])
def test_a_config_that_is_no_json_is_named(record: MakeContext, models: Path, file: str) -> None:
    damaged = models / "broken" / file
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_text("{", encoding="utf-8")
    with pytest.raises(NodeError, match=r"can't be understood: .*no JSON object"):
        LoadCheckpoint(model="broken").run(record(models=models).context)
