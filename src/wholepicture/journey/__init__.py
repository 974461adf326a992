"""Which step follows which; the only writer."""
