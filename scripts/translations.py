"""Keeps the studio's translations: collects its texts, merges them into each .ts, compiles each .qm.

What is translated stays, what is gone is dropped, what is new is added as unfinished.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import PySide6

from app.look.words import CONTEXT
from app.translations.languages import FOLDER

APP = FOLDER.parent
ROOT = APP.parent
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
LITERALS = {"tr": slice(0, 1), "marked": slice(0, 1), "tr_count": slice(1, 3)}


@dataclass
class Text:
    """A text of the interface: whether it depends on a number, and the files that show it."""

    counted: bool = False
    files: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Translation:
    """A text in another language: one form, or as many as it has for numbers."""

    forms: tuple[str, ...] = ("",)
    finished: bool = False


def main() -> None:
    """Bring every language up to date and say what is missing."""
    texts = collect(APP)
    for file in sorted(FOLDER.glob("weft_*.ts")):
        found = read(file)
        kept = {text: found.get(text, Translation()) for text in sorted(texts)}
        language = file.stem.removeprefix("weft_")
        file.write_text(format_ts(language, texts, kept), encoding="utf-8", newline="\n")
        compile_qm(file)
        missing = [text for text, translation in kept.items() if not translation.finished]
        print(f"{file.relative_to(ROOT)}: {len(kept)} texts, {len(missing)} untranslated")
        for text in missing:
            print(f"  {text!r}: {', '.join(sorted(texts[text].files))}")


# --- collecting


def collect(folder: Path) -> dict[str, Text]:
    """Every text that the sources in a folder give to `tr`, `tr_count` and `marked`."""
    texts: dict[str, Text] = {}
    for file in sorted(folder.rglob("*.py")):
        for call, name in calls(ast.parse(file.read_text(encoding="utf-8"))):
            words = [literal for given in call.args[LITERALS[name]] for literal in literals(given)]
            # Of the two that are counted, the last is the key of all forms.
            for word in words[-1:] if name == "tr_count" else words:
                text = texts.setdefault(word, Text())
                text.counted |= name == "tr_count"
                text.files.add(file.relative_to(folder.parent).as_posix())
    return texts


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """The calls that make texts, with the function's name."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in LITERALS:
                yield node, name


def literals(given: ast.expr) -> Iterator[str]:
    """The texts that an argument can be; none if it is a variable, whose text is `marked`."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from literals(given.body)
        yield from literals(given.orelse)


# --- files


def read(file: Path) -> dict[str, Translation]:
    """The translations that a .ts file holds."""
    found = {}
    for message in ElementTree.parse(file).iter("message"):
        told = message.find("translation")
        if told is None:
            continue
        forms = [form.text or "" for form in told.iter("numerusform")] or [told.text or ""]
        finished = told.get("type") is None and all(forms)
        found[message.findtext("source", "")] = Translation(tuple(forms), finished)
    return found


def format_ts(
    language: str, texts: Mapping[str, Text], translations: Mapping[str, Translation]
) -> str:
    """The .ts file of a language, as Qt Linguist reads it."""
    messages = "".join(
        _format_message(text, texts[text], translation)
        for text, translation in translations.items()
    )
    return (
        f'{HEAD}<TS version="2.1" language="{language}" sourcelanguage="en">\n'
        f"<context>\n    <name>{CONTEXT}</name>\n{messages}</context>\n</TS>\n"
    )


def _format_message(source: str, text: Text, translation: Translation) -> str:
    numerus = ' numerus="yes"' if text.counted else ""
    unfinished = "" if translation.finished else ' type="unfinished"'
    forms = [escape(form) for form in translation.forms]
    if text.counted:
        lines = "".join(f"\n            <numerusform>{form}</numerusform>" for form in forms)
        told = f"{lines}\n        "
    else:
        told = forms[0]
    places = "".join(f'        <location filename="{name}"/>\n' for name in sorted(text.files))
    return (
        f"    <message{numerus}>\n{places}"
        f"        <source>{escape(source)}</source>\n"
        f"        <translation{unfinished}>{told}</translation>\n"
        "    </message>\n"
    )


def compile_qm(file: Path) -> None:
    """Write the .qm that Qt loads beside a .ts file."""
    tool = Path(PySide6.__file__).with_name(f"lrelease{'.exe' if sys.platform == 'win32' else ''}")
    target = file.with_suffix(".qm")
    subprocess.run(
        [tool, "-silent", "-nounfinished", str(file), "-qm", str(target)], check=True, timeout=60
    )


if __name__ == "__main__":
    main()
