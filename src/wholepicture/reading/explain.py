"""A reading shown on its narrative, as plain text."""

from wholepicture.reading.lexicon import load_lexicon
from wholepicture.vocabulary.readings import IndicatorFound, Reading


def marked(narrative: str, reading: Reading) -> str:
    """The narrative with each thing read under it: the words, what they were read as, and the words that say so."""
    lines = [narrative, ""]
    lines += [_indicator_line(narrative, found) for found in reading.indicators]
    for named in reading.named:
        lines.append(f"  [{named.kind}] {_words(narrative, named.span.start, named.span.end)} ({named.role})")
    for advice in reading.wording:
        words = _words(narrative, advice.span.start, advice.span.end)
        lines.append(f"  [wording] {words}: consider {advice.instead} ({advice.source})")
    if reading.mismatch is not None:
        count, groups = len(reading.mismatch.indicators), ", ".join(reading.mismatch.groups)
        lines += [
            "",
            f"  Filed as {reading.mismatch.filed_as}. It speaks of a child and of {count} current indicators "
            f"(groups {groups}). Consider whether the category fits.",
        ]
    return "\n".join(lines) + "\n"


def _indicator_line(narrative: str, found: IndicatorFound) -> str:
    name = load_lexicon().indicators[found.indicator].name
    said = [
        str(found.polarity),
        str(found.timing),
        f"about the {found.about}" if found.about != "other" else "about another",
    ]
    cue = f", by “{_words(narrative, found.cue.start, found.cue.end)}”" if found.cue else ""
    possible = "possible, please check: " if found.tier == "possible" else ""
    words = _words(narrative, found.span.start, found.span.end)
    return f"  [{found.indicator}] {words}: {possible}{name} ({', '.join(said)}{cue})"


def _words(narrative: str, start: int, end: int) -> str:
    return " ".join(narrative[start:end].split())
