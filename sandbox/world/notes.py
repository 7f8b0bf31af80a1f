"""Notes and tasks of a contact."""

from sandbox.naming import new_id, now_iso
from sandbox.store import Document, Store
from sandbox.webhooks import Webhooks

NOTE_EVENT_FIELDS = ("id", "body", "contactId", "dateAdded")
TASK_EVENT_FIELDS = ("id", "assignedTo", "body", "contactId", "title", "dateAdded", "dueDate")


class Notes:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store, self._webhooks = store, webhooks

    def _raise(self, kind: str, document: Document, names: tuple[str, ...]) -> None:
        fields = {name: document[name] for name in names if name in document}
        self._webhooks.raise_event(kind, document["locationId"], fields, contact=document["contactId"])

    def add_note(self, contact: Document, fields: Document) -> Document:
        note = {
            "id": new_id(),
            "locationId": contact["locationId"],
            "contactId": contact["id"],
            "dateAdded": now_iso(),
            **fields,
        }
        self._store.put("notes", note)
        self._raise("NoteCreate", note, NOTE_EVENT_FIELDS)
        return note

    def change_note(self, note: Document, fields: Document) -> Document:
        note.update(fields)
        self._store.put("notes", note)
        self._raise("NoteUpdate", note, NOTE_EVENT_FIELDS)
        return note

    def delete_note(self, note: Document) -> None:
        self._store.delete("notes", note["id"])
        self._raise("NoteDelete", note, NOTE_EVENT_FIELDS)

    def add_task(self, contact: Document, fields: Document) -> Document:
        task = {
            "id": new_id(),
            "locationId": contact["locationId"],
            "contactId": contact["id"],
            "dateAdded": now_iso(),
            **fields,
        }
        self._store.put("tasks", task)
        self._raise("TaskCreate", task, TASK_EVENT_FIELDS)
        return task

    def change_task(self, task: Document, fields: Document) -> Document:
        was_completed = task.get("completed", False)
        task.update(fields)
        self._store.put("tasks", task)
        if task.get("completed") and not was_completed:
            self._raise("TaskComplete", task, TASK_EVENT_FIELDS)
        return task

    def delete_task(self, task: Document) -> None:
        self._store.delete("tasks", task["id"])
        self._raise("TaskDelete", task, TASK_EVENT_FIELDS)
