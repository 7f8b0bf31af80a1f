"""Phone numbers to E.164."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

DEFAULT_COUNTRY = "US"  # GoHighLevel accounts that name no country are American


def to_e164(given: str, country: str = "") -> str:
    """The number in E.164, read with the lead's country; empty when it is no phone number.

    Possible lengths are checked, not assigned ranges: new ranges and example numbers must not lose their lead.
    """
    if not any(sign.isdigit() for sign in given):
        return ""
    try:
        number = phonenumbers.parse(given[:64], country or DEFAULT_COUNTRY)
    except NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
