"""One log stream from many processes: a coloured prefix on the terminal, a file per process in the state folder."""

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import IO

FILE_BYTES = 5_000_000
PREFIX_WIDTH = 9
COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)  # terminal colour numbers, none of them red


class LogFile:
    """A file of mode 0600 that keeps at most two times FILE_BYTES: itself and its predecessor `.1`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._open()

    def write(self, line: bytes) -> None:
        if self._file.tell() > FILE_BYTES:
            self._file.close()
            self._path.replace(self._path.with_suffix(".log.1"))
            self._file = self._open()
        self._file.write(line)
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def _open(self) -> IO[bytes]:
        return open(self._path, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))


class Stream:
    """Where every line goes. `terminal` is written to until it goes away; files as long as the disk takes them."""

    def __init__(self, folder: Path, terminal: IO[str] = sys.stdout) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folder = folder
        self._terminal: IO[str] | None = terminal
        self._coloured = terminal.isatty() and "NO_COLOR" not in os.environ
        self._lock = threading.Lock()
        self._colours: dict[str, int] = {}

    def say(self, sentence: str) -> None:
        """A line of the launcher's own."""
        with self._lock:
            self._show(f"{sentence}\n")

    def follow(self, name: str, pipe: IO[bytes]) -> threading.Thread:
        """Copy what a process writes until it ends; returns the thread that does so."""
        self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
        thread = threading.Thread(target=self._copy, args=(name, pipe), name=f"log-{name}", daemon=True)
        thread.start()
        return thread

    def _copy(self, name: str, pipe: IO[bytes]) -> None:
        kept = LogFile(self._folder / f"{name}.log")
        with pipe, contextlib.closing(kept):
            for line in pipe:
                with contextlib.suppress(OSError):  # a full disk must not stop the process that writes the line
                    kept.write(line)
                with self._lock:
                    self._show(self._prefixed(name, line))

    def _prefixed(self, name: str, line: bytes) -> str:
        text = line.decode(errors="replace").rstrip("\r\n")
        head = f"{name:<{PREFIX_WIDTH}}|"
        return f"\033[{self._colours[name]}m{head}\033[0m {text}\n" if self._coloured else f"{head} {text}\n"

    def _show(self, text: str) -> None:
        if self._terminal is None:
            return
        try:
            self._terminal.write(text)
            self._terminal.flush()
        except (OSError, ValueError):
            self._terminal = None  # nobody reads any more (`make run | head`): the files go on
