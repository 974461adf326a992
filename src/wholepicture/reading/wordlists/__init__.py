"""The lexicon as package files: indicators, cues, words, names, wording advice and categories."""
