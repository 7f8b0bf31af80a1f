"""All state of the sandbox: documents in memory, written through to one SQLite file."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

Document = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (kind, id));
CREATE TABLE IF NOT EXISTS arrivals (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
ARRIVALS_KEPT = 200_000


class Store:
    """Documents by kind and id, with indexes by location and by contact.

    Every document has `id`; `locationId` and `contactId` are indexed when present and must not change.
    Reads never touch the disk; `flush` writes what changed in one transaction.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        # A kill of the process loses nothing; only a power cut may lose the last moments of a play-thing.
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        self._forget()
        self._load()

    def _forget(self) -> None:
        self._documents: dict[str, dict[str, Document]] = {}
        self._by_location: dict[tuple[str, str], dict[str, Document]] = {}
        self._by_contact: dict[tuple[str, str], dict[str, Document]] = {}
        self._dirty: dict[tuple[str, str], None] = {}

    def _load(self) -> None:
        for kind, body in self._db.execute("SELECT kind, body FROM documents ORDER BY seq"):
            self._index(kind, orjson.loads(body))

    def _index(self, kind: str, document: Document) -> None:
        key = document["id"]
        self._documents.setdefault(kind, {})[key] = document
        if location := document.get("locationId"):
            self._by_location.setdefault((kind, location), {})[key] = document
        if contact := document.get("contactId"):
            self._by_contact.setdefault((kind, contact), {})[key] = document

    def put(self, kind: str, document: Document) -> Document:
        """Insert or save a changed document."""
        self._index(kind, document)
        self._dirty[(kind, document["id"])] = None
        return document

    def get(self, kind: str, key: str) -> Document | None:
        return self._documents.get(kind, {}).get(key)

    def delete(self, kind: str, key: str) -> Document | None:
        document = self._documents.get(kind, {}).pop(key, None)
        if document is None:
            return None
        self._by_location.get((kind, document.get("locationId", "")), {}).pop(key, None)
        self._by_contact.get((kind, document.get("contactId") or ""), {}).pop(key, None)
        self._dirty[(kind, key)] = None
        return document

    def every(self, kind: str) -> list[Document]:
        """Return all documents of a kind in order of creation."""
        return list(self._documents.get(kind, {}).values())

    def in_location(self, kind: str, location: str) -> list[Document]:
        return list(self._by_location.get((kind, location), {}).values())

    def of_contact(self, kind: str, contact: str) -> list[Document]:
        return list(self._by_contact.get((kind, contact), {}).values())

    def flush(self) -> None:
        """Write everything that changed since the last flush, in one transaction."""
        if not self._dirty:
            return
        changed, self._dirty = self._dirty, {}
        saved = [(kind, key, self.get(kind, key)) for kind, key in changed]
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO documents (kind, id, body) VALUES (?, ?, ?) "
            "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            [(kind, key, orjson.dumps(document)) for kind, key, document in saved if document is not None],
        )
        self._db.executemany(
            "DELETE FROM documents WHERE kind = ? AND id = ?",
            [(kind, key) for kind, key, document in saved if document is None],
        )
        self._db.execute("COMMIT")

    def append_arrivals(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write arrival rows (sequence, JSON) and keep the newest ARRIVALS_KEPT."""
        batch = list(rows)
        if not batch:
            return
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO arrivals (seq, body) VALUES (?, ?)", batch)
        self._db.execute("DELETE FROM arrivals WHERE seq <= ?", (batch[-1][0] - ARRIVALS_KEPT,))
        self._db.execute("COMMIT")

    def load_arrivals(self, limit: int) -> list[bytes]:
        """Return the newest arrival rows, oldest first."""
        rows = self._db.execute("SELECT body FROM arrivals ORDER BY seq DESC LIMIT ?", (limit,)).fetchall()
        return [row[0] for row in reversed(rows)]

    def clear(self) -> None:
        """Forget everything, on disk too."""
        self._forget()
        self._db.execute("DELETE FROM documents")
        self._db.execute("DELETE FROM arrivals")

    def close(self) -> None:
        self.flush()
        self._db.close()
