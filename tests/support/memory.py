"""Peak memory of a child process, counted from its own start."""

from __future__ import annotations

__all__ = ["PEAK_BYTES"]

PEAK_BYTES = """
def peak_bytes():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource, sys
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
"""
"""Source of a function for the child. Linux hands the parent's ``ru_maxrss`` on to a child; ``VmHWM`` begins anew."""
