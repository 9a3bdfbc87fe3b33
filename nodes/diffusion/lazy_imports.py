"""Lazy imports: what diffusers and transformers import at their top, but a plain run never uses.

scipy and peft take 1.3 s of the 4.6 s in which the libraries are imported (2 cores, measured).
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, cast

# diffusers' schedulers import these for the "beta" schedule and for "lms". They use them by
# attribute, as in `scipy.stats.beta`, so that their code can wait until then.
_BY_ATTRIBUTE = ("scipy.stats", "scipy.integrate")


class _NotYetRun(ModuleType):
    """A module that is imported, but whose code runs when an attribute is first asked for."""

    def __getattr__(self, name: str) -> Any:
        self.__class__ = ModuleType  # type: ignore[assignment]
        loader = cast("_AtFirstUse", cast("ModuleSpec", self.__spec__).loader)
        loader.run(self)
        return getattr(self, name)


class _AtFirstUse(Loader):
    """Puts off the running of a module.

    importlib.util.LazyLoader would do, but on Python 3.11 a second import statement runs the
    module, because it asks for `__spec__`.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = _NotYetRun

    def run(self, module: ModuleType) -> None:
        """Do what was put off."""
        self._loader.exec_module(module)


class _Finder(MetaPathFinder):
    """Finds the modules above where they are, but to be run at their first use."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in _BY_ATTRIBUTE else None
        if spec is not None and spec.loader is not None:
            spec.loader = _AtFirstUse(spec.loader)
        return spec


def run_scipy_at_first_use() -> None:
    """From now on in this process, importing scipy's slow parts costs nothing until they are used.

    They then work as ever, for everybody who imported them.
    """
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


@contextmanager
def importing_without_extras() -> Iterator[None]:
    """Within it, diffusers takes peft for not installed, and transformers takes scipy for that.

    Both import names out of them at their top, which no lazy module can put off: diffusers for
    weights stored in 8 bits under a LoRA (`see_peft` makes up for it), transformers for the
    losses of object detection. Should a version keep its flags elsewhere, imports are slow again.
    """
    diffusers: Any = importlib.import_module("diffusers.utils.import_utils")
    transformers: Any = importlib.import_module("transformers.utils")
    peft = getattr(diffusers, "_peft_available", False)
    scipy = getattr(transformers, "is_scipy_available", lambda: True)
    diffusers._peft_available = False
    transformers.is_scipy_available = lambda: False
    try:
        yield
    finally:
        diffusers._peft_available = peft
        transformers.is_scipy_available = scipy


def scale_no_loras_without_peft() -> None:
    """Keep diffusers from importing peft, at each call of a U-Net, to scale LoRAs by 1."""
    module: Any = importlib.import_module("diffusers.utils.peft_utils")
    for name in ("scale_lora_layers", "unscale_lora_layers"):
        setattr(module, name, _unless_by_one(getattr(module, name)))


def _unless_by_one(scale: Callable[[Any, float | None], None]) -> Callable[..., None]:
    @functools.wraps(scale)
    def scale_if_needed(model: Any, weight: float | None = None) -> None:
        if weight is not None and weight != 1.0:
            scale(model, weight)

    return scale_if_needed


def see_peft() -> None:
    """Import peft, and give diffusers' 8-bit storage what it would have imported itself."""
    casting: Any = importlib.import_module("diffusers.hooks.layerwise_casting")
    casting.disable_input_dtype_casting = importlib.import_module(
        "peft.helpers"
    ).disable_input_dtype_casting
    casting.BaseTunerLayer = importlib.import_module("peft.tuners.tuners_utils").BaseTunerLayer
    casting._SHOULD_DISABLE_PEFT_INPUT_AUTOCAST = True
