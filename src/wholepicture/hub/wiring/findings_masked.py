"""A finding's words before somebody who sees it without names: initials, no numbers, no reference of any record."""

import re
from collections.abc import Callable, Iterable, Sequence

from wholepicture.hub.storage.findings_kept import Nameable
from wholepicture.report.masking import hide_names, mask_text
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.pole import EntityKind

A_RECORD = "a record"
QUOTED = "“words of a record”"
_QUOTE = re.compile("“[^”]*”")
Mask = Callable[[str], str]


def unmasked(text: str) -> str:
    """The words as they are, for whoever may see names."""
    return text


def mask_for(finding: Finding, names: Iterable[Nameable], readable: Sequence[str] = ()) -> Mask:
    """What hides a finding's names, numbers, quoted words, and the references of its records, but those `readable`."""
    those = tuple(names)
    persons = hide_names(one.words for one in those if one.kind == EntityKind.PERSON.value)
    others = {one.words: mask_text(EntityKind(one.kind), one.words) for one in those if one.kind != EntityKind.PERSON.value}
    grown = (reference for growth in finding.history for reference in growth.records)
    references = {one: A_RECORD for one in (*finding.records, *grown) if one not in readable}
    literal = _literal(others | references)

    def mask(text: str) -> str:
        return persons(literal(_QUOTE.sub(QUOTED, text)))

    return mask


def _literal(instead: dict[str, str]) -> Mask:
    wanted = sorted((one for one in instead if one.strip()), key=lambda one: (-len(one), one))
    if not wanted:
        return unmasked
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)")
    return lambda text: pattern.sub(lambda found: instead[found.group()], text)
