"""Paths of the pages and of what they poll."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.control.routes import refusing
from sandbox.machine import MACHINE
from sandbox.pages import views
from sandbox.pages.render import asset, page

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'"


def _page(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        machine = request.app[MACHINE]
        location = request.query.get("location", "")
        known = location if machine.store.get("locations", location) else machine.config.location_id
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(text=page(name, machine.config, known), content_type="text/html", headers=headers)

    return handler


async def _asset(request: web.Request) -> web.Response:
    found = asset(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    charset = None if found[1].startswith("font/") else "utf-8"
    return web.Response(body=found[0], content_type=found[1], charset=charset, headers={"Cache-Control": "no-cache"})


async def _start(_: web.Request) -> web.Response:
    raise web.HTTPFound("/phone/")


async def _without_slash(request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{request.path}/")


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", _start)
    app.router.add_get("/assets/{name}", _asset)
    for name in ("phone", "crm", "control"):
        app.router.add_get(f"/{name}/", _page(name))
        app.router.add_get(f"/{name}", _without_slash)
    app.router.add_get("/view/contacts", refusing(views.contacts))
    app.router.add_get("/view/contact/{contact_id}", refusing(views.contact))
    app.router.add_get("/view/log", refusing(views.log))
    app.router.add_get("/view/overview", refusing(views.overview))
