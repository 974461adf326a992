"""Patterns that run across children: what each asks, what it found and why, what speaks against it and what to ask next."""

from wholepicture.patterns.attention import Week, attention_order, shown
from wholepicture.patterns.catalogue import ALL
from wholepicture.patterns.register import Register

__all__ = ["ALL", "Register", "Week", "attention_order", "shown"]
