"""The domain calls: one for each thing that a screen asks or does. Composes storage, accounts and the journey."""
