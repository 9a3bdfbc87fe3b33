"""Descriptions store: a start knows the nodes at once, also the first one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.engine.descriptions_store import (
    SHIPPED,
    keep_descriptions,
    load_descriptions,
    read_descriptions,
    store_file,
)
from graph_engine.catalog import Catalog
from graph_engine.descriptions import catalog_data
from scripts.node_descriptions import descriptions

LARGEST = 200_000


def test_the_shipped_file_is_current(catalog: Catalog) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert text == descriptions(catalog), "run: python -m scripts.node_descriptions"
    assert SHIPPED.stat().st_size < LARGEST


def test_the_first_start_knows_the_built_in_nodes(catalog: Catalog, tmp_path: Path) -> None:
    found = load_descriptions(tmp_path / "nothing.json")
    assert set(found.catalog) >= {"Sample", "LoadCheckpoint", "SaveImage"}
    assert found.data == catalog_data(found.catalog)


def test_later_ones_know_what_the_engine_said(catalog: Catalog, tmp_path: Path) -> None:
    data = catalog_data(Catalog([catalog["Sample"]]))
    file = tmp_path / "new" / "nodes.json"
    keep_descriptions(data, file)
    found = load_descriptions(file)
    assert found.data == data
    assert list(found.catalog) == ["Sample"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '"text"',
        '{"weft": "0.0.0", "catalog": {"nodes": [], "broken": []}}',
        '{"catalog": {}}',
        '{"weft": "VERSION", "catalog": {"nodes": [{}], "broken": []}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_or_old_file_is_passed_over(content: str, tmp_path: Path) -> None:
    file = tmp_path / "nodes.json"
    keep_descriptions({}, file)
    version = json.loads(file.read_text())["weft"]
    file.write_text(content.replace("VERSION", version))
    assert "Sample" in load_descriptions(file).catalog


def test_what_can_not_be_kept_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keep_descriptions({"nodes": [], "broken": []}, tmp_path / "file" / "nodes.json")
    assert (tmp_path / "file").read_bytes() == b""


def test_it_lies_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path))
    assert store_file().is_relative_to(tmp_path)
    with pytest.raises(ValueError, match="describes no catalogue"):
        read_descriptions([])
