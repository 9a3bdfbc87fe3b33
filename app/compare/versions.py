"""Versions: the earlier versions of a file, with the times at which they were saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale

from app.compare.choices import Choice
from app.compare.entries import summary_of
from app.document.saving import earlier_versions
from app.look.words import tr
from graph_engine.catalog import Catalog
from graph_engine.comparison import compare
from graph_engine.salvage import open_workflow
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import SUFFIX

_STAMP = "%Y-%m-%d %H.%M.%S.%f"


@dataclass(frozen=True)
class Version:
    """A kept version and when it was saved, by the user's clock."""

    path: Path
    saved: datetime

    def when(self, now: datetime, *, seconds: bool = False) -> str:
        """The time as one says it: "today 14:02"."""
        return spoken_time(self.saved, now, seconds=seconds)

    @property
    def exactly(self) -> str:
        """The time to the second."""
        return QLocale().toString(_qt_time(self.saved), QLocale.FormatType.LongFormat)


def versions_of(path: Path) -> list[Version]:
    """The kept versions of a file, the latest first."""
    found = []
    for kept in earlier_versions(path):
        try:
            stamp = datetime.strptime(kept.name.removesuffix(SUFFIX), _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue  # somebody else's file in our folder
        found.append(Version(kept, stamp.astimezone()))
    return found


def version_choices(path: Path, now_is: Workflow, catalog: Catalog) -> list[Choice]:
    """The versions to choose from, each with what sets it apart from the workflow of now."""
    now = datetime.now().astimezone()
    versions = versions_of(path)
    minutes = Counter(version.when(now) for version in versions)
    return [
        Choice(
            version.when(now, seconds=minutes[version.when(now)] > 1),
            _difference_to(now_is, version.path, catalog),
            "clock",
            version.exactly,
            version,
        )
        for version in versions
    ]


def spoken_time(at: datetime, now: datetime, *, seconds: bool = False) -> str:
    """A time as one says it: the day by its name while that says enough."""
    if seconds:
        clock = QLocale().toString(_qt_time(at).time(), "HH:mm:ss")
    else:
        clock = QLocale().toString(_qt_time(at).time(), QLocale.FormatType.ShortFormat)
    days = (now.date() - at.date()).days
    if days == 0:
        return tr("today {time}", time=clock)
    if days == 1:
        return tr("yesterday {time}", time=clock)
    day = QLocale().toString(_qt_time(at).date(), QLocale.FormatType.ShortFormat)
    if 1 < days < 7:
        day = QLocale().dayName(at.isoweekday())
    return f"{day} {clock}"


def _difference_to(now_is: Workflow, path: Path, catalog: Catalog) -> Callable[[], str]:
    def explain() -> str:
        found = open_workflow(path)
        if found.error:
            return tr("This version can't be read.")
        difference = compare(found.workflow, now_is, catalog)
        if difference.is_empty:
            return tr("The same as now.")
        return tr("Since then: {what}", what=summary_of(difference))

    return explain


def _qt_time(at: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
