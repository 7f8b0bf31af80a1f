"""Every control path. Errors are {error: words}."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.control import leads, switches, views
from sandbox.control.answers import Refused

Handler = Callable[[web.Request], Awaitable[web.Response]]
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/control/public-key", views.public_key),
    ("GET", "/control/arrivals", views.arrivals),
    ("GET", "/control/state", views.state),
    ("GET", "/control/sent", views.sent),
    ("GET", "/control/deliveries", views.deliveries),
    ("POST", "/control/deliveries/resend", switches.resend),
    ("GET", "/control/failures", switches.list_failures),
    ("POST", "/control/failures", switches.add_failure),
    ("DELETE", "/control/failures", switches.remove_failures),
    ("DELETE", "/control/failures/{key}", switches.remove_failures),
    ("GET", "/control/settings", switches.read_settings),
    ("POST", "/control/settings", switches.change_settings),
    ("GET", "/control/locations", switches.list_locations),
    ("POST", "/control/locations", switches.make_location),
    ("POST", "/control/workflow", switches.set_workflow),
    ("POST", "/control/oauth/code", switches.grant_code),
    ("POST", "/control/reset", switches.reset),
    ("POST", "/control/contacts", leads.make_contact),
    ("POST", "/control/contacts/delete", leads.delete_contact),
    ("POST", "/control/inbound", leads.inbound),
    ("POST", "/control/staff-text", leads.staff_text),
    ("POST", "/control/dnd", leads.set_dnd),
    ("POST", "/control/tags", leads.change_tags),
    ("POST", "/control/event", leads.raise_event),
    ("POST", "/control/test-event", leads.test_event),
)


def _refuse_foreign_pages(request: web.Request) -> None:
    """Let no other site's page drive the sandbox through the browser of whoever runs it."""
    origin = request.headers.get("Origin", "")
    if origin and origin.partition("://")[2] != request.host:
        raise Refused(403, "only the sandbox's own pages may do this")


def refusing(handle: Handler) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            _refuse_foreign_pages(request)
            return await handle(request)
        except Refused as refused:
            return web.json_response({"error": refused.words}, status=refused.status)

    return handler


def add_routes(app: web.Application) -> None:
    for method, path, handle in ROUTES:
        app.router.add_route(method, path, refusing(handle))
