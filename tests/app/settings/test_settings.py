"""The settings: kept between starts, unknown keys too; a damaged file costs a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.actions.key_map import KeyMap
from app.settings.settings import Settings, read_settings, settings_data
from app.settings.store import SettingsStore, settings_file


def test_what_is_changed_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "new" / "studio.json"
    store = SettingsStore(file)
    assert (store.settings, store.problems) == (Settings(), ())
    told: list[tuple[Settings, Settings]] = []
    store.changed.connect(lambda before, after: told.append((before, after)))
    keys = KeyMap().with_keys("edit.delete", ("Backspace",))
    store.change(theme="light", text_scale=125, keys=keys)
    store.put(store.settings.with_node("Sample").with_node("Sample").with_node("EncodeText"))
    store.change(theme="light")
    again = SettingsStore(file)
    assert again.settings == store.settings
    assert again.problems == ()
    assert again.settings.keys.keys("edit.delete") == ("Backspace",)
    assert again.settings.recent_nodes == ("EncodeText", "Sample")
    assert again.settings.most_used == ("Sample", "EncodeText")
    assert [after.theme for _, after in told] == ["light", "light"]


def test_what_a_later_version_wrote_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "studio.json"
    later = {"holograms": {"depth": 3}, "text_scale": 110, "keys": {"holo.on": ["Ctrl+H"]}}
    file.write_text(json.dumps(later), encoding="utf-8")
    SettingsStore(file).change(snap=False)
    assert json.loads(file.read_text(encoding="utf-8")) == {**later, "snap": False}


def test_only_what_differs_is_written() -> None:
    assert settings_data(Settings()) == {}
    assert settings_data(Settings(welcomed=True)) == {"welcomed": True}


@pytest.mark.parametrize("text", ["{", "[1]", "\x00", '{"theme": "purple"}'])
def test_a_damaged_file_is_told_of_and_kept(tmp_path: Path, text: str) -> None:
    file = tmp_path / "studio.json"
    file.write_text(text, encoding="utf-8")
    store = SettingsStore(file)
    assert store.settings == Settings()
    assert len(store.problems) == 1
    assert store.problems[0].endswith("default holds.") or "defaults hold." in store.problems[0]
    store.change(snap=False)
    assert SettingsStore(file).settings == Settings(snap=False)
    (aside,) = tmp_path.glob("*.damaged.json")
    assert aside.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", 3), ("text_scale", 400), ("text_scale", "big"), ("snap", "yes"),
        ("language", "tlh"), ("recent_nodes", "Sample"), ("node_uses", [1]), ("autosave", None),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_and_the_rest_holds(name: str, value: object) -> None:
    settings, (problem,) = read_settings({name: value, "reduced_motion": True})
    assert settings == Settings(reduced_motion=True)
    assert f"“{name}”" in problem


def test_a_folder_that_can_not_be_written_costs_a_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x", encoding="utf-8")
    store = SettingsStore(in_the_way / "studio.json")
    store.change(snap=False)
    assert not store.settings.snap
    assert store.problems


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path))
    assert settings_file() == tmp_path / "studio.json"
