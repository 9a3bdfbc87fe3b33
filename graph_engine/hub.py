"""The model hub: ids such as `owner/name`, found in the local hub cache or downloaded."""

from __future__ import annotations

import os
import re
from pathlib import Path

from graph_engine.errors import NodeError
from graph_engine.model_files import SUFFIXES

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_WANTED = ("*.json", "*.txt", "*.safetensors", "*.model")
_UNWANTED = ("*.fp16.safetensors", "*.non_ema.safetensors", "safety_checker/*", "*/openvino*")


def is_hub_id(name: str) -> bool:
    """Whether a model name can be a hub id; a file of weights has its ending, a hub id none."""
    return _HUB_ID.fullmatch(name) is not None and not name.lower().endswith(SUFFIXES)


def hub_snapshot(name: str) -> Path | None:
    """Where the newest complete download of a hub model lies; None if it was never downloaded."""
    root = _hub_cache() / f"models--{name.replace('/', '--')}"
    try:
        commit = (root / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    snapshot = root / "snapshots" / commit
    configs = ("model_index.json", "config.json")
    return snapshot if any((snapshot / name).is_file() for name in configs) else None


def download(name: str) -> Path:
    """Download a model in diffusers layout (safetensors only) and return its folder.

    Raises NodeError where the hub can't be reached or has no such model.
    """
    try:
        from huggingface_hub import list_repo_files, snapshot_download

        unwanted = [*_UNWANTED, *_same_again(list_repo_files(name))]
        folder = snapshot_download(name, allow_patterns=list(_WANTED), ignore_patterns=unwanted)
    except Exception as error:
        # The hub client raises errors of its HTTP library, of the OS and its own.
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise NodeError(
            f'The model "{name}" is not on this machine and could not be fetched from the hub:'
            f" {reason}",
            hint="Check the connection and the name, or put the model into a model folder.",
        ) from error
    return Path(folder)


def _same_again(files: list[str]) -> list[str]:
    """The single-file checkpoints that many models hold beside their folders: gigabytes more."""
    if "model_index.json" not in files:
        return []
    return [file for file in files if "/" not in file and file.endswith(".safetensors")]


def _hub_cache() -> Path:
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    home = os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface"
    return Path(home) / "hub"
