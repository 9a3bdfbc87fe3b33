"""What every test stands on: no network, no display, no user folders, no stray logs or threads."""

import gc
import logging
import os
import threading
from collections.abc import Iterator

import hypothesis
import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["HF_HUB_OFFLINE"] = "1"
# Also for tests that import torch before the nodes do; nodes/diffusion/__init__.py says why.
os.environ["GOMP_SPINCOUNT"] = "30000"

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

USER_FOLDERS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
THREAD_GRACE_SECONDS = 2.0
# The first progress bar of tqdm, in whichever test, starts a thread that never ends.
ENDLESS_THREADS = {"tqdm_monitor"}


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Where the studio has taken over collecting (app.collecting), tests without it collect too."""
    yield
    if not gc.isenabled():
        generations = (2, 1, 0)
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = next((at for at in generations if counts[at] > thresholds[at]), None)
        if due is not None:
            gc.collect(due)


@pytest.fixture(scope="session", autouse=True)
def own_user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests away from the caches and settings of the person who runs them."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as environment:
        for name in USER_FOLDERS:
            environment.setenv(name, str(home / name.lower()))
        for name in [name for name in os.environ if name.startswith("WEFT_")]:
            environment.delenv(name)
        yield


@pytest.fixture(autouse=True)
def no_stray_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a logged warning or error; a test that expects one reads it, then clears caplog."""
    yield
    stray = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
    ]
    assert not stray, "logged, but no test expected it: " + "; ".join(stray)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail on a thread that outlives its test."""
    before = set(threading.enumerate())
    yield
    started = set(threading.enumerate()) - before
    for thread in started:
        thread.join(THREAD_GRACE_SECONDS)
    leaked = {thread.name for thread in started if thread.is_alive()} - ENDLESS_THREADS
    assert not leaked, f"threads still alive after the test: {leaked}"
