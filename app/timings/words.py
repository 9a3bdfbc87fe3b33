"""Words: times, sizes and bars as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.look.words import tr

if TYPE_CHECKING:
    from app.timings.flame import Bar


def time_text(seconds: float) -> str:
    """A measured time in the unit that fits."""
    if seconds >= 100:
        return tr(
            "{minutes} min {seconds} s", minutes=int(seconds) // 60, seconds=int(seconds) % 60
        )
    if seconds >= 1:
        return tr("{seconds:.2f} s", seconds=seconds)
    if seconds >= 0.001:
        return tr("{time:.3g} ms", time=seconds * 1000)
    return tr("{time:.0f} µs", time=seconds * 1e6)


def size_text(size: float) -> str:
    """Bytes in the unit that fits."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB"


def bar_text(bar: Bar, whole: float) -> str:
    """A bar in one line: its name, its time, its share of the whole, and what is known of it."""
    share = bar.seconds / whole if whole else 0.0
    head = tr(
        "{name}: {time}, {share:.1%} of the run", name=bar.name, time=time_text(bar.seconds),
        share=share,
    )  # fmt: skip
    facts = [text for name, value in bar.facts.items() if (text := _fact(name, value))]
    return tr(", ").join((head, *facts))


def _fact(name: str, value: object) -> str:
    if name == "status" or value in ("", None) or isinstance(value, bool):
        return "" if name != "found" else (tr("found") if value else tr("not found"))
    if name == "node":
        return tr("for {node}", node=value)
    if name == "memory_growth_bytes" and isinstance(value, int):
        return tr("{size} more memory than at its begin", size=size_text(value))
    if name == "peak_memory_bytes" and isinstance(value, int):
        return tr("the process had {size}", size=size_text(value))
    if name == "peak_device_memory_bytes" and isinstance(value, int):
        return tr("the device had {size}", size=size_text(value))
    if name == "bytes" and isinstance(value, int):
        return size_text(value)
    if name == "unet_evaluations" and isinstance(value, int):
        return tr("{number} U-Net evaluations", number=value)
    if name == "resumed_at_step" and value:
        return tr("resumed at step {step}", step=value)
    if name == "tier":
        return tr("in memory") if value == "memory" else tr("on disk")
    return ""
