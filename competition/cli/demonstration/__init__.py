"""The demonstration: two contests with invented people, made by the same deeds as real ones.

Loading it again does only what is missing, so that an interrupted start is simply repeated.
"""

from competition.cli.demonstration.loading import load

__all__ = ["load"]
