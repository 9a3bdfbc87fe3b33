"""Picture formats: what pictures can be saved as, without importing what encodes them."""

from __future__ import annotations

from typing import Literal

PictureFormat = Literal["png", "jpeg", "webp"]
SUFFIXES: dict[PictureFormat, str] = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}
