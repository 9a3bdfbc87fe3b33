"""Verifying: a picture is made again by the queue, and a dialog says what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.page.page import WorkflowPage
from app.verifying.dialog import VerifiedDialog
from app.verifying.verified import read_verified
from app.verifying.verifying import Verifying
from app.window import StudioWindow
from tests.app.sweeps.conftest import wait_until


@pytest.fixture
def verifying(live: StudioWindow) -> Verifying:
    assert live.live is not None
    made = live.live.verifying
    assert made is not None
    return made


@pytest.fixture
def picture(live: StudioWindow) -> Path:
    """A picture that the open workflow has made."""
    jobs = jobs_of(live)
    assert live.page is not None
    text = live.page.document.path
    assert text is not None
    job = jobs.add(text.read_text(), folder="", title="Run", document="")
    wait_until(lambda: (found := jobs.find(job.id)) is not None and found.is_over)
    made = jobs.find(job.id)
    assert made is not None
    (file,) = made.files
    return Path(file)


def jobs_of(live: StudioWindow) -> JobQueue:
    assert live.live is not None
    assert live.live.jobs is not None
    return live.live.jobs


def dialog_of(live: StudioWindow) -> VerifiedDialog:
    def found() -> list[VerifiedDialog]:
        return [one for one in live.findChildren(VerifiedDialog) if one.isVisible()]

    wait_until(found)
    return found()[0]


def test_the_same_picture_is_made(live: StudioWindow, verifying: Verifying, picture: Path) -> None:
    verifying.verify(picture)
    dialog = dialog_of(live)
    assert dialog.details is None
    dialog.open_button.click()
    assert isinstance(live.workspace.currentWidget(), WorkflowPage)
    assert live.page is not None
    assert live.page.document.path == picture


def test_what_differs_is_told(live: StudioWindow, verifying: Verifying, picture: Path) -> None:
    with Image.open(picture) as opened:
        changed, texts = opened.point(lambda value: 255 - value), dict(opened.info)
    info = PngInfo()
    workflow = json.loads(texts["weft"])
    workflow["made_with"]["weft"] = "0.0.1"
    info.add_text("weft", json.dumps(workflow))
    changed.save(picture, pnginfo=info)
    job = verifying.verify(picture)
    dialog = dialog_of(live)
    assert job is not None
    over = jobs_of(live).find(job.id)
    assert over is not None
    verified = read_verified(over)
    assert verified.status == "different"
    assert "pixels differ" in verified.sentence
    assert dialog.details is not None
    assert "Weft: 0.0.1 when it was saved" in dialog.details.toPlainText()
    dialog.close()


def test_a_picture_without_a_workflow_is_refused_at_once(
    live: StudioWindow, verifying: Verifying, tmp_path: Path, write: Callable[..., Path]
) -> None:
    plain = tmp_path / "plain.png"
    Image.new("RGB", (4, 4)).save(plain)
    refused: list[str] = []
    live.workspace.refused.connect(lambda heading, _why: refused.append(heading))
    assert verifying.verify(plain) is None
    assert refused == ["plain.png can't be verified"]
    assert not jobs_of(live).jobs


def test_a_failure_is_told_in_words() -> None:
    job = Job("one", "Verify", "{}", kind="verify", state="failed",
              settings={"picture": "a.png"}, error={"message": "No.", "hint": "Try."})  # fmt: skip
    assert read_verified(job).words == "a.png: No. Try."


def test_the_gallery_asks_for_it(live: StudioWindow, picture: Path) -> None:
    assert live.live is not None
    dock = live.live.gallery.dock
    live.live.gallery.store.notice([picture], reveal=True)
    wait_until(lambda: dock.list.current is not None and dock.list.current.file == picture)
    assert dock.actions_of.do("verify")
    dialog = dialog_of(live)
    assert dialog.windowTitle() == f"Verified {picture.name}"
    dialog.close()
