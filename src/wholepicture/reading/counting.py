"""Numbers, months and days as words: said once for ages, dates, names and places."""

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TO_NINETEEN = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty")
NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate((*_UNITS[3:], *_TO_NINETEEN), 4)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{f"{ten}-{unit}": 10 * number + more for number, ten in enumerate(_TENS, 2) for more, unit in enumerate(_UNITS, 1)},
}
"""What may be an age in words, from four on: smaller numbers say too much else."""
DECADES: dict[str, int] = {ten.removesuffix("y") + "ies": 10 * number for number, ten in enumerate(_TENS, 2)}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = ("mon", "tue", "tues", "wed", "weds", "thur", "thurs", "fri", "sat", "sun", "satdy", "sundy")
FEASTS = ("christmas", "xmas", "easter", "eid", "diwali", "ramadan", "whitsun", "halloween")
WEEKLY = tuple(f"{day}s" for day in DAYS)
