"""Control: failure switches, settings, locations, workflow address, reset, grants."""

from aiohttp import web

from sandbox.control.answers import Refused, answer, json_body
from sandbox.control.leads import location_of
from sandbox.failures import failure_from
from sandbox.ghl.oauth import COMPANY, issue_code
from sandbox.machine import MACHINE
from sandbox.world.seed import add_location


async def add_failure(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    try:
        failure = machine.failures.add(failure_from(await json_body(request)))
    except ValueError as error:
        raise Refused(422, str(error)) from error
    return answer(machine, failure.as_json(), status=201)


async def list_failures(request: web.Request) -> web.Response:
    return answer(request.app[MACHINE], {"failures": request.app[MACHINE].failures.all()})


async def remove_failures(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    return answer(machine, {"removed": machine.failures.remove(request.match_info.get("key", ""))})


async def read_settings(request: web.Request) -> web.Response:
    return answer(request.app[MACHINE], request.app[MACHINE].switches.all())


async def change_settings(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    try:
        settings = machine.switches.change(await json_body(request))
    except ValueError as error:
        raise Refused(422, str(error)) from error
    return answer(machine, settings)


async def list_locations(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    hooks = {one["id"]: one["url"] for one in machine.store.every("workflow_hooks")}
    shown = [{**one, "workflow_url": hooks.get(one["id"], "")} for one in machine.store.every("locations")]
    return answer(machine, {"locations": shown})


async def make_location(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    key, token = str(body.get("id") or ""), str(body.get("token") or "")
    if not key or not token:
        raise Refused(422, "a location needs an id and a token")
    holder = machine.store.get("tokens", token)
    if holder is not None and holder.get("locationId") != key:
        raise Refused(409, "this token belongs to another location")
    location = add_location(
        machine.store, location=key, name=str(body.get("name") or key), token=token,
        timezone=str(body.get("timezone") or "America/Chicago"),
    )  # fmt: skip
    return answer(machine, {"location": location}, status=201)


async def set_workflow(request: web.Request) -> web.Response:
    machine, body = request.app[MACHINE], await json_body(request)
    location = location_of(machine, body)
    machine.set_workflow(location["id"], str(body.get("url") or ""), str(body.get("secret") or ""))
    return answer(machine, {"location": location["id"], "url": str(body.get("url") or "")})


async def reset(request: web.Request) -> web.Response:
    machine = request.app[MACHINE]
    machine.reset()
    return answer(machine, {"reset": True})


async def resend(request: web.Request) -> web.Response:
    """Put given-up deliveries back into the queue."""
    machine, body = request.app[MACHINE], await json_body(request)
    return answer(machine, {"queued": machine.webhooks.retry_failed(str(body.get("location") or ""))})


async def grant_code(request: web.Request) -> web.Response:
    """Make a one-time OAuth code: {location} or {company: true}."""
    machine, body = request.app[MACHINE], await json_body(request)
    company = COMPANY if body.get("company") else ""
    location = "" if company else location_of(machine, body)["id"]
    return answer(machine, {"code": issue_code(machine, location=location, company=company)}, status=201)
