"""Priority: runs give way to the window and to what it asks, which are waited for."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_LOWER_BY = 5
_LOWEST = 19


def give_way() -> None:
    """Lower the priority of the calling thread and of those that it starts.

    Only Linux has that for threads; elsewhere it is the whole process that gives way.
    """
    with contextlib.suppress(OSError):  # in a sandbox; a run with the usual priority runs, too
        _lower()


def _lower() -> None:
    if sys.platform == "linux":
        thread = threading.get_native_id()
        usual = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(usual + _LOWER_BY, _LOWEST))
    elif sys.platform == "win32":
        import psutil  # type: ignore[import-untyped]  # it has no types of its own

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_LOWER_BY)
