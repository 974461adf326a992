"""A folder that other accounts can pass through, which pytest's own are not under root."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_state() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wp-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
