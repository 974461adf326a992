"""Which mentions speak of one person, place, vehicle or phone, with reasons, always reversible."""

from wholepicture.linkage.linker import Linker
from wholepicture.linkage.model import Model, load_model, read_model
from wholepicture.linkage.resolution import Resolution, Split

__all__ = ["Linker", "Model", "Resolution", "Split", "load_model", "read_model"]
