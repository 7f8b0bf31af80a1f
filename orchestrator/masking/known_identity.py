"""Pure: where a text holds what is already known about this person, also misspelt, without accents or in parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.contracts import KnownIdentity
from orchestrator.masking.address_forms import KnownAddress, known_address
from orchestrator.masking.known_addresses import address_spans
from orchestrator.masking.known_contacts import email_spans, known_digits, known_emails, phone_spans
from orchestrator.masking.known_names import name_spans
from orchestrator.masking.name_forms import KnownNames, known_names
from orchestrator.masking.name_positions import Around
from orchestrator.masking.number_spans import Span
from orchestrator.spelling.folding import fold


@dataclass(frozen=True, slots=True)
class _Known:
    names: KnownNames | None
    digits: tuple[str, ...]
    emails: tuple[str, ...]
    addresses: tuple[KnownAddress, ...]


@lru_cache(maxsize=512)
def _compiled(identity: KnownIdentity) -> _Known:
    return _Known(
        names=known_names(tuple(filter(str.strip, identity.names))),
        digits=known_digits(identity.phones),
        emails=known_emails(identity.emails),
        addresses=tuple(known for known in map(known_address, identity.addresses) if known),
    )


def identity_spans(text: str, identity: KnownIdentity, found: Sequence[Span] = ()) -> Iterator[Span]:
    """Spans of what is known, addresses and numbers before names; beside them and what was `found` names are names."""
    known = _compiled(identity)
    folded = fold(text)
    details: list[Span] = [(start, end, "EMAIL") for start, end in email_spans(folded, known.emails)]
    details += ((start, end, "ADDRESS") for start, end in address_spans(folded, text, known.addresses))
    details += ((start, end, "PHONE") for start, end in phone_spans(text, folded, known.digits))
    yield from details
    if known.names:
        around = Around(text, folded, [(start, end) for start, end, _ in (*found, *details)])
        yield from ((start, end, "NAME") for start, end in name_spans(around, known.names))
