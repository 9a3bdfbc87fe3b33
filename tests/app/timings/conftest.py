"""The live window of the sweeps' tests."""

from tests.app.sweeps.conftest import live

__all__ = ["live"]
