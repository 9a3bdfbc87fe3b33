"""Launch: the Qt application around the window, on a screen or for a picture of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.collecting import GuiCollector
from app.dialogs.crash_guard import install_crash_guard
from app.document.checking import WAITS_MS
from app.document.session import Session, session_folder
from app.engine.client import EngineClient
from app.engine.descriptions_store import (
    Descriptions,
    keep_descriptions,
    load_descriptions,
    read_descriptions,
)
from app.engine.output_folder import output_folder
from app.look.motion import allow_motion
from app.look.style import apply_style
from app.look.theme import Theme
from app.options import Options
from app.qt_messages import log_qt_messages
from app.running.waited_run import run_and_wait
from app.settings.store import SettingsStore
from app.settings.theme_choice import theme_name
from app.translations.languages import language_name, speak
from app.window import StudioWindow
from graph_engine.hosts.engine_process.messages import Described

ENGINE_MS = 15_000


def launch(options: Options) -> int:
    """Show the window until it is closed, or write its picture; returns the exit code."""
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    log_qt_messages()
    application = QApplication(["weft"])
    application.setApplicationName("Weft")
    GuiCollector(application)
    if options.screenshot is not None:
        return _photograph(application, options, options.screenshot)
    settings = SettingsStore()
    speak(application, language_name(settings.settings.language))
    theme = Theme.load(options.theme or theme_name(settings.settings.theme))
    apply_style(application, theme, settings.settings.text_scale)
    allow_motion(not settings.settings.reduced_motion)
    settings.changed.connect(lambda _before, after: allow_motion(not after.reduced_motion))
    engine = EngineClient(("--output", str(output_folder())))
    descriptions = load_descriptions()
    window = StudioWindow(
        descriptions.catalog,
        settings,
        theme,
        engine=engine,
        session=Session(session_folder()),
    )
    _take_descriptions(window, engine, descriptions)
    window.find_models()
    window.resize(QSize(*options.size).boundedTo(application.primaryScreen().availableSize()))
    window.show()
    # Shown first: the canvas frames a workflow by the size that it really has.
    application.processEvents()
    window.start(options.file)
    if not settings.settings.welcomed:
        window.popups.welcome()
    guard = install_crash_guard(window.popups.crash, window)
    QTimer.singleShot(0, window, window.go_live)
    # Last: on two cores it would take one of them from the window while that opens.
    engine.start()
    code = application.exec()
    guard.remove()
    return code


def _take_descriptions(window: StudioWindow, engine: EngineClient, known: Descriptions) -> None:
    """Ask which nodes there really are; node packs may have come or gone since the last time."""

    def take(described: Described) -> None:
        if described.catalog != known.data:
            keep_descriptions(described.catalog)
            window.set_catalog(read_descriptions(described.catalog).catalog)

    engine.describe(take)


def _photograph(application: QApplication, options: Options, file: Path) -> int:
    """Write a picture of the window with a file open, at first or after a run.

    Nothing is kept but what the run saves.
    """
    theme = Theme.load(options.theme or "dark")
    apply_style(application, theme)
    engine = EngineClient()
    with TemporaryDirectory() as folder:
        settings = SettingsStore(Path(folder) / "studio.json")
        descriptions = load_descriptions()
        window = StudioWindow(descriptions.catalog, settings, theme, engine=engine)
        window.resize(QSize(*options.size))
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.show()
        application.processEvents()
        window.go_live()
        if options.file is None:
            window.open_starter()
        else:
            window.open(options.file)
        _take_descriptions(window, engine, descriptions)
        _let_engine_answer(window, engine)
        code = run_and_wait(window, engine) if options.run else 0
        code = save_picture(window, file) or code
        window.close()
    return code


def _let_engine_answer(window: StudioWindow, engine: EngineClient) -> None:
    """Wait until all is shown that the engine knows, but not for ever."""
    waiting = QEventLoop()
    QTimer.singleShot(ENGINE_MS, waiting.quit)
    looking = QTimer(interval=30)
    looking.timeout.connect(lambda: waiting.quit() if engine.is_idle else None)
    # Later than the checks, which wait for changes to end before they ask.
    engine.ready.connect(lambda: QTimer.singleShot(2 * WAITS_MS, looking.start))
    engine.gone.connect(waiting.quit)
    window.find_models()
    engine.start()
    waiting.exec()


def save_picture(window: StudioWindow, file: Path) -> int:
    """Write the window's picture; returns the exit code."""
    if file.suffix.lower() == ".png" and window.grab().save(str(file)):
        return 0
    why = "its name must end in .png" if file.suffix.lower() != ".png" else "is the folder there?"
    sys.stderr.write(f'weft: The picture "{file}" can\'t be written; {why}\n')
    return 2
