"""Generation settings: how a picture was made, in the readable form that many programs show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_engine.context import UpstreamNode


def settings_text(upstream: Iterable[UpstreamNode], width: int, height: int) -> str:
    """The settings of the last Sample that led to a picture; empty if none did.

    The prompt comes first, then the negative prompt, then `Steps: …, Sampler: …` on one line.
    """
    nodes = {node.id: node for node in upstream}
    sampler = next((node for node in reversed(nodes.values()) if node.type == "Sample"), None)
    if sampler is None:
        return ""
    lines = [_text_at(nodes, sampler, "positive")]
    if negative := _text_at(nodes, sampler, "negative"):
        lines.append(f"Negative prompt: {negative}")
    settings = {
        "Steps": sampler.params.get("steps"),
        "Sampler": sampler.params.get("sampler"),
        "Schedule type": sampler.params.get("schedule"),
        "CFG scale": sampler.params.get("guidance"),
        "Seed": sampler.params.get("seed"),
        "Size": f"{width}x{height}",
        "Model": _param_at(nodes, sampler, "unet", "model"),
    }
    if sampler.params.get("strength", 1.0) != 1.0:
        settings["Denoising strength"] = sampler.params["strength"]
    known = (f"{name}: {_plain(value)}" for name, value in settings.items() if value is not None)
    return "\n".join([*lines, ", ".join(known)])


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _text_at(nodes: dict[str, UpstreamNode], node: UpstreamNode, port: str) -> str:
    """The first prompt found on the way up from a port; empty if there is none."""
    return str(_param_at(nodes, node, port, "text") or "")


def _param_at(
    nodes: dict[str, UpstreamNode], node: UpstreamNode, port: str, param: str
) -> object | None:
    """A param of the nearest node that has it, on the way up from a port."""
    source = nodes.get(node.inputs.get(port, "").partition(".")[0])
    if source is None:
        return None
    if param in source.params:
        value: object = source.params[param]
        return value
    found = (_param_at(nodes, source, name, param) for name in source.inputs)
    return next((nearest for nearest in found if nearest is not None), None)
