"""Node icons: the drawing in a node's header, from what the node makes."""

from __future__ import annotations

from graph_engine.spec import NodeSpec

_BY_TYPE = {
    "Refine": "refine",
    "CannyEdges": "edges",
    "CompareImages": "compare",
    "PreviewImage": "eye",
    "LoadImage": "image",
    "PaintMask": "brush",
    "ImageGrid": "grid",
}
_BY_KIND = {
    "UNet": "model",
    "TextEncoder": "model",
    "VAE": "model",
    "ControlNet": "model",
    "Conditioning": "text",
    "Latent": "latent",
    "Image": "image",
    "Mask": "mask",
    "Control": "control",
}


def icon_of(spec: NodeSpec | None, type_id: str, kind: str) -> str:
    """The name of a node's icon."""
    if type_id.startswith("subgraph:"):
        return "sub"
    if spec is None:
        return "unknown"
    if type_id in _BY_TYPE:
        return _BY_TYPE[type_id]
    if spec.effects:
        return "save"
    if spec.category == "Sampling":
        return "sample"
    return _BY_KIND.get(kind, "model")
