"""Narratives read: indicators, people and things named, who it is about, and wording."""

from wholepicture.reading.explain import marked
from wholepicture.reading.lexicon import Indicator, Lexicon, LexiconUnreadable, load_lexicon
from wholepicture.reading.reader import Reader

__all__ = ["Indicator", "Lexicon", "LexiconUnreadable", "Reader", "load_lexicon", "marked"]
