"""LoRAs: layers of peft put around those of a loaded part, and taken off again."""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from diffusers.utils import logging as diffusers_logging

from graph_engine.errors import NodeError
from nodes.diffusion.ladder import is_out_of_memory
from nodes.diffusion.lazy_imports import see_peft
from nodes.diffusion.lora_files import read_part
from nodes.family_checks import family_name
from nodes.loras import part_names
from nodes.recipes import find_source

if TYPE_CHECKING:
    from graph_engine.context import Context
    from graph_engine.model_files import ModelSource
    from nodes.values import LoRA, ModelRef

_EXAMPLES = 3
Stamp = tuple[str, int, int]


@dataclass(eq=False)
class Adapters:
    """The LoRAs that a loaded part wears now.

    The base weights are shared with whoever uses the part without LoRAs, or with others, so they
    are never changed: taking the LoRAs off leaves the part as if it had never had one.
    """

    module: Any
    part: str
    model: ModelRef
    unet_config: Any = None
    _worn: tuple[Stamp, ...] = ()
    _notes: tuple[str, ...] = ()
    _trainable: list[torch.nn.Parameter] = field(default_factory=list)

    def wear(self, loras: Sequence[LoRA], context: Context) -> None:
        """Put on just these LoRAs, with their strengths; raises NodeError for one that fits nowhere.

        Only files that are not worn yet are read. Warns of tensors that fit nothing.
        """
        sources = [find_source(context.places, lora.model.name, "lora") for lora in loras]
        meant = [
            (lora, source)
            for lora, source in zip(loras, sources, strict=True)
            if part_names(source, self.part)
        ]
        stamps = tuple(_stamp(source) for _, source in meant)
        if stamps != self._worn:
            self._take_off()
            if stamps:
                self._put_on([source for _, source in meant], stamps)
        if stamps:
            self._set_strengths([lora.strength for lora, _ in meant])
        for note in self._notes:
            context.warn(note)

    def _put_on(self, sources: Sequence[ModelSource], stamps: tuple[Stamp, ...]) -> None:
        see_peft()
        self._trainable = [p for p in self.module.parameters() if p.requires_grad]
        self._worn = stamps
        try:
            # They outlive the run of the node that asks first.
            with torch.inference_mode(False), _quiet():
                notes = [self._added(number, source) for number, source in enumerate(sources)]
        except BaseException:
            self._take_off()
            raise
        self._notes = tuple(note for note in notes if note)

    def _added(self, number: int, source: ModelSource) -> str:
        """Put one LoRA on; raises NodeError for one that diffusers or peft can't make sense of."""
        try:
            return self._add(number, source)
        except (ValueError, RuntimeError, TypeError, LookupError, AttributeError) as error:
            if is_out_of_memory(error):
                raise
            reason = next((line for line in str(error).splitlines() if line.strip()), "")
            raise NodeError(
                f'The LoRA "{source.name}" can\'t be put on the {_words(self.part)} of'
                f' "{self.model.name}": {reason or type(error).__name__}',
                hint="It may be damaged, or of a kind that is not known here.",
            ) from error

    def _add(self, number: int, source: ModelSource) -> str:
        """Read one LoRA and put it on; returns what is to be told of it."""
        found = read_part(source, self.part, self.module, self.unet_config)
        if not found.tensors:
            raise self._fits_nowhere(source)
        name = f"lora_{number}"
        if self.part == "unet":
            self.module.load_lora_adapter(
                dict(found.tensors),
                prefix=None,
                adapter_name=name,
                metadata=dict(found.config),
                low_cpu_mem_usage=True,
            )
        else:
            pipeline: Any = importlib.import_module("diffusers.loaders.lora_pipeline")
            pipeline.StableDiffusionLoraLoaderMixin.load_lora_into_text_encoder(
                {f"{self.part}.{key}": tensor for key, tensor in found.tensors.items()},
                None,
                self.module,
                prefix=self.part,
                adapter_name=name,
                metadata={f"{self.part}.{key}": value for key, value in found.config.items()},
                low_cpu_mem_usage=True,
            )
        return self._left_over(source, found.left)

    def _set_strengths(self, strengths: Sequence[float]) -> None:
        names = [f"lora_{number}" for number in range(len(strengths))]
        if self.part == "unet":
            self.module.set_adapters(names, list(strengths))
        else:
            base: Any = importlib.import_module("diffusers.loaders.lora_base")
            base.set_adapters_for_text_encoder(names, self.module, list(strengths))
        # peft marks what it may train; nothing is trained here.
        self.module.eval()

    def _take_off(self) -> None:
        """Put the layers back that were there before."""
        if not self._worn:
            return
        if self.part == "unet":
            self.module.unload_lora()
        else:
            utilities: Any = importlib.import_module("diffusers.utils.peft_utils")
            utilities.recurse_remove_peft_layers(self.module)
            if hasattr(self.module, "peft_config"):
                del self.module.peft_config
            self.module._hf_peft_config_loaded = False
        # Kernels round differently for weights that take no gradients, even where none is taken.
        for parameter in self._trainable:
            parameter.requires_grad_(True)
        self._worn, self._notes, self._trainable = (), (), []

    def _fits_nowhere(self, source: ModelSource) -> NodeError:
        of = f" for {family_name(source.family)}" if source.family else ""
        is_a = f" ({family_name(self.model.family)})" if self.model.family else ""
        return NodeError(
            f'The LoRA "{source.name}"{of} fits no layer of the {_words(self.part)} of'
            f' "{self.model.name}"{is_a}.',
            hint="It was made for another model family, or in a way that is not known here.",
        )

    def _left_over(self, source: ModelSource, left: Sequence[str]) -> str:
        if not left:
            return ""
        examples = ", ".join(left[:_EXAMPLES]) + (" …" if len(left) > _EXAMPLES else "")
        return (
            f'{len(left)} tensors of the LoRA "{source.name}" fit no layer of the'
            f' {_words(self.part)} of "{self.model.name}" and are left out: {examples}.'
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Within it peft does not warn of a second LoRA, and diffusers logs no error that it raises."""
    before = diffusers_logging.get_verbosity()
    diffusers_logging.set_verbosity(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Already found a `peft_config`", UserWarning)
            yield
    finally:
        diffusers_logging.set_verbosity(before)


def _words(part: str) -> str:
    words = {"unet": "U-Net", "text_encoder_2": "second text encoder"}
    return words.get(part, "text encoder")


def _stamp(source: ModelSource) -> Stamp:
    status = source.path.stat()
    return str(source.path.resolve()), status.st_size, status.st_mtime_ns
