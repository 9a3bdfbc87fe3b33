"""Node: the base class that a node type is declared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, dataclass_transform

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.film_steps import Sketch, Split, StepFacts


@dataclass(frozen=True)
class ClassOptions:
    """What the class keywords of a node say of it."""

    version: int
    category: str
    effects: bool
    replaces: tuple[str, ...]
    numerics: tuple[str, ...]


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
class Node:
    """A step of a workflow; its fields are its inputs, declared once.

    A field without a default must be linked (or, for a scalar, given); a scalar field is a param
    with a widget and may be linked too. `Outputs`, a nested NamedTuple, declares the outputs.

    Class keywords: `version` goes up when results change; `effects=True` for a node that saves
    or shows something (it always runs, and is the default target); `replaces` names former type
    ids; `numerics` names the distributions whose versions, together with the device and dtype,
    decide the numbers that come out, so that they are part of the node's key.
    """

    options: ClassVar[ClassOptions]
    Outputs: ClassVar[type[tuple[Any, ...]]] = NamedTuple("Outputs", [])

    def __init_subclass__(
        cls,
        *,
        version: int = 1,
        category: str = "Other",
        effects: bool = False,
        replaces: tuple[str, ...] = (),
        numerics: tuple[str, ...] = (),
    ) -> None:
        super().__init_subclass__()
        cls.options = ClassOptions(version, category, effects, replaces, numerics)
        dataclass(frozen=True, kw_only=True, eq=False)(cls)

    def fingerprint(self) -> str:
        """What decides the result besides the inputs, such as the state of a file or service.

        Files named by an input with a file hint (`ModelFile`, `ImageFile`) are taken into the
        key by content already and need no fingerprint. Linked inputs are None here.
        """
        return ""

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """What can be said of outputs before they are made: facts by output name.

        Called when a workflow is checked or planned; linked inputs are None here, and what is
        known of them is in `known.inputs`. Raises NodeError for inputs that can't go together, so
        that a run is refused before it begins. Must take no longer than reading a few configs.
        """
        return {}

    def chain(self, known: Beforehand) -> Chain | None:
        """The states that an iterative node will pass, so that a run can resume at the last known.

        Called when a run is planned (linked inputs are None then) and by `run` itself through
        `Context.resume`. None if it can't be told.
        """
        return None

    def film(self, known: Beforehand) -> tuple[StepFacts, ...]:
        """What an iterative node does in each of its steps, as far as it can be told beforehand."""
        return ()

    def sketch(self, state: Any, known: Beforehand) -> Sketch | None:
        """A small picture of what a state of the chain foretells; None if it has none."""
        return None

    def split(self, step: int, known: Beforehand) -> Split:
        """How two nodes of this type would do the steps up to one, and those after it.

        Raises NodeError with the reason why the steps can't be shared so.
        """
        raise NodeError(f"The steps of {type(self).__name__} can't be shared by two nodes.")

    def foretell(self, state: Any) -> tuple[Any, ...] | None:
        """What `run` would return if it trusted what a state of the chain foretells."""
        return None

    def run(self, context: Context) -> tuple[Any, ...] | Mapping[str, Any]:
        """Do the work: return `Outputs`, or for a node with effects a mapping of what it did.

        Raises NodeError with a sentence for the person at the screen.
        """
        raise NotImplementedError(f"{type(self).__name__} has no run method")
