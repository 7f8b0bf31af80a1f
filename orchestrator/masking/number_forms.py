"""Pure: what a chain of digits may be by its form alone: a card, a phone number of some country, a long number."""

from collections.abc import Sequence

import phonenumbers
from phonenumbers import NumberParseException

from orchestrator.masking.digit_chains import Chain

_PHONE_SIZES = frozenset(
    {(10,), (3, 7), (6, 4), (3, 3, 4), (3, 3, 2, 2), (3, 2, 2, 3), (3, 4, 3), (3, 3, 1, 3), (3, 3, 3, 1), (2, 4, 4),
     (2, 2, 2, 2, 2), (3, 1, 2, 4), (3, 3, 1, 1, 2), (3, 3, 1, 1, 1, 1), (1,) * 10, (3, 1, 1, 1, 4),
     (3, 1, 1, 1, 1, 1, 1, 1)}
)  # fmt: skip
_NOT_ONLY_BLANKS = frozenset({(4, 3, 3), (4, 6), (5, 5), (3, 5, 2), (2, 3, 5), (2, 3, 2, 3), (3, 2, 5), (4, 2, 4)})
_MEXICAN_SIZES = frozenset({(10,), (2, 4, 4), (3, 3, 4), (2, 2, 2, 2, 2), (3, 3, 2, 2), (3, 7), (2, 8), (3, 2, 2, 3)})
_COUNTRY_CODES = """
44 52 521 34 57 58 51 54 55 56 502 503 504 505 506 507 591 593 595 598 49 33 39 91 86 81 82 63 61 64 353 31 32 41 43 45
46 47 48 351 972 971 966 234 254 27 84 66 65 92
"""
_COUNTRY_FIRST = frozenset(_COUNTRY_CODES.split())


def luhn_holds(digits: str) -> bool:
    """Whether a card number's check digit is right (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """By the first digits and the length of the networks (ISO/IEC 7812): Visa, Mastercard, Amex, Discover and so on."""
    count, first = len(digits), digits[:1]
    if not 13 <= count <= 19 or len(set(digits)) < 2:
        return False
    if first == "4":
        return count in (13, 16, 19)
    if digits[:2] in ("34", "37"):
        return count == 15
    if first == "3":
        return (digits[:2] in ("36", "38", "39", "30") and count in (14, 16)) or (digits[:2] == "35" and count >= 16)
    return (
        (first == "5" and count == 16)
        or (first == "6" and count >= 16)
        or ("222" <= digits[:3] <= "272" and count == 16)
    )


def is_nanp(part: Chain) -> bool:
    """North America: area code and exchange never begin with 0 or 1, which is what tells a number from figures."""
    digits, sizes = part.digits, part.sizes
    has_blank = any(part.between(at).strip() in ("", "/") for at in range(len(part.groups) - 1))
    is_apart = sizes[0] == 1 or (sizes == (4, 3, 4) and (digits[4:7] == "555" or digits[7] == "0"))
    if len(digits) == 11 and digits[0] == "1" and not (has_blank and not is_apart):
        digits, sizes = digits[1:], sizes[1:] if sizes[0] == 1 else (sizes[0] - 1, *sizes[1:])
    if len(digits) != 10 or digits[0] in "01":
        return False
    is_nanp = digits[3] not in "01"
    if sizes in _PHONE_SIZES:
        return is_nanp and not (has_blank and len(sizes) > 1 and digits[3:6] != "555" and is_round(part))
    return is_nanp and sizes in _NOT_ONLY_BLANKS and not has_blank and not is_zips(sizes)


def is_round(part: Chain) -> bool:
    """Whether each group looks like a figure of its own: "450 475 5000", "15 20 25 30 35"."""
    ends = [part.text[start:end] for start, end in part.groups]
    return all(one[0] != "0" and one[-1] in "05" for one in ends) and (len(ends) != 3 or ends[-1].endswith("00"))


def is_zips(sizes: Sequence[int]) -> bool:
    return sizes == (5, 5)


def is_years(chain: Chain) -> bool:
    return all(chain.text[start : start + 2] in ("19", "20") for start, _ in chain.groups)


def is_foreign(part: Chain, digits: str) -> bool:
    """A number of another country without "+": its country code stands apart in front, or it begins with a 0."""
    sizes = part.sizes
    if digits[0] == "0":
        return (
            9 <= len(digits) <= (13 if digits.startswith(("044", "045")) else 12)
            and len(set(sizes)) + (sizes[0] != 5) > 1
            and len(sizes) <= 6
            and sizes[0] > 1
        )
    first = digits[: sizes[0]]
    if 10 <= len(digits) <= 13 and (first in _COUNTRY_FIRST or len(sizes) == 1) and len(digits) > 10:
        plain = digits.replace("521", "52", 1) if digits.startswith("521") and len(digits) == 13 else digits
        return plain.startswith("447") or is_given_out(plain)  # some British ranges are kept for films and books
    if sizes in ((3, 3, 3), (3, 2, 2, 2)) and digits[0] in "679":
        return not is_round(part) and is_given_out(digits, "ES")
    return len(digits) == 10 and sizes in _MEXICAN_SIZES and not is_round(part) and is_given_out(digits, "MX")


def is_given_out(digits: str, region: str | None = None) -> bool:
    try:
        number = phonenumbers.parse(digits if region else f"+{digits}", region)
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def one_sign(part: Chain) -> bool:
    signs = {part.between(at).strip() for at in range(len(part.groups) - 1)}
    return len(signs) == 1


def is_long_number(chain: Chain, digits: str) -> bool:
    """12 digits and more that are no card and no phone: a number of somebody's account, or a card with a slip in it."""
    if len(digits) < 12 or len(digits) > 19:
        return False
    if len(chain.groups) == 1:
        return True
    if len(chain.groups) == 3 and not any(chain.between(at).strip() for at in (0, 1)):
        return False  # "rent 2100 1950 1875"
    is_card_shaped = set(chain.sizes[:-1]) == {4} or chain.sizes[:2] == (4, 6)
    return is_card_shaped and len(chain.groups) >= 3 and one_sign(chain) and not (is_years(chain) or is_round(chain))
