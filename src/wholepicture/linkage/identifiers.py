"""Numbers that identify: unique pupil numbers, NHS numbers, telephone numbers. A wrong check digit identifies nobody."""

import re
from functools import lru_cache

from stdnum.gb import nhs, upn

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=16384)
def read_upn(text: str) -> tuple[str, bool]:
    """A unique pupil number in capitals without spaces, and whether its check letter is right."""
    number = "".join(text.split()).upper()
    return number, bool(number) and bool(upn.is_valid(number))


@lru_cache(maxsize=16384)
def read_nhs_number(text: str) -> tuple[str, bool]:
    """An NHS number as ten digits, and whether its check digit is right."""
    number = "".join(_DIGITS.findall(text))
    return number, bool(number) and bool(nhs.is_valid(number))


@lru_cache(maxsize=16384)
def read_phone(text: str) -> str:
    """A telephone number in E.164 form (+44 where no country is given); empty where it is too short to call."""
    digits = "".join(_DIGITS.findall(text.replace("(0)", "")))
    international = text.strip().startswith("+")
    if digits.startswith("00"):
        digits, international = digits[2:], True
    if international:
        digits = f"44{digits[2:].lstrip('0')}" if digits.startswith("44") else digits
        return f"+{digits}" if len(digits) >= 8 else ""
    if digits.startswith("44") and len(digits) >= 11:
        return f"+44{digits[2:].lstrip('0')}"
    if digits.startswith("7") and len(digits) == 10:
        digits = f"0{digits}"
    return f"+44{digits[1:]}" if digits.startswith("0") and len(digits) >= 10 else ""


def read_handle(text: str) -> str:
    """A handle in lower case without a leading @."""
    return text.strip().lstrip("@").casefold()
