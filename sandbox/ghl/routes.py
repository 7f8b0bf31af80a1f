"""Every path of the CRM look-alike, fixed paths before those with ids."""

from aiohttp import web

from sandbox.ghl import calendars, contacts, conversations, locations, notes, oauth, opportunities
from sandbox.ghl.call import endpoint

CONTACT = "/contacts/{contact_id}"
ROUTES = (
    ("POST", "/contacts/", contacts.create),
    ("POST", "/contacts/search", contacts.search),
    ("POST", "/contacts/upsert", contacts.upsert),
    ("GET", "/contacts/search/duplicate", contacts.duplicate),
    ("GET", CONTACT, contacts.read),
    ("PUT", CONTACT, contacts.change),
    ("DELETE", CONTACT, contacts.delete),
    ("POST", f"{CONTACT}/tags", contacts.add_tags),
    ("DELETE", f"{CONTACT}/tags", contacts.remove_tags),
    ("GET", f"{CONTACT}/notes", notes.list_notes),
    ("POST", f"{CONTACT}/notes", notes.add_note),
    ("GET", f"{CONTACT}/notes/{{note_id}}", notes.read_note),
    ("PUT", f"{CONTACT}/notes/{{note_id}}", notes.change_note),
    ("DELETE", f"{CONTACT}/notes/{{note_id}}", notes.delete_note),
    ("GET", f"{CONTACT}/tasks", notes.list_tasks),
    ("POST", f"{CONTACT}/tasks", notes.add_task),
    ("GET", f"{CONTACT}/tasks/{{task_id}}", notes.read_task),
    ("PUT", f"{CONTACT}/tasks/{{task_id}}", notes.change_task),
    ("PUT", f"{CONTACT}/tasks/{{task_id}}/completed", notes.change_task),
    ("DELETE", f"{CONTACT}/tasks/{{task_id}}", notes.delete_task),
    ("GET", f"{CONTACT}/appointments", calendars.of_contact),
    ("POST", f"{CONTACT}/workflow/{{workflow_id}}", contacts.join_workflow),
    ("DELETE", f"{CONTACT}/workflow/{{workflow_id}}", contacts.leave_workflow),
    ("GET", "/locations/{location_id}", locations.read),
    ("GET", "/locations/{location_id}/customFields", locations.custom_fields),
    ("GET", "/locations/{location_id}/tags", locations.list_tags),
    ("POST", "/locations/{location_id}/tags", locations.add_tag),
    ("GET", "/conversations/search", conversations.search),
    ("POST", "/conversations/messages", conversations.send),
    ("GET", "/conversations/messages/{message_id}", conversations.read_message),
    ("GET", "/conversations/{conversation_id}/messages", conversations.messages),
    ("GET", "/conversations/{conversation_id}", conversations.read),
    ("GET", "/opportunities/search", opportunities.search),
    ("GET", "/opportunities/pipelines", opportunities.pipelines),
    ("POST", "/opportunities/", opportunities.create),
    ("POST", "/opportunities/upsert", opportunities.upsert),
    ("GET", "/opportunities/{opportunity_id}", opportunities.read),
    ("PUT", "/opportunities/{opportunity_id}", opportunities.change),
    ("PUT", "/opportunities/{opportunity_id}/status", opportunities.set_status),
    ("DELETE", "/opportunities/{opportunity_id}", opportunities.delete),
    ("GET", "/calendars/", calendars.list_calendars),
    ("POST", "/calendars/events/appointments", calendars.book),
    ("GET", "/calendars/events/appointments/{event_id}", calendars.read_appointment),
    ("PUT", "/calendars/events/appointments/{event_id}", calendars.change_appointment),
    ("DELETE", "/calendars/events/{event_id}", calendars.delete_event),
    ("GET", "/calendars/events", calendars.events),
    ("GET", "/calendars/{calendar_id}/free-slots", calendars.free_slots),
    ("GET", "/users/search", locations.search_users),
    ("GET", "/users/{user_id}", locations.read_user),
    ("GET", "/workflows/", locations.workflows),
    ("POST", "/oauth/location-token", oauth.location_token),
    ("POST", "/oauth/locationToken", oauth.location_token),
)


def add_routes(app: web.Application) -> None:
    for method, path, handle in ROUTES:
        app.router.add_route(method, path, endpoint(handle))
        if path.endswith("/"):
            app.router.add_route(method, path.rstrip("/"), endpoint(handle))
    app.router.add_route("POST", "/oauth/token", endpoint(oauth.token, public=True))
