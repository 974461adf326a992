"""Meetings: called, asked for, held, and what comes of them."""
