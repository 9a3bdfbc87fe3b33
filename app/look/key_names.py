"""Key names: keys as they are printed on the keyboard here."""

from __future__ import annotations

import platform

from PySide6.QtGui import QKeySequence


def key_name(keys: QKeySequence) -> str:
    """The keys' name, such as "Ctrl+Enter" or "⌘↩"; it is the same in every language.

    Qt would translate it, but Chinese keyboards, our hints and all guides have the English names.
    """
    forms = QKeySequence.SequenceFormat
    form = forms.NativeText if platform.system() == "Darwin" else forms.PortableText
    return keys.toString(form).replace("Return", "Enter")
