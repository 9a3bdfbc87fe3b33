"""The disk is full while something is written: one sentence, and nothing is damaged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("full_disk.py")
ROOT = SCRIPT.parents[3]
# A disk of its own needs a name space of its own, which not every system grants.
SMALL_DISK = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=3m none "$0" && exec "$@"']


def can_mount(folder: Path) -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*SMALL_DISK, str(folder), "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.parametrize("subject", ["workflow", "queue", "gallery", "cache", "picture", "tabs"])
@pytest.mark.skipif(sys.platform == "win32", reason="neither small disks nor limits of files")
def test_a_full_disk_is_told_in_a_sentence_and_damages_nothing(subject: str, home: Path) -> None:
    disk = home / "disk"
    disk.mkdir()
    command = [sys.executable, str(SCRIPT), subject, str(disk)]
    if can_mount(disk):
        command = [*SMALL_DISK, str(disk), *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert len(said) == 1, said
    assert "\n" not in said[0]
    assert "Traceback" not in done.stderr
