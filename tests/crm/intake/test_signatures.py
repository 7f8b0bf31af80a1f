"""Keys in every notation that settings may hold, and signatures that must not pass."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crm.intake.keys import own_app_id, signer_of
from crm.intake.signatures import (
    UnusableKey,
    decode_signature,
    fits,
    fits_legacy,
    load_key,
    load_keys,
    load_legacy_key,
    load_legacy_keys,
)
from tests.crm.intake.cast import public

VECTORS = json.loads((Path(__file__).parent / "signature_vectors.json").read_text())
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
RAW = b'{"type": "InboundMessage"}'


def pem(key) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_key_is_read_from_base64_pem_text_or_a_pem_file(tmp_path):
    path = tmp_path / "ghl.pem"
    path.write_bytes(pem(KEY))
    for text in (public(KEY), pem(KEY).decode(), str(path)):
        assert fits(KEY.sign(RAW), RAW, (load_key(text),))


def test_the_published_key_is_usable():
    assert len(load_keys(("MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=",))) == 1


@pytest.mark.parametrize("text", ["", "garbage", "bm90IGEga2V5", "/nowhere/key.pem", "-----BEGIN PUBLIC KEY-----\nx"])
def test_an_unusable_key_is_refused(text):
    with pytest.raises(UnusableKey):
        load_key(text)
    assert load_keys((text,)) == ()


def test_a_key_of_another_algorithm_is_refused():
    rsa = generate_private_key(65537, 2048)
    with pytest.raises(UnusableKey):
        load_key(pem(rsa).decode())


def test_only_these_bytes_under_one_of_these_keys_fit():
    signature = KEY.sign(RAW)
    assert fits(signature, RAW, load_keys((public(OTHER), public(KEY))))
    assert not fits(signature, RAW + b" ", load_keys((public(KEY),)))
    assert not fits(signature, RAW, load_keys((public(OTHER),)))
    assert not fits(signature, RAW, ())


@pytest.mark.parametrize(
    "header", [None, "", "N/A", "!!", base64.b64encode(b"x" * 63).decode(), base64.b64encode(b"x" * 65).decode(), "é"]
)
def test_what_is_no_signature_is_none(header):
    assert decode_signature(header) is None


@pytest.mark.parametrize(("client_id", "app_id"), [("abc123-x7f", "abc123"), ("abc123", "abc123"), ("", "")])
def test_the_app_id_is_the_first_part_of_the_client_id(client_id, app_id):
    assert own_app_id(client_id) == app_id


# --- vectors: made with another program than the one that checks them


def meta_of(vector) -> dict[str, str]:
    named = {"X-GHL-Signature": "HTTP_X_GHL_SIGNATURE", "X-WH-Signature": "HTTP_X_WH_SIGNATURE"}
    return {named[name]: value for name, value in vector.items() if name in named}


@pytest.mark.parametrize("legacy", [False, True], ids=["legacy off", "legacy on"])
@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["name"])
def test_vectors(settings, vector, legacy):
    settings.SANDBOX_PUBLIC_KEY = ""
    settings.GHL_WEBHOOK_PUBLIC_KEYS = [public(OTHER), VECTORS["ed25519_public_key"]]
    settings.GHL_WEBHOOK_LEGACY_RSA = legacy
    settings.GHL_WEBHOOK_LEGACY_KEYS = ["no key", VECTORS["rsa_public_key"]]
    raw = base64.b64decode(vector.get("body_base64", VECTORS["body_base64"]))
    signer = signer_of(meta_of(vector), raw)
    assert (signer is not None) is vector["fits_with_legacy" if legacy else "fits"]
    assert signer is None or signer.kind == "real"


def test_the_vectors_hold_both_answers_of_each_header():
    told = [(name, v["fits_with_legacy"]) for v in VECTORS["vectors"] for name in v if name.startswith("X-")]
    assert {("X-GHL-Signature", True), ("X-WH-Signature", True)} < set(told)
    assert sum(not fits for _, fits in told) > 20


def test_a_key_of_one_algorithm_counts_for_nothing_in_the_other_ones_list(settings):
    settings.SANDBOX_PUBLIC_KEY = ""
    settings.GHL_WEBHOOK_LEGACY_RSA = True
    settings.GHL_WEBHOOK_PUBLIC_KEYS = [VECTORS["rsa_public_key"]]
    settings.GHL_WEBHOOK_LEGACY_KEYS = [VECTORS["ed25519_public_key"]]
    raw = base64.b64decode(VECTORS["body_base64"])
    assert [signer_of(meta_of(vector), raw) for vector in VECTORS["vectors"]] == [None] * len(VECTORS["vectors"])


def test_without_any_key_nothing_fits(settings):
    settings.SANDBOX_PUBLIC_KEY = ""
    settings.GHL_WEBHOOK_LEGACY_RSA = True
    settings.GHL_WEBHOOK_PUBLIC_KEYS = settings.GHL_WEBHOOK_LEGACY_KEYS = []
    raw = base64.b64decode(VECTORS["body_base64"])
    assert [signer_of(meta_of(vector), raw) for vector in VECTORS["vectors"]] == [None] * len(VECTORS["vectors"])


def test_the_published_rsa_key_is_usable_and_the_older_header_is_off():
    from django.conf import settings

    assert settings.GHL_WEBHOOK_LEGACY_RSA is False
    assert [key.key_size for key in load_legacy_keys(tuple(settings.GHL_WEBHOOK_LEGACY_KEYS))] == [4096]


@pytest.mark.parametrize("bits", [1024, 2048])
def test_a_short_rsa_key_is_refused(bits):
    key = generate_private_key(65537, bits)
    if bits >= 2048:
        assert load_legacy_key(pem(key).decode()).key_size == bits
        return
    with pytest.raises(UnusableKey):
        load_legacy_key(pem(key).decode())
    assert not fits_legacy("AAAA", RAW, load_legacy_keys((pem(key).decode(),)))
