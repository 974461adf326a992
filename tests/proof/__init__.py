"""Proof: each harness tries to lose, change or open something, and has a control that must fail. See docs/proof.md."""
