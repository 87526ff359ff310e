"""Files that arrive whole or not at all."""

import os
import tempfile
from pathlib import Path

from pathloom.errors import InputFileError


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file beside its place, then move it there: a full disk or Ctrl-C leaves what was there before.

    Args:
        private: readable by its owner only, for what holds somebody's facts.
    Raises:
        InputFileError: the place is a folder.
        OSError: it cannot be written.
    """
    if path.is_dir():
        raise InputFileError(f"{path} is a folder.", hint="Give the name of a file.", file=str(path))
    # A temporary file is made with mode 0600.
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
