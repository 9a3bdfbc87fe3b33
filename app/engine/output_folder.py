"""Output folder: where the studio's pictures go, as an absolute path that outlives the session."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def output_folder() -> Path:
    """As for `weft run` the folder `output` here; among the user's pictures if that can't be written.

    A studio that was started from a menu often stands in a folder of the system.
    """
    here = Path.cwd()
    if os.access(here, os.W_OK) and here != here.parent:
        return here / "output"
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures or Path.home()) / "Weft"
