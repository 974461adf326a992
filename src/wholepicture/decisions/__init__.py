"""Decisions: what people did about a concern or a finding, in their own names, and what may not be done by one alone."""
