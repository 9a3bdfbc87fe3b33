"""ComfyUI settings: what a picture of ComfyUI tells of its making.

It carries two graphs as JSON: `prompt`, as it was run, and `workflow`, as it was drawn. The first
is read where it is there; of the second as much is translated as its common nodes need.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph_engine.picture_settings import (
    PictureSettings,
    as_number,
    as_object,
    as_text,
    as_whole,
    parse_loosely,
    unique,
)

Json = Any
Nodes = Mapping[str, dict[str, Json]]
_IN_EXIF = ("0x0110", "0x010F")
_TEXT_KEYS = ("text", "text_g", "text_l", "t5xxl", "clip_l", "prompt", "string", "value")
_MODEL_KEYS = (
    "ckpt_name", "unet_name", "model_name", "lora_name", "control_net_name", "vae_name",
)  # fmt: skip
# The widgets of the common nodes, in their order: a drawn workflow has only their values.
_WIDGETS: Mapping[str, tuple[str, ...]] = {
    "KSampler": ("seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSamplerAdvanced": (
        "", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler",
    ),
    "CLIPTextEncode": ("text",),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "UNETLoader": ("unet_name",),
    "LoraLoader": ("lora_name",),
    "ControlNetLoader": ("control_net_name",),
    "VAELoader": ("vae_name",),
    "RandomNoise": ("noise_seed",),
    "KSamplerSelect": ("sampler_name",),
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "CFGGuider": ("cfg",),
}  # fmt: skip
_MOST_NODES = 5000


def read_comfyui(texts: Mapping[str, str]) -> PictureSettings | None:
    """The settings of ComfyUI among the texts of a picture; None if there are none."""
    in_exif = [texts[key] for key in _IN_EXIF if key in texts]
    nodes: Nodes = {}
    for name, read in (("prompt", _run_nodes), ("workflow", _drawn_nodes)):
        sources = [texts.get(name, "")]
        sources += [text.removeprefix(f"{name}:") for text in in_exif if text.startswith(name)]
        for source in sources:
            nodes = nodes or read(parse_loosely(source))
    return _settings(nodes) if nodes else None


def _run_nodes(data: Json) -> Nodes:
    """The nodes of the graph that was run, by id."""
    found = {
        name: {**as_object(node.get("inputs")), "type": as_text(node.get("class_type"))}
        for name, node in as_object(data).items()
        if isinstance(node, dict) and as_text(node.get("class_type"))
    }
    return found if len(found) <= _MOST_NODES else {}


def _drawn_nodes(data: Json) -> Nodes:
    """The nodes of the drawn workflow as if they had been run."""
    drawn, links = as_object(data).get("nodes"), as_object(data).get("links")
    if not isinstance(drawn, list) or len(drawn) > _MOST_NODES:
        return {}
    sources = {
        link[0]: [str(link[1]), link[2]]
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, list) and len(link) >= 5 and isinstance(link[0], int)
    }
    found: dict[str, dict[str, Json]] = {}
    for node in drawn:
        fields = as_object(node)
        if kind := as_text(fields.get("type")):
            found[str(fields.get("id"))] = {**_drawn_inputs(fields, kind, sources), "type": kind}
    return found


def _drawn_inputs(node: dict[str, Json], kind: str, sources: Mapping[int, Json]) -> dict[str, Json]:
    values = node.get("widgets_values")
    names = _WIDGETS.get(kind, ())
    inputs = dict(zip(names, values, strict=False)) if isinstance(values, list) else {}
    slots = node.get("inputs")
    for slot in slots if isinstance(slots, list) else ():
        fields = as_object(slot)
        link = fields.get("link")
        if isinstance(link, int) and link in sources:
            inputs[as_text(fields.get("name"))] = sources[link]
    return inputs


def _settings(nodes: Nodes) -> PictureSettings:
    sampler = _last_sampler(nodes)
    above = list(_upstream(nodes, [sampler])) if sampler else list(nodes)
    guider = next((n for n in above if _links(nodes[n], ("positive", "conditioning"))), sampler)
    prompt = _text_above(nodes, _links(nodes.get(guider, {}), ("positive", "conditioning")))
    negative = _text_above(nodes, _links(nodes.get(guider, {}), ("negative",)))
    models = (nodes[n].get(key) for n in [*above, *nodes] for key in _MODEL_KEYS)
    return PictureSettings(
        program="ComfyUI",
        prompt=prompt,
        negative=negative,
        seed=as_whole(_nearest(nodes, above, ("seed", "noise_seed"))),
        steps=as_whole(_nearest(nodes, above, ("steps",))),
        sampler=as_text(_nearest(nodes, above, ("sampler_name",))),
        schedule=as_text(_nearest(nodes, above, ("scheduler",))),
        guidance=as_number(_nearest(nodes, above, ("cfg", "guidance"))),
        strength=as_number(_nearest(nodes, above, ("denoise",))),
        models=unique(as_text(model) for model in models),
        nodes=unique(iter(sorted({node["type"] for node in nodes.values()}))),
    )


def _last_sampler(nodes: Nodes) -> str:
    """The sampler nearest to what was saved."""
    ends = [name for name, node in nodes.items() if node["type"].startswith("SaveImage")]
    order = [*_upstream(nodes, ends), *nodes]
    return next((name for name in order if _samples(nodes[name])), "")


def _samples(node: Mapping[str, Json]) -> bool:
    return "Sampler" in node["type"] and ("latent_image" in node or "steps" in node)


def _upstream(nodes: Nodes, starts: Iterable[str]) -> Iterator[str]:
    """Nodes and all that feed them, the nearest first."""
    waiting, seen = deque(starts), set[str]()
    while waiting:
        name = waiting.popleft()
        if name in seen or name not in nodes:
            continue
        seen.add(name)
        yield name
        waiting.extend(_links(nodes[name], tuple(nodes[name])))


def _links(node: Mapping[str, Json], keys: tuple[str, ...]) -> list[str]:
    """The nodes that feed some of the inputs."""
    values = (node.get(key) for key in keys)
    return [str(v[0]) for v in values if isinstance(v, list) and len(v) == 2 and _is_id(v[0])]


def _is_id(value: Json) -> bool:
    return isinstance(value, (str, int))


def _text_above(nodes: Nodes, starts: list[str]) -> str:
    for name in _upstream(nodes, starts):
        texts = (as_text(nodes[name].get(key)) for key in _TEXT_KEYS)
        if found := next(filter(None, texts), ""):
            return found
    return ""


def _nearest(nodes: Nodes, order: Iterable[str], keys: tuple[str, ...]) -> Json:
    """The first of the params on the way up, or what a node that only holds a value feeds it."""
    for name in order:
        for key in keys:
            feeding = _upstream(nodes, _links(nodes[name], (key,)))
            values = (nodes[name].get(key), *(nodes[one].get("value") for one in feeding))
            found = next((v for v in values if isinstance(v, (int, float, str))), None)
            if found is not None:
                return found
    return None
