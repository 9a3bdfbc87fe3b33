"""Index rows: how a picture becomes a row of the index, and a row a picture."""

from __future__ import annotations

from pathlib import Path

from app.gallery.reading import Row

_PROMPT_SHOWN = 300
COLUMNS = (
    "p.id, p.path, p.made, p.bytes, p.mtime_ns, p.width, p.height, p.program, p.workflow,"
    " p.prompt, p.seed, p.can_open, COALESCE(m.rating, 0), COALESCE(m.starred, 0),"
    " COALESCE(m.tags, '')"
)
TABLES = "pictures p LEFT JOIN marks m ON m.content = p.content"
PUT = """
INSERT INTO pictures (
    path, folder, content, made, bytes, mtime_ns, width, height, program, workflow, prompt, seed,
    can_open, words_prompt, words_negative, words_models, words_nodes, words_workflow,
    words_sampler, words_program, words_file, words_all
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET
    content = excluded.content, made = excluded.made, bytes = excluded.bytes,
    mtime_ns = excluded.mtime_ns, width = excluded.width, height = excluded.height,
    program = excluded.program, workflow = excluded.workflow, prompt = excluded.prompt,
    seed = excluded.seed, can_open = excluded.can_open, words_prompt = excluded.words_prompt,
    words_negative = excluded.words_negative, words_models = excluded.words_models,
    words_nodes = excluded.words_nodes, words_workflow = excluded.words_workflow,
    words_sampler = excluded.words_sampler, words_program = excluded.words_program,
    words_file = excluded.words_file, words_all = excluded.words_all
"""
IS_BELOW = "folder = ? OR substr(folder, 1, length(?)) = ?"


def below_values(folder: str) -> tuple[str, str, str]:
    """The values of IS_BELOW: pictures of a folder and of all inside it."""
    inside = str(Path(folder) / "x")[:-1]
    return folder, inside, inside


def row_values(row: Row) -> tuple[str | int | float, ...]:
    """The values of PUT; texts to search in have small letters."""
    settings, found = row.settings, row.found
    file = Path(found.path)
    seed = "" if settings.seed is None else str(settings.seed)
    words = (
        settings.prompt,
        settings.negative,
        "\n".join(settings.models),
        "\n".join(settings.nodes),
        settings.workflow,
        f"{settings.sampler} {settings.schedule}".strip(),
        settings.program,
        file.name,
    )
    folded = [word.casefold() for word in words]
    return (
        found.path,
        str(file.parent),
        row.content,
        found.mtime_ns / 1e9,
        found.bytes,
        found.mtime_ns,
        *row.size,
        settings.program,
        settings.workflow,
        settings.prompt[:_PROMPT_SHOWN],
        seed,
        settings.can_open,
        *folded,
        "\n".join([*folded, seed]),
    )
