"""Verifying: makes a saved picture again for the studio, and says what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from graph_engine.errors import WeftError
from graph_engine.events import RunStatus
from graph_engine.hosts.engine_process.jobs import Finished, Tell, lost_device, not_begun
from graph_engine.hosts.engine_process.messages import JobEnded
from graph_engine.hosts.engine_process.sweep_messages import VERIFICATION, VerifyPicture
from graph_engine.session import Session
from graph_engine.verification import VerificationStatus, verify

_STATUS: Mapping[VerificationStatus, RunStatus] = {
    "same": "ok",
    "alike": "ok",
    "different": "ok",
    "failed": "failed",
    "cancelled": "cancelled",
}


def verify_job(
    ask: VerifyPicture,
    make_session: Callable[[Path], Session],
    tell: Tell,
    stop: threading.Event,
) -> Finished:
    """Make the picture again; the sentence is in `outputs`, whatever it says."""
    try:
        found = verify(Path(ask.picture), make_session, on_event=tell, stop=stop)
    except WeftError as error:
        return not_begun(ask, error), None
    data = found.as_data()
    ended = JobEnded(
        job=ask.job,
        status=_STATUS[found.status],
        seconds=data["seconds"],
        outputs={
            VERIFICATION: {
                **data,
                "sentence": found.sentence(),
                "details": "\n".join(found.details()),
            }
        },
        error=data.get("error", {}),
    )
    return ended, lost_device(found.run)
