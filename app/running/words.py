"""Words of running: times, costs and what a run is at, as the studio says them."""

from __future__ import annotations

from collections.abc import Mapping

from app.look.words import tr, tr_count
from app.running.run_plan import Cost
from app.timings.words import size_text
from app.timings.words import time_text as exact_time

WORTH_TELLING = 0.05


def about(seconds: float) -> str:
    """A time that is estimated, such as "~0.4 s", "~12 s" or "~3 min 20 s"."""
    return f"~{time_text(seconds)}"


def time_text(seconds: float) -> str:
    """A time as exact as an estimate deserves: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 0.95:
        return tr("{seconds} s", seconds=f"{max(seconds, 0.1):.1f}")
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 10 and (rest := rest // 10 * 10):
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if minutes:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{hours} h", hours=hours)


def took_text(seconds: float) -> str:
    """A time that was measured, for a node: "2.9 s", "41 s"; empty if it is not worth telling."""
    if seconds < WORTH_TELLING:
        return ""
    if seconds < 9.95:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    return time_text(seconds)


def measured_text(seconds: float, memory: Mapping[str, int]) -> str:
    """What a node took in its last run: its time, and the memory that came with it."""
    parts = [tr("Took {time}", time=exact_time(seconds))]
    if growth := memory.get("memory_growth_bytes", 0):
        parts.append(tr("memory +{size}", size=size_text(growth)))
    if peak := memory.get("peak_memory_bytes", 0):
        parts.append(tr("engine at {size}", size=size_text(peak)))
    if device := memory.get("peak_device_memory_bytes", 0):
        parts.append(tr("device at {size}", size=size_text(device)))
    return tr(", ").join(parts)


def cost_parts(cost: Cost) -> tuple[str, ...]:
    """A cost in words, the most important first: "4 nodes", "11 steps", "~5 s"."""
    parts = [tr_count(cost.nodes, "{number} node", "{number} nodes")]
    if cost.steps:
        parts.append(tr_count(cost.steps, "{number} step", "{number} steps"))
    if cost.seconds is not None and cost.seconds >= WORTH_TELLING:
        parts.append(about(cost.seconds))
    return tuple(parts)


def cost_text(cost: Cost) -> str:
    """A cost in one line: "4 nodes · 11 steps · ~5 s", or "Up to date"."""
    return " · ".join(cost_parts(cost)) if cost.nodes else tr("Up to date")
