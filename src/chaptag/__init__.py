"""chaptag: show notes in, chapters out.

The functions that the command line calls are here; they are loaded when first used, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

from chaptag._version import __version__

__all__ = ["__version__"]
