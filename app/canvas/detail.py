"""Detail: the zooms below which less is painted."""

from __future__ import annotations

# Full at and above the first; then titles and bars; then bars only; then one overview item.
REDUCED_BELOW = 0.60
BARE_BELOW = 0.45
OVERVIEW_BELOW = 0.25
