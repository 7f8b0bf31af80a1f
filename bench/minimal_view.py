"""The floor of the intake: one Django view without middleware that verifies, inserts, commits and answers."""

import base64
import json
import os
import threading

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="floor")
KEY = Ed25519PublicKey.from_public_bytes(base64.b64decode(os.environ["SANDBOX_PUBLIC_KEY"])[-32:])
LOCAL = threading.local()
SQL = "INSERT INTO bench_minimal (webhook_id, body) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def receive(request):
    KEY.verify(base64.b64decode(request.headers["X-GHL-Signature"]), request.body)
    if not hasattr(LOCAL, "db"):
        LOCAL.db = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    LOCAL.db.execute(SQL, (json.loads(request.body)["webhookId"], request.body))
    return HttpResponse(b'{"status":"stored"}', content_type="application/json")


urlpatterns, application = [path("webhooks/ghl/", receive)], get_wsgi_application()
