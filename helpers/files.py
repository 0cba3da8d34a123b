"""Files that are written whole or not at all."""

import os
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: whatever fails, the earlier file stays.

    Where several write one file at once, it is what one of them wrote. A symbolic link stays, and
    so does the earlier file's mode. A device or a pipe is written to as it is.

    Raises
    ------
    OSError
        If the file cannot be written, or is there for reading only.
    """
    place, mode = Path(os.path.realpath(path)), None
    draft = place.with_name(f".{place.name[:40]}.{secrets.token_hex(8)}.part")
    try:
        with suppress(FileNotFoundError):
            mode = path.stat().st_mode
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(content)
            return
        if mode is not None:
            path.open("r+").close()  # refused, if it is for reading only
        with draft.open("xb") as file:
            if mode is not None:
                draft.chmod(stat.S_IMODE(mode))
            file.write(content)
        _move(draft, place)
    except BaseException as error:
        with suppress(OSError):
            draft.unlink()
        if isinstance(error, OSError):  # its file may be the draft
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


def _move(draft: Path, place: Path, seconds: float = 1.0) -> None:
    """Replace a file; Windows refuses as long as another program has it open."""
    begin = time.monotonic()
    while True:
        try:
            os.replace(draft, place)
            return
        except PermissionError:
            if time.monotonic() > begin + seconds:
                raise
        time.sleep(0.02)
