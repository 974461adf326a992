"""What the patterns ask, as a page for the people who use them: written from the patterns' own words."""

from collections.abc import Sequence
from inspect import cleandoc

from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.patterns.catalogue import ALL
from wholepicture.patterns.question import Pattern

_OPENING = """# The patterns, in plain English

Whole Picture asks these questions of everything that is known, each time something new is recorded. A finding is a
question to people, with its evidence: no score, no ranking of children, no decision. Unrelated families are what is
counted; being related, living in one household or children's home, or going to one school is not by itself a link.

Findings of patterns that run across children share a weekly budget of attention, which orders and never hides. Those that
make a statistical claim surface only when a stream of tests lets them through, so that at most about two in ten are
chance if the null models hold; the `q_value` says how near the line each one is. What several patterns see about the same
children joins one finding, which grows and keeps its history.

This page is written by `python -m wholepicture.patterns.explanation`; a test holds it to the code.
"""


def explain(patterns: Sequence[Pattern] = ALL) -> str:
    """The page, in Markdown."""
    parts = [_OPENING]
    for pattern in patterns:
        budget = (
            "About one child or place; not in the budget." if pattern.name in ABOUT_ONE_CHILD else "In the weekly budget."
        )
        days = f"A finding is over after {pattern.quiet_days} days without anything new."
        parts.append(f"## {pattern.name}\n\n{cleandoc(type(pattern).__doc__ or '')}\n\n{budget} {days}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(explain())
