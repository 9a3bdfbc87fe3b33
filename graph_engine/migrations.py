"""Migrations of the workflow file: pure functions from one version's data to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph_engine.errors import WorkflowFileError
from graph_engine.workflow import VERSION

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""From version n to n + 1. Version 1 is the first that was published."""


def migrate(
    data: dict[str, Any],
    migrations: Mapping[int, Migration] = MIGRATIONS,
    target: int = VERSION,
) -> dict[str, Any]:
    """Bring a workflow's data to the target version.

    Raises WorkflowFileError for a version from the future or one that nothing leads from.
    """
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise WorkflowFileError(
            f'"version" must be a whole number, such as {target}, not {version!r}.'
        )
    if version > target:
        raise WorkflowFileError(
            f"The file has format version {version}; this Weft reads up to version {target}.",
            hint="Update Weft (pip install --upgrade weft) to open it. The file is unchanged.",
        )
    for step in range(version, target):
        if step not in migrations:
            raise WorkflowFileError(
                f"The file has format version {step}, which was never published;"
                f" this Weft reads version {target}."
            )
        data = {**migrations[step](data), "version": step + 1}
    return data
