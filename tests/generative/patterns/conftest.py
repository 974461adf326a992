"""Lets the generative tests use the scenes of the spec tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "spec" / "patterns"))
