"""Vehicle registrations: what was written, what was meant, and what a part of one can tell."""

import re
from functools import lru_cache

_OLDER_FORM = re.compile(r"[A-Z][1-9]\d{2}[A-Z]{3}")
_LETTER_FOR = str.maketrans("0158264", "OISBZGA")
_DIGIT_FOR = str.maketrans("OISBZGQD", "01582600")


@lru_cache(maxsize=16384)
def read_registration(text: str) -> str:
    """A registration in capitals without spaces; a full one in the present form has look-alikes put right (O and 0).

    The present form is two letters, two digits, three letters: "8O11 RDR" is BO11RDR. One in the form of 1983 to 2001
    ("A123 BCD") stays as it is.
    """
    plain = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    if len(plain) == 7 and not _OLDER_FORM.fullmatch(plain):
        right = plain[:2].translate(_LETTER_FOR) + plain[2:4].translate(_DIGIT_FOR) + plain[4:].translate(_LETTER_FOR)
        if is_present_form(right):
            return right
    if len(plain) == 4:
        right = plain[:2].translate(_LETTER_FOR) + plain[2:].translate(_DIGIT_FOR)
        if right[:2].isalpha() and right[2:].isdigit():
            return right
    return plain


def is_present_form(registration: str) -> bool:
    """Whether it has the form in use since 2001."""
    return (
        len(registration) == 7 and registration[:2].isalpha() and registration[2:4].isdigit() and registration[4:].isalpha()
    )


def is_full(registration: str, stated_partial: bool) -> bool:
    """Whether it can be a whole registration: in the present form, or five signs or more with letters and digits."""
    if stated_partial:
        return False
    if is_present_form(registration):
        return True
    return (
        5 <= len(registration) <= 7
        and not registration.isalpha()
        and not registration.isdigit()
        and not (len(registration) == 5 and registration[:2].isalpha() and registration[2:4].isdigit())
    )


def misread_by_one(left: str, right: str) -> bool:
    """Whether two full registrations differ in exactly one sign."""
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def is_part_of(part: str, registration: str) -> bool:
    """Whether a part of three signs or more stands in a full registration; four signs such as "FJ11" only at its start."""
    if len(part) < 3:
        return False
    if len(part) >= 4 and part[:2].isalpha() and part[2:4].isdigit():
        return registration.startswith(part)
    return part in registration
