"""Keys in every notation that settings may hold, and signatures that must not pass."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crm.intake.keys import own_app_id
from crm.intake.signatures import UnusableKey, decode_signature, fits, load_key, load_keys
from tests.crm.intake.cast import public

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
