"""The film: followed while a run goes on, gone through by hand and by keys, played, and saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.preview.dock import PreviewDock
from app.preview.export_dialog import ExportChoice
from app.preview.film import Film, height_share, sigma_words
from graph_engine.events import (
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    NodeStarted,
    RunFinished,
    RunStarted,
)
from graph_engine.hosts.engine_process.film_messages import (
    BranchFilm,
    ExportFilm,
    ListFilm,
    ShowFrame,
    ShowSketches,
)
from tests.app.preview.conftest import (
    JOB,
    SIZE,
    WORKFLOW,
    ScriptedFilms,
    picture_bytes,
    shade_of,
    shown_shade,
    shows,
    wait_for_step,
    wait_until,
)


def preview(node: str, step: int) -> NodePreview:
    return NodePreview(node, step, 6, picture_bytes(shade_of(node, step), 8), SIZE, SIZE)


def begin(dock: PreviewDock, resumed: int = 2) -> None:
    """A run whose sampler goes on after some steps from the cache."""
    dock.take_event(JOB, RunStarted(("sampler", "refine")))
    wait_until(lambda: len(dock.show_of.film))
    dock.take_event(JOB, NodeStarted("sampler", "Sample"))
    dock.take_event(JOB, NodeProgress("sampler", resumed, 6))


def listed(dock: PreviewDock, films: ScriptedFilms) -> None:
    """The film of a run that is over."""
    films.known = dict(films.steps)
    dock.show_node(WORKFLOW, "", "refine")
    wait_until(lambda: len(dock.show_of.film) == 8 and shows(dock, "refine", 2))


def test_a_run_is_followed_step_by_step(dock: PreviewDock) -> None:
    said: list[bool] = []
    dock.live_changed.connect(said.append)
    begin(dock)
    for step in (3, 4):
        dock.take_event(JOB, preview("sampler", step))
        dock.take_event(JOB, NodeProgress("sampler", step, 6))
        wait_for_step(dock, "sampler", step)
    assert said == [True]
    assert dock.view.caption == "Sample · x₀ at step 4"
    assert dock.view.size_words.startswith("64 × 64 · ")
    film = dock.show_of.film
    assert [film.state(at) for at in range(8)] == (
        ["cached"] * 2 + ["computed"] * 2 + ["ahead"] * 4
    )
    assert dock.film.transport.legend.accessibleName() == "2 from cache, 2 computed"
    assert dock.film.scrubber.at == dock.show_of.at == 3


def test_the_strip_fills_in_what_the_run_did_not_show(
    dock: PreviewDock, films: ScriptedFilms
) -> None:
    films.known = {"sampler": 5, "refine": 0}
    begin(dock, resumed=0)
    dock.take_event(JOB, preview("sampler", 5))
    dock.take_event(JOB, NodeProgress("sampler", 5, 6))
    wait_until(lambda: len(dock.show_of.sketches) == 5)
    assert shows(dock, "sampler", 5)


def test_a_sweep_shows_its_pictures_without_a_film(dock: PreviewDock, films: ScriptedFilms) -> None:
    sweep = replace(JOB, id="sweep", kind="sweep")
    dock.take_event(sweep, RunStarted(("sampler",)))
    dock.take_event(sweep, preview("sampler", 3))
    wait_for_step(dock, "sampler", 3)
    assert dock.view.caption == "Sample · x₀ at step 3"
    assert dock.is_live
    assert films.asked == []
    dock.end_job(sweep)
    assert not dock.film.isVisible()


def test_a_stopped_run_leaves_what_is_done(dock: PreviewDock) -> None:
    begin(dock, resumed=3)
    dock.take_event(JOB, NodeProgress("sampler", 4, 6))
    dock.take_event(JOB, NodeFinished("sampler", "skipped", counts={"resumed_at_step": 2}))
    assert dock.show_of.film.counts() == {"cached": 2, "computed": 2, "ahead": 4}


def test_going_back_stays_there_while_the_run_goes_on(
    dock: PreviewDock, films: ScriptedFilms
) -> None:
    films.known = {"sampler": 4, "refine": 0}
    said: list[bool] = []
    dock.live_changed.connect(said.append)
    begin(dock)
    dock.take_event(JOB, preview("sampler", 4))
    dock.take_event(JOB, NodeProgress("sampler", 4, 6))
    wait_until(lambda: shows(dock, "sampler", 4))
    QTest.keyClick(dock.film.scrubber, Qt.Key.Key_Home)
    wait_until(lambda: shows(dock, "sampler", 1))
    assert said == [True, False]
    dock.take_event(JOB, preview("sampler", 5))
    dock.take_event(JOB, NodeProgress("sampler", 5, 6))
    dock.wait()
    QApplication.processEvents()
    assert shows(dock, "sampler", 1)
    QTest.keyClick(dock.film.scrubber, Qt.Key.Key_Space)
    assert said == [True, False, True]
    wait_until(lambda: shows(dock, "sampler", 5))


def test_what_a_run_finished_stays_shown(dock: PreviewDock, films: ScriptedFilms) -> None:
    begin(dock, resumed=6)
    dock.take_event(JOB, NodeFinished("refine", "cached"))
    rows = bytes([200, 10, 10]) * (16 * 16)
    dock.take_event(JOB, NodePicture("refine", 0, 1, 16, 16, 3, rows))
    wait_until(lambda: shown_shade(dock) == 200)
    films.known = dict(films.steps)
    dock.take_event(JOB, RunFinished("ok", 1.0))
    dock.end_job(JOB)
    wait_until(lambda: len(dock.show_of.sketches) == 8)
    dock.wait()
    QApplication.processEvents()
    assert shown_shade(dock) == 200
    assert not dock.is_live
    assert dock.show_of.film.counts() == {"cached": 8, "computed": 0, "ahead": 0}


def test_keys_go_through_the_steps(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    scrubber = dock.film.scrubber
    for key, node, step in (
        (Qt.Key.Key_Left, "refine", 1),
        (Qt.Key.Key_Left, "sampler", 6),
        (Qt.Key.Key_Home, "sampler", 1),
        (Qt.Key.Key_Right, "sampler", 2),
        (Qt.Key.Key_PageDown, "refine", 1),
        (Qt.Key.Key_End, "refine", 2),
    ):
        QTest.keyClick(scrubber, key)
        assert dock.show_of.place == (node, step)
        wait_for_step(dock, node, step)
    QTest.keyClick(dock.view, Qt.Key.Key_Left)
    assert dock.show_of.place == ("refine", 1)


def test_the_mouse_goes_to_marks_and_frames(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    scrubber, strip = dock.film.scrubber, dock.film.strip
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(scrubber, left, pos=QPoint(round(scrubber.x_of(2)), 12))
    assert dock.show_of.place == ("sampler", 3)
    assert strip.frames == 8
    QTest.mouseClick(strip, left, pos=strip.frame_rects()[6].center().toPoint())
    assert dock.show_of.place == ("refine", 1)


def test_staying_at_a_step_decodes_it_at_full_size(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    before = len(films.of(ShowFrame))
    for _ in range(3):
        QTest.keyClick(dock.film.scrubber, Qt.Key.Key_Left)
    wait_until(lambda: len(films.of(ShowFrame)) > before)
    (ask,) = films.of(ShowFrame)[before:]
    assert (ask.place.node, ask.place.step) == ("sampler", 5)
    wait_until(
        lambda: (
            shows(dock, "sampler", 5)
            and dock.view.picture is not None
            and not dock.view.picture.is_sketch
        )
    )


def test_playing_goes_to_the_end(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    seen: list[int] = []
    dock.show_of.changed.connect(lambda: seen.append(dock.show_of.at))
    QTest.mouseClick(dock.film.transport.play_button, Qt.MouseButton.LeftButton)
    assert dock.show_of.is_playing
    wait_until(lambda: not dock.show_of.is_playing)
    assert sorted(set(seen)) == list(range(8))
    assert dock.show_of.at == 7


def test_a_step_tells_what_it_was_done_with(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    dock.show_of.go(1)
    said = dock.film.scrubber.accessibleDescription()
    assert said == "Sample, step 2, σ 7.00, guidance 7.5, control: canny, from cache"


def test_a_film_without_steps_changes_nothing(dock: PreviewDock, films: ScriptedFilms) -> None:
    dock.show_node(WORKFLOW, "", "prompt")
    wait_until(lambda: films.of(ListFilm))
    QApplication.processEvents()
    assert not dock.film.isVisible()
    assert films.of(ShowSketches) == []


def test_the_film_is_saved_by_the_engine(
    dock: PreviewDock, films: ScriptedFilms, tmp_path: Path
) -> None:
    listed(dock, films)
    said: list[str] = []
    dock.said.connect(said.append)
    file = tmp_path / "film.gif"
    dock.actions_of.write_film(file, ExportChoice(".gif", 12, decoded=False))
    wait_until(lambda: len(said) == 2)
    (ask,) = films.of(ExportFilm)
    assert (ask.path, ask.per_second, ask.decoded, len(ask.places)) == (str(file), 12.0, False, 8)
    assert said[-1] == "Saved film.gif: 8 frames, 2 KB."


def test_a_branch_asks_only_for_what_is_another(dock: PreviewDock, films: ScriptedFilms) -> None:
    films.draws = True
    listed(dock, films)
    dock.show_of.go(3)
    made: list[tuple[str, str]] = []
    dock.branched.connect(lambda text, name: made.append((text, name)))
    dialog = dock.actions_of.branch()
    assert dialog is not None
    assert dialog.prompt.toPlainText() == "a hill"
    assert (dialog.guidance.text(), dialog.seed.text()) == ("7.5", "7")
    assert not dialog.branch_button.isEnabled()
    dialog.guidance.setText("3")
    assert dialog.branch_button.isEnabled()
    dialog.branch_button.click()
    wait_until(lambda: made)
    (ask,) = films.of(BranchFilm)
    assert (ask.place.node, ask.place.step) == ("sampler", 4)
    assert (ask.changes, ask.guidance) == (("guidance",), 3.0)
    assert made == [(WORKFLOW, "branch from step 4")]


def test_a_seed_is_offered_only_where_it_counts(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    dock.show_of.go(3)
    dialog = dock.actions_of.branch()
    assert dialog is not None
    assert not dialog.seed.isEnabled()
    dialog.reject()


def test_the_picture_goes_to_the_clipboard(dock: PreviewDock, films: ScriptedFilms) -> None:
    listed(dock, films)
    dock.actions_of.copy()
    assert not QGuiApplication.clipboard().image().isNull()


def test_marks_grow_with_the_noise() -> None:
    shares = [height_share(sigma, 14.6) for sigma in (14.6, 5.0, 1.0, 0.03)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert height_share(-1.0, 14.6) == 1.0
    assert [sigma_words(sigma) for sigma in (14.61, 0.987, 0.0292)] == ["14.6", "0.99", "0.029"]
    assert Film().head == -1
