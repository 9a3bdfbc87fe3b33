"""File names that workflows ask to write: plain names and folders that stay in their place."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

_MAX_LENGTH = 200


def file_name_problem(name: str) -> str:
    """Why a name is no plain file name on every system, as "must be …"; empty if it is one."""
    forbidden = any(c in '/\\:*?"<>|' or ord(c) < 32 for c in name)
    odd = name in ("", ".", "..") or name != name.strip() or len(name) > _MAX_LENGTH
    if forbidden or odd or PureWindowsPath(name).is_reserved():
        return 'must be a plain file name of letters, digits, spaces, "_", "-" and "."'
    return ""


def folder_problem(folder: str) -> str:
    """Why a folder leaves the one it is meant to lie in, as "must be …"; empty if it doesn't."""
    posix, windows = PurePosixPath(folder), PureWindowsPath(folder)
    outside = posix.is_absolute() or windows.drive or windows.root
    if outside or ".." in posix.parts or ".." in windows.parts or "\0" in folder:
        return 'must be a folder that does not leave the output folder, such as "drafts/today"'
    return ""
