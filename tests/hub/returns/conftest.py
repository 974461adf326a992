"""A hub in use, as for findings."""

from tests.hub.findings.conftest import acting, stating, world

__all__ = ["acting", "stating", "world"]
