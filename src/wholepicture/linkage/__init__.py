"""Which mentions speak of one person, place, vehicle or phone, with reasons, always reversible."""

from wholepicture.linkage.linker import Linker
from wholepicture.linkage.model import Model, load_model, read_model
from wholepicture.linkage.regrouping import Recall
from wholepicture.linkage.resolution import Resolution, Split
from wholepicture.linkage.training import PersonRow, Trainer, UnableToLearn, count_names, model_table, person_row

__all__ = [
    "Linker",
    "Model",
    "PersonRow",
    "Recall",
    "Resolution",
    "Split",
    "Trainer",
    "UnableToLearn",
    "count_names",
    "load_model",
    "model_table",
    "person_row",
    "read_model",
]
