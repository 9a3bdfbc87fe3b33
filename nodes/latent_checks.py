"""Latent checks: latents that can't go together are refused, before a run as far as is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.facts import LatentFacts
from nodes.family_checks import latent_space

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from nodes.values import Latent


def pixels_per_cell(latent: Latent) -> int:
    """How many pixels one cell of a latent stands for along each side."""
    columns: int = latent.samples.shape[3]
    return latent.width // columns


def facts_of_two(known: Beforehand, first: str, second: str) -> LatentFacts | None:
    """What is known of a latent that is made of two; the first gives what is beside its samples.

    Raises NodeError if they are known to belong to two latent spaces.
    """
    outlines = {port: known.inputs[port].facts for port in (first, second)}
    facts = {port: fact for port, fact in outlines.items() if isinstance(fact, LatentFacts)}
    check_one_space({port: fact.family for port, fact in facts.items()})
    if first not in facts:
        return None
    families = [fact.family for fact in facts.values() if fact.family]
    return replace(facts[first], family=families[0] if families else "")


def check_one_space(families: Mapping[str, str]) -> None:
    """Raise NodeError if the families of latents, by port, work in different latent spaces."""
    known = {port: latent_space(family) for port, family in families.items() if family}
    for port, space in known.items():
        first, expected = next(iter(known.items()))
        if space != expected:
            raise NodeError(
                f'The latent at "{port}" belongs to {space}, that at "{first}" to {expected}.',
                port=port,
                hint="Decode it with its own VAE and encode the picture with the other's.",
            )


def check_latents(latents: Mapping[str, Latent]) -> None:
    """Raise NodeError unless the latents of several ports lie in one latent space."""
    check_one_space({port: latent.family for port, latent in latents.items()})
    first, *others = latents
    for port in others:
        for what, mine, theirs in (
            ("channels", latents[first].samples.shape[1], latents[port].samples.shape[1]),
            ("pixels per cell", pixels_per_cell(latents[first]), pixels_per_cell(latents[port])),
        ):
            if mine != theirs:
                raise NodeError(
                    f'The latent at "{port}" has {theirs} {what}, that at "{first}" {mine}.',
                    port=port,
                    hint="Use latents of one model family.",
                )


def check_resizable(extra: str) -> None:
    """Raise NodeError if a latent carries extra channels, by their kind; empty if it has none."""
    if extra:
        raise NodeError(
            "The latent carries a picture that its U-Net reads beside it, which can't be resized.",
            port="latent",
            hint="Resize the picture and the mask before they are encoded.",
        )
