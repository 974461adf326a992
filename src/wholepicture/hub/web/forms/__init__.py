"""Forms as the hub shows them: fields and widgets of our own, and the renderer that draws every form in the same look."""
