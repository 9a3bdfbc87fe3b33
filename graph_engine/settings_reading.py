"""Settings reading: how a picture was made, whichever program made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph_engine.comfyui_settings import read_comfyui
from graph_engine.foreign_settings import read_a1111, read_invokeai
from graph_engine.picture_metadata import settings_in, workflow_in
from graph_engine.picture_settings import (
    PictureSettings,
    as_number,
    as_object,
    as_text,
    as_whole,
    parse_loosely,
    unique,
)
from graph_engine.picture_texts import read_texts

Json = Any


def read_picture_settings(path: Path) -> PictureSettings:
    """What a PNG, JPEG or WebP tells of its making; nothing for one that tells nothing.

    Raises OSError for a file that can't be read.
    """
    with path.open("rb") as stream:
        return settings_among(read_texts(stream) or {})


def settings_among(texts: Mapping[str, str]) -> PictureSettings:
    """The settings among the texts of a picture; several programs may have written there."""
    if (workflow := workflow_in(texts)) is not None:
        return _weft_settings(workflow, settings_in(texts))
    if (found := read_invokeai(texts)) is not None:
        return found
    if (found := read_comfyui(texts)) is not None:
        return found
    settings = settings_in(texts)
    return read_a1111(settings) if settings else PictureSettings()


def _weft_settings(workflow: str, settings: str) -> PictureSettings:
    """The readable settings, completed by what the workflow itself says."""
    told = read_a1111(settings) if settings else PictureSettings()
    data = as_object(parse_loosely(workflow))
    nodes = list(_nodes(data))
    prompts = [as_text(params.get("text")) for _, params in nodes]
    models = [as_text(params.get("model")) for _, params in nodes]
    prompt = told.prompt or next(filter(None, prompts), "")
    return replace(
        told,
        program="Weft",
        prompt=prompt,
        seed=told.seed if told.seed is not None else as_whole(_first(nodes, "seed")),
        steps=told.steps if told.steps is not None else as_whole(_first(nodes, "steps")),
        sampler=told.sampler or as_text(_first(nodes, "sampler")),
        schedule=told.schedule or as_text(_first(nodes, "schedule")),
        guidance=told.guidance
        if told.guidance is not None
        else as_number(_first(nodes, "guidance")),
        models=unique(iter((told.model, *models))),
        workflow=as_text(data.get("name")),
        nodes=unique(iter(sorted({kind for kind, _ in nodes}))),
        can_open=bool(nodes),
    )


def _nodes(data: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """The types of all nodes and their params, those inside subgraphs too."""
    inner = as_object(data.get("subgraphs")).values()
    for graph in (data, *map(as_object, inner)):
        for node in as_object(graph.get("nodes")).values():
            if kind := as_text(as_object(node).get("type")):
                yield kind, as_object(node.get("params"))


def _first(nodes: list[tuple[str, dict[str, Json]]], param: str) -> Json:
    return next((params[param] for _, params in nodes if param in params), None)
