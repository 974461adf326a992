"""A specimen of everything that a screen can be made of, in every state: for whoever makes a screen, and for the tests.

It holds made-up words only, and stands under no address of a hub that is in use.
"""
