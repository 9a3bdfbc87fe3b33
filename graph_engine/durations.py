"""Durations: estimated times in words, as exact as they deserve."""

from __future__ import annotations


def about_seconds(seconds: float) -> str:
    """A time that was estimated, such as "~0.4 s", "~12 s", "~3 min 20 s" or "~2 h 5 min"."""
    if seconds < 0.95:
        return f"~{max(seconds, 0.1):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"~{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        rest = rest // 10 * 10
        return f"~{minutes} min {rest} s" if rest else f"~{minutes} min"
    if minutes < 60:
        return f"~{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"~{hours} h {minutes} min" if minutes else f"~{hours} h"
