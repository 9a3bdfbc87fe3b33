"""SettingsDialog: what can be chosen for the studio; every change holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.dialogs.form import Form
from app.dialogs.model_folders import ModelFolders
from app.dialogs.sheet import Sheet
from app.look.check_box import CheckBox
from app.look.segments import Segments
from app.look.share_bar import ShareBar
from app.look.words import tr
from app.settings.settings import TEXT_SCALES, Language, ThemeChoice
from app.settings.store import SettingsStore

THEMES: tuple[ThemeChoice, ...] = ("dark", "light", "system")
LANGUAGES: tuple[Language, ...] = ("system", "en", "zh_CN")
SIZE = (620, 680)
GIGA = 2**30
MEGA = 2**20


@dataclass(frozen=True)
class CacheUse:
    """How full one of the caches is, in bytes, and where it lies if it is on the disk."""

    name: str
    used: int
    limit: int
    folder: Path | None = None


class SettingsDialog(Sheet):
    """Writes to the store; `folders_changed` says that other model folders are to be searched."""

    folders_changed = Signal()

    def __init__(
        self, parent: QWidget | None, store: SettingsStore, caches: Sequence[CacheUse] = ()
    ) -> None:
        super().__init__(parent, tr("Settings"))
        self._store = store
        self.form = Form()
        self.body.addWidget(self.form)
        self._add_look()
        self._add_work()
        self._add_models()
        if caches:
            self._add_caches(caches)
        self.form.end()
        self.note.setText(" ".join(store.problems) or tr("Changes hold at once."))
        self.add_button(tr("Close"), self.close, primary=True)
        self.resize_scaled(*SIZE)

    def _add_look(self) -> None:
        settings = self._store.settings
        form = self.form
        form.add_section(tr("Look"))
        themes = (tr("Dark"), tr("Light"), tr("As the system"))
        self.theme = Segments(themes, what=tr("Theme"))
        self.theme.show_choice(THEMES.index(settings.theme))
        self.theme.chosen.connect(lambda at: self._store.change(theme=THEMES[at]))
        form.add_row(tr("Theme"), self.theme)
        scales = [tr("{percent} %", percent=scale) for scale in TEXT_SCALES]
        self.text_scale = Segments(scales, what=tr("Text size"))
        nearest = min(TEXT_SCALES, key=lambda scale: abs(scale - settings.text_scale))
        self.text_scale.show_choice(TEXT_SCALES.index(nearest))
        self.text_scale.chosen.connect(self._set_text_scale)
        form.add_row(tr("Text size"), self.text_scale, tr("The canvas has its own zoom."))
        names = (tr("As the system"), "English", "简体中文")
        self.language = Segments(names, what=tr("Language"))
        self.language.show_choice(LANGUAGES.index(settings.language))
        self.language.chosen.connect(lambda at: self._store.change(language=LANGUAGES[at]))
        form.add_row(tr("Language"), self.language, tr("Holds from the next start."))
        self.motion = self._switch("reduced_motion", tr("Reduced motion"))
        form.add_row(tr("Motion"), self.motion, tr("Nothing slides or fades."))

    def _add_work(self) -> None:
        form = self.form
        form.add_section(tr("Work"))
        self.snap = self._switch("snap", tr("Snap to the grid"))
        form.add_row(tr("Canvas"), self.snap, tr("Ctrl while dragging does the opposite."))
        self.autosave = self._switch("autosave", tr("Keep unsaved work"))
        form.add_row(
            tr("Files"),
            self.autosave,
            tr(
                "Open tabs and unsaved changes are kept in your data folder and come back at the"
                " next start; without this, closing asks whether to save."
            ),
        )

    def _add_models(self) -> None:
        self.form.add_section(tr("Model folders"))
        self.folders = ModelFolders()
        self.folders.changed.connect(self.folders_changed)
        self.form.add_row(tr("Searched"), self.folders)

    def _add_caches(self, caches: Sequence[CacheUse]) -> None:
        self.form.add_section(tr("Kept results"))
        for cache in caches:
            bar = ShareBar(cache.used / cache.limit if cache.limit else 0.0)
            text = tr(
                "{used} of {limit}", used=size_words(cache.used), limit=size_words(cache.limit)
            )
            bar.setAccessibleName(f"{cache.name}: {text}")
            self.form.add_row(cache.name, bar)
            self.form.add_note(f"{text} · {cache.folder}" if cache.folder else text)

    def _set_text_scale(self, at: int) -> None:
        self._store.change(text_scale=TEXT_SCALES[at])
        # Whoever listens to the store has dressed the application by now.
        self.folders.fit()
        self.resize_scaled(*SIZE)

    def _switch(self, name: str, words: str) -> CheckBox:
        box = CheckBox(words)
        box.setChecked(getattr(self._store.settings, name))
        box.toggled.connect(lambda on: self._store.change(**{name: on}))
        return box


def size_words(count: int) -> str:
    """A number of bytes as people say it."""
    if count >= GIGA:
        return f"{count / GIGA:.1f} GB"
    return f"{count / MEGA:.0f} MB" if count >= MEGA else tr("less than 1 MB")
