"""`wholepicture verify`: checks a receipt or a whole export, offline. It shares no code with what wrote them: whoever doubts
the hub reads these files alone. The formats are in docs/proof-formats.md.
"""
