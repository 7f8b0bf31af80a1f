"""The two doors of the intake: verify, store, hand over, answer. Nothing else happens in the request."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.consent.pending import command_in
from crm.crypto import UndecryptableSecret
from crm.intake.body import TooLarge, read_capped
from crm.intake.envelope import Envelope, read_envelope
from crm.intake.keys import Signer, signer_of
from crm.intake.limit_shared import wait_before
from crm.intake.locations import ABOUT_THE_APP, NOT_INSTALLED, Standing, standing_of, unknown
from crm.intake.metrics import NOT_STORED, OPT_OUTS_ABOVE_LIMIT, OVER_LIMIT, SECRET_FAILURES, SIGNATURE_FAILURES
from crm.intake.record import CANNOT_STORE, NewEvent, record_event
from crm.intake.workflow import presented_secret, secret_fits, workflow_event
from crm.models import Location, WebhookEvent

log = logging.getLogger(__name__)

HandOver = Callable[[], None]
RETRY_AFTER_SECONDS = 30


class OverLimit(Exception):
    """The location brought more than its share; it may come again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Refused(Exception):
    """Answer this status, with no detail and nothing stored."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def no_bell() -> None:
    """Without a bell the sweeper finds the row."""


class IntakeView(View):
    """What both doors share: the cap, the insert, the bell after the commit, and the closed list of answers."""

    http_method_names = ["post"]
    hand_over: HandOver = staticmethod(no_bell)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """A delivery carries a signature or a secret, never a cookie: there is nothing for CSRF to protect."""
        return csrf_exempt(super().as_view(**initkwargs))

    def post(self, request: HttpRequest, **path: str) -> HttpResponse:
        try:
            event = self.accept(request, **path)
            _keep_within_limit(event)
            row = record_event(event)
        except Refused as refusal:
            return _answer(b'{"status":"refused"}', refusal.status)
        except OverLimit as over:
            OVER_LIMIT.inc()
            return _try_again(over.seconds)
        except TooLarge:
            return _answer(b'{"status":"too_large"}', 413)
        except CANNOT_STORE as error:
            return _not_stored(error)
        if event.problem:
            return _answer(b'{"status":"quarantined"}')
        if row is None:
            return _answer(b'{"status":"duplicate"}')
        self.hand_over()
        return _answer(b'{"status":"stored"}')

    def accept(self, request: HttpRequest, **path: str) -> NewEvent:
        """The event to store. Raises Refused, TooLarge or a database error."""
        raise NotImplementedError


class GhlWebhookView(IntakeView):
    """Signed marketplace webhooks. Verified over the raw bytes before anything is parsed."""

    def accept(self, request: HttpRequest, **path: str) -> NewEvent:
        raw = read_capped(request, settings.WEBHOOK_MAX_BYTES)
        signer = signer_of(request.META, raw)
        if signer is None:
            SIGNATURE_FAILURES.inc()
            raise Refused(401)
        envelope = read_envelope(raw)
        standing = standing_of(envelope.location_ghl_id)
        if standing is not None and standing.kind != signer.kind:
            SIGNATURE_FAILURES.inc()
            raise Refused(401)
        return NewEvent(
            app_id=envelope.app_id,
            webhook_id=envelope.webhook_id,
            source=WebhookEvent.Source.MARKETPLACE,
            location_ghl_id=envelope.location_ghl_id,
            contact_ghl_id=envelope.contact_ghl_id,
            type=envelope.type,
            body=raw,
            sent_at=envelope.sent_at,
            problem=envelope.problem or _foreign(envelope.app_id, signer) or _absent(standing, signer, envelope, raw),
        )


class WorkflowWebhookView(IntakeView):
    """Unsigned workflow webhooks: the path names the tenant, a header secret proves it."""

    def accept(self, request: HttpRequest, **path: str) -> NewEvent:
        location = Location.objects.filter(webhook_token=path["token"]).first()
        if location is None:
            raise Refused(404)
        try:
            secrets = location.webhook_secrets
        except UndecryptableSecret:
            log.error("intake.undecryptable_secret", extra={"location": location.pk})
            secrets = []
        if not secret_fits(presented_secret(request.headers), secrets):
            SECRET_FAILURES.inc()
            raise Refused(401)
        return workflow_event(location.ghl_id, read_capped(request, settings.WEBHOOK_MAX_BYTES))


def _foreign(app_id: str, signer: Signer) -> str:
    """Every app's deliveries are signed with the same key, so the app id must be ours where we know it."""
    if not signer.app_id or app_id == signer.app_id:
        return ""
    return "foreign_app" if app_id else "no_app_id"


def _absent(standing: Standing | None, signer: Signer, envelope: Envelope, raw: bytes) -> str:
    """Why an event of a location that is not here, or no longer, is kept aside.

    Who says stop meanwhile has said it: when the location comes back, nobody may be texted past that.
    """
    if standing is None:
        return unknown(signer.kind)
    if standing.installed or envelope.type in ABOUT_THE_APP or command_in(envelope.type, raw) == "opt_out":
        return ""
    return NOT_INSTALLED


def _keep_within_limit(event: NewEvent) -> None:
    """Raises OverLimit. Only above the limit is the text looked at: an opt-out is taken in whatever else there is."""
    seconds = wait_before(event.location_ghl_id)
    if not seconds:
        return
    if command_in(event.type, event.body) != "opt_out":
        raise OverLimit(seconds)
    OPT_OUTS_ABOVE_LIMIT.inc()


def _answer(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")


def _not_stored(error: Exception) -> HttpResponse:
    """429 is retried under every published policy of the CRM, 5xx only under the newest."""
    NOT_STORED.inc()
    log.error("intake.not_stored", extra={"error": type(error).__name__})
    return _try_again(RETRY_AFTER_SECONDS)


def _try_again(seconds: int) -> HttpResponse:
    response = _answer(b'{"status":"try_again"}', 429)
    response["Retry-After"] = str(seconds)
    return response
