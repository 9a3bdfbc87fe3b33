"""The translations: complete, current, and written as their language is."""

# Chinese has its own commas and stops.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from app.look.words import CONTEXT
from app.translations.languages import FOLDER
from scripts import translations
from scripts.translations import APP, Text, Translation

FILES = sorted(FOLDER.glob("weft_*.ts"))
CHINESE = FOLDER / "weft_zh_CN.ts"
HAN = r"[\u4e00-\u9fff]"
CLUE = "run `python -m scripts.translations`, then translate what it lists (docs/translations.md)"


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    return translations.collect(APP)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: str(file.stem))
def language(request: pytest.FixtureRequest) -> Path:
    file: Path = request.param
    return file


@pytest.fixture(scope="module")
def translated(language: Path) -> dict[str, Translation]:
    return translations.read(language)


# --- the files


def test_there_is_a_chinese_translation() -> None:
    assert CHINESE in FILES


def test_every_text_is_translated(
    texts: dict[str, Text], translated: dict[str, Translation]
) -> None:
    missing = sorted(text for text in texts if not translated.get(text, Translation()).finished)
    assert missing == [], CLUE


def test_nothing_is_translated_that_is_gone(
    texts: dict[str, Text], translated: dict[str, Translation]
) -> None:
    assert sorted(translated.keys() - texts.keys()) == [], CLUE


def test_translations_hold_the_same_values(translated: dict[str, Translation]) -> None:
    wrong = {
        text: form
        for text, translation in translated.items()
        for form in translation.forms
        if _values(text) != _values(form)
    }
    assert wrong == {}


def test_what_qt_loads_is_current(
    language: Path, texts: dict[str, Text], translated: dict[str, Translation]
) -> None:
    loaded = QTranslator()
    assert loaded.load(str(language.with_suffix(".qm")))
    for text, translation in translated.items():
        number = 5 if text in texts and texts[text].counted else -1
        assert loaded.translate(CONTEXT, text, None, number) in translation.forms, CLUE


def test_the_script_writes_what_is_there(
    language: Path, texts: dict[str, Text], translated: dict[str, Translation]
) -> None:
    name = language.stem.removeprefix("weft_")
    kept = {text: translated.get(text, Translation()) for text in sorted(texts)}
    written = translations.format_ts(name, texts, kept)
    assert _without_places(written) == _without_places(language.read_text(encoding="utf-8"))


# --- Chinese


def test_chinese_sentences_have_chinese_punctuation() -> None:
    wrong = [
        form
        for form in _chinese()
        if re.search(f'{HAN}[,.;:?!"]|[,;:?!"]{HAN}|\\.\\.\\.', form)
        or re.search(rf"{HAN}\(|\){HAN}", form)
    ]
    assert wrong == []


def test_chinese_and_latin_letters_stand_apart() -> None:
    tight = re.compile(rf"{HAN}[A-Za-z0-9`]|[A-Za-z0-9`]{HAN}")
    loose = re.compile(rf"{HAN} {HAN}|\s[，。：；？！]|[，。：；？！]\s")
    wrong = [form for form in _chinese() if tight.search(form) or loose.search(form)]
    assert wrong == []


def test_a_chinese_sentence_ends_as_the_english_does() -> None:
    ends = {".": "。", "?": "？", ":": "：", ";": "；", "…": "…"}
    found = translations.read(CHINESE)
    for text, translation in found.items():
        for form in translation.forms:
            english = ends.get(text[-1], "")
            assert form.endswith(english), text
            assert english or form[-1] not in "。：；…", text


def _values(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", text))


def _chinese() -> list[str]:
    return [form for one in translations.read(CHINESE).values() for form in one.forms]


def _without_places(text: str) -> str:
    return re.sub(r" *<location .*/>\n", "", text)
