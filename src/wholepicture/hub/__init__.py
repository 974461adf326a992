"""The hub: where professionals of every agency record concerns and work with the picture."""
