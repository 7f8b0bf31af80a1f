"""System checks: each finding has its number, names the setting and says what to do; it never shows a secret."""

from decimal import Decimal

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from enterprisehub import checks

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()


def all_findings() -> dict[str, str]:
    found = []
    for check in (
        checks.secret_key, checks.encryption_keys, checks.webhook_keys, checks.legacy_webhook_keys, checks.addresses,
        checks.numbers, checks.metrics_door,
    ):  # fmt: skip
        found += check(None)
    assert all(finding.hint for finding in found)
    return {finding.id: finding.msg for finding in found}


def test_the_settings_of_the_suite_are_fine() -> None:
    assert {name for name in all_findings() if ".E" in name} == set()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("SECRET_KEY", "short", "E001"),
        ("FIELD_ENCRYPTION_KEYS", [], "E002"),
        ("FIELD_ENCRYPTION_KEYS", [Fernet.generate_key().decode(), "hunter2"], "E002"),
        ("GHL_WEBHOOK_PUBLIC_KEYS", ["bm8ga2V5"], "E003"),
        ("GHL_WEBHOOK_PUBLIC_KEYS", ["/no/such/file.pem"], "E003"),
        ("SANDBOX_PUBLIC_KEY", RSA_KEY.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), "E003"),
        ("PUBLIC_BASE_URL", "hub.example.com", "E004"),
        ("GHL_BASE_URL", "ftp://crm.example.com", "E004"),
        ("GHL_REQUESTS_PER_SECOND", 11, "E005"),
        ("GHL_REQUESTS_PER_SECOND", 0, "E005"),
        ("LLM_BUDGET_USD_PER_DAY", Decimal("-1"), "E006"),
        ("TURN_DEBOUNCE_SECONDS", -1.0, "E007"),
        ("GHL_WEBHOOK_LEGACY_KEYS", ["MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg="], "E008"),
        ("WEBHOOK_PER_SECOND_PER_LOCATION", -1.0, "E009"),
        ("GHL_REQUESTS_PER_DAY", 0, "E010"),
        ("GHL_HTTP_TIMEOUT_SECONDS", 60.0, "E011"),
        ("OUTBOX_CLAIM_SECONDS", 15.0, "E011"),
        ("PUBLIC_BASE_URL", "https://hub.example.com", "W001"),
    ],
)
def test_a_wrong_setting_is_found_by_number(settings, name: str, value: object, number: str) -> None:
    settings.METRICS_TOKEN = ""
    settings.GHL_WEBHOOK_LEGACY_RSA = True
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:8000"
    setattr(settings, name, value)
    found = all_findings()
    assert f"enterprisehub.{number}" in found
    assert "hunter2" not in str(found)
