"""Proof that nothing was altered: what is sealed, in which tree, and what is signed. See docs/adr/0009-checkpoints.md."""
