"""Stamps single files with the model family that they are for, which their widths don't tell."""

from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save_file


def stamp(file: Path, architecture: str) -> None:
    """Write ``modelspec.architecture`` (Stability's model metadata) into a safetensors file."""
    with safe_open(file, "pt") as opened:
        metadata = {**opened.metadata(), "modelspec.architecture": architecture}
        tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    save_file(tensors, file, metadata=metadata)
    file.chmod(0o644)
