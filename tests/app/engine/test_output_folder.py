"""Output folder: a place that can be written, whatever folder the studio was started in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.engine.output_folder import output_folder


def test_pictures_go_where_weft_run_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert output_folder() == tmp_path / "output"


@pytest.mark.parametrize("is_root", [True, False])
def test_a_folder_of_the_system_gets_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_root: bool
) -> None:
    monkeypatch.chdir("/" if is_root else tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: is_root)
    assert output_folder().name == "Weft"
    assert output_folder().is_absolute()
