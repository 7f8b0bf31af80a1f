"""/contacts/{id}/notes and /contacts/{id}/tasks."""

from sandbox.ghl.call import Answer, Call
from sandbox.ghl.checks import BOOLEAN, STRING, TEXT, check
from sandbox.ghl.errors import ApiError
from sandbox.store import Document

NOTE = {"body": STRING, "userId": TEXT, "title": TEXT, "color": TEXT, "pinned": BOOLEAN}
TASK = {"title": STRING, "body": TEXT, "dueDate": STRING, "completed": BOOLEAN, "assignedTo": TEXT}


def _present(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "locationId"}


def _of_contact(call: Call, kind: str, key: str, label: str) -> Document:
    document = call.owned(kind, key, label=label, missing=404)
    if document["contactId"] != call.params["contact_id"]:
        raise ApiError(404, f"{label} not found")
    return document


def list_notes(call: Call) -> Answer:
    contact = call.contact()
    newest_first = call.machine.store.of_contact("notes", contact["id"])[::-1]
    return {"notes": [_present(note) for note in newest_first]}


def add_note(call: Call) -> Answer:
    fields = check(call.body, NOTE, required=("body",))
    return 201, {"note": _present(call.machine.notes.add_note(call.contact(), fields))}


def read_note(call: Call) -> Answer:
    return {"note": _present(_of_contact(call, "notes", call.params["note_id"], "Note"))}


def change_note(call: Call) -> Answer:
    fields = check(call.body, NOTE, required=("body",))
    note = _of_contact(call, "notes", call.params["note_id"], "Note")
    return {"note": _present(call.machine.notes.change_note(note, fields))}


def delete_note(call: Call) -> Answer:
    call.machine.notes.delete_note(_of_contact(call, "notes", call.params["note_id"], "Note"))
    return call.dialect.success()


def list_tasks(call: Call) -> Answer:
    contact = call.contact()
    return {"tasks": [_present(task) for task in call.machine.store.of_contact("tasks", contact["id"])]}


def add_task(call: Call) -> Answer:
    fields = check(call.body, TASK, required=("title", "dueDate", "completed"))
    return 201, {"task": _present(call.machine.notes.add_task(call.contact(), fields))}


def read_task(call: Call) -> Answer:
    return {"task": _present(_of_contact(call, "tasks", call.params["task_id"], "Task"))}


def change_task(call: Call) -> Answer:
    fields = check(call.body, TASK)
    task = _of_contact(call, "tasks", call.params["task_id"], "Task")
    return {"task": _present(call.machine.notes.change_task(task, fields))}


def delete_task(call: Call) -> Answer:
    call.machine.notes.delete_task(_of_contact(call, "tasks", call.params["task_id"], "Task"))
    return call.dialect.success()
