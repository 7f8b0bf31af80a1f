"""What goes wrong when a server is started on this machine."""


class CannotStart(Exception):
    """The message is one sentence for the person at the terminal: what is wrong and what to do about it."""


DISK_FULL = ("No space left on device", "could not write to file", "Disk quota exceeded")


def is_disk_full(text: str) -> bool:
    """Whether a server's own words, or an OSError's, mean that the disk is full."""
    return any(words in text for words in DISK_FULL)


def disk_full_at(path: object) -> CannotStart:
    return CannotStart(f"The disk that holds {path} is full: free some space and start again.")
