"""Languages: which one the interface speaks, and its texts loaded into Qt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).parent
SOURCE = "en"


def languages() -> tuple[str, ...]:
    """The languages that the interface has, such as `zh_CN`; first that of the sources."""
    names = sorted(file.stem.removeprefix("weft_") for file in FOLDER.glob("weft_*.qm"))
    return (SOURCE, *names)


def language_name(choice: str) -> str:
    """The language of a setting; `system` is the first of the user's that the interface has.

    Where it has none of them, or the choice is unknown, it speaks English.
    """
    known = languages()
    if choice != "system":
        return choice if choice in known else SOURCE
    # Not left to QTranslator, which passes English by because no file holds it.
    for wanted in map(QLocale, QLocale.system().uiLanguages()):
        for name in known:
            if wanted.name() == name or _kin(wanted) == _kin(QLocale(name)):
                return name
    return SOURCE


def speak(application: QCoreApplication, language: str) -> None:
    """Let everything that is made from now on speak a language, Qt's own dialogs included."""
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    # Days of the week in this language, dates as they are written where the user lives.
    QLocale.setDefault(QLocale(QLocale(language).language(), QLocale.system().territory()))
    if language == SOURCE:
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # The last one is asked first.
    for name, folder in (("qtbase", qt), ("weft", str(FOLDER))):
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}", folder):
            application.installTranslator(translator)


def _kin(locale: QLocale) -> tuple[QLocale.Language, QLocale.Script]:
    """What readers share: Singapore's Chinese is written as that of China, Taiwan's is not."""
    return locale.language(), locale.script()
