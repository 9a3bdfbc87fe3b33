"""JSON recovery: what can be read of broken JSON text, and exactly where it is broken."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from graph_engine.json_reading import MAX_DEPTH

Json = Any
MAX_FLAWS = 100

_SPACE = re.compile(r"[\s\ufeff]*")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TEXT = {
    '"': re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL),
    "'": re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL),
}
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')
_CONTROL = re.compile(r"[\x00-\x1f]")
_NAME = re.compile(r"[^\W\d]\w*")
_WORD = re.compile(r"[-+.\w]+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_FOREIGN_WORDS = {"True": True, "False": False, "None": None, "undefined": None}


@dataclass(frozen=True)
class Flaw:
    """One place where text is not JSON, as a sentence."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}"


def recover_json(text: str) -> tuple[Json, tuple[Flaw, ...]]:
    """What can be read of the text, and where it is not JSON; the data is None if nothing can be.

    Small slips (comments, commas too many or missing, quotes, control characters, keys that stand
    twice) are read as they were meant. Where the text breaks off, or makes no sense any more, what
    is open is closed, and whatever follows is left out.
    """
    reader = _Reader(text)
    data = reader.document()
    return (None if data is _NOTHING else data), tuple(reader.flaws)


_NOTHING = object()


class _Reader:
    """A descent through the text that notes what is wrong and goes on while it can."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.ended = False
        self.flaws: list[Flaw] = []

    def document(self) -> Json:
        data = self.value()
        self.skip()
        if not self.ended and self.at < len(self.text):
            self.end("something follows after the end of the JSON; it is left out.")
        return data

    def flaw(self, message: str, at: int | None = None) -> None:
        at = self.at if at is None else at
        if len(self.flaws) < MAX_FLAWS:
            line_start = self.text.rfind("\n", 0, at) + 1
            line = self.text.count("\n", 0, at) + 1
            self.flaws.append(Flaw(line, at - line_start + 1, message))

    def end(self, message: str) -> Json:
        """Note what stops the reading; nothing after it is read."""
        if not self.ended:
            self.flaw(message)
            self.ended = True
        return _NOTHING

    def skip(self) -> None:
        """Go past white space and comments."""
        self.at = self._past(_SPACE)
        while comment := _COMMENT.match(self.text, self.at):
            self.flaw("JSON has no comments; it is left out.")
            self.at = comment.end()
            self.at = self._past(_SPACE)

    def _past(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        return found.end() if found else self.at

    def value(self) -> Json:
        """The value that begins here, or _NOTHING if none can be read."""
        self.skip()
        begin = self.text[self.at : self.at + 1]
        if not begin:
            return self.end("the text breaks off here.")
        if begin in "{[":
            if self.depth == MAX_DEPTH:
                return self.end("this is nested too deeply for a workflow.")
            self.depth += 1
            found = self.object() if begin == "{" else self.list()
            self.depth -= 1
            return found
        return self.string() if begin in _TEXT else self.word()

    def object(self) -> Json:
        data: dict[str, Json] = {}
        self.at += 1
        while self.goes_on("}", bool(data)):
            begin = self.at
            key = self.key()
            if key is _NOTHING:
                break
            value = self.value()
            if value is _NOTHING:
                break
            if key in data:
                self.flaw(f'"{key}" stands here a second time; the last value counts.', begin)
            data[key] = value
        return data

    def list(self) -> Json:
        items: list[Json] = []
        self.at += 1
        while self.goes_on("]", bool(items)):
            value = self.value()
            if value is _NOTHING:
                break
            items.append(value)
        return items

    def goes_on(self, closing: str, has_items: bool) -> bool:
        """Whether another item follows; goes past its comma, or past the closing bracket."""
        if self.ended:
            return False
        self.skip()
        comma = self.text.startswith(",", self.at)
        if comma and has_items:
            begin = self.at
            self.at += 1
            self.skip()
            if self.text.startswith(closing, self.at):
                self.flaw("there is a comma too many.", begin)
        elif has_items and not self.text.startswith(("}", "]"), self.at) and not self.at_end():
            self.flaw("a comma is missing here.")
        if self.text.startswith(closing, self.at):
            self.at += 1
            return False
        if self.at_end():
            self.end("the text breaks off here.")
        return not self.ended

    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def key(self) -> Json:
        begin = self.text[self.at]
        if begin in _TEXT:
            key = self.string()
        elif name := _NAME.match(self.text, self.at):
            self.flaw("a name must stand in double quotes.")
            key, self.at = name[0], name.end()
        else:
            return self.end(f"a name in double quotes is expected here, not {begin!r}.")
        if key is _NOTHING:
            return key
        self.skip()
        if self.at_end():
            return self.end("the text breaks off here.")
        if not self.text.startswith(":", self.at):
            return self.end(f'a ":" is expected here, not {self.text[self.at]!r}.')
        self.at += 1
        return key

    def string(self) -> Json:
        quote = self.text[self.at]
        found = _TEXT[quote].match(self.text, self.at)
        if found is None:
            return self.end("the text breaks off: these quotes are never closed.")
        inside, begin = found[1], found.start(1)
        if quote == "'":
            self.flaw("text must stand in double quotes, not in single ones.")
            inside = inside.replace("\\'", "'").replace('"', '\\"')
        for slip in _CONTROL.finditer(inside):
            self.flaw(
                f"a control character (U+{ord(slip[0]):04X}) stands here.", begin + slip.start()
            )
        for escape in _ESCAPE.finditer(inside):
            if escape[0] == "\\":
                self.flaw("this backslash begins nothing that JSON knows.", begin + escape.start())
        inside = _ESCAPE.sub(lambda escape: "\\\\" if escape[0] == "\\" else escape[0], inside)
        self.at = found.end()
        return json.loads(f'"{inside}"', strict=False)

    def word(self) -> Json:
        """A number, true, false, null, or what people write in their place."""
        found = _WORD.match(self.text, self.at)
        if found is None:
            return self.end(f"a value is expected here, not {self.text[self.at]!r}.")
        word = found[0]
        if found.end() == len(self.text):
            return self.end("the text breaks off here.")
        if word in _WORDS:
            value: Json = _WORDS[word]
        elif word in _FOREIGN_WORDS:
            self.flaw(f'JSON does not know "{word}".')
            value = _FOREIGN_WORDS[word]
        else:
            value = self.number(word)
        self.at = found.end()
        return value

    def number(self, word: str) -> Json:
        try:
            value: Json = json.loads(word) if _NUMBER.fullmatch(word) else float(word)
        except ValueError:
            return self.end(f'a value is expected here, not "{word[:40]}".')
        if not _NUMBER.fullmatch(word) or not math.isfinite(value):
            self.flaw(f'"{word[:40]}" is not a JSON number.')
        return value if math.isfinite(value) else None
