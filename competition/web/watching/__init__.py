"""Watching by machine: logs, figures, whether the program is alive and ready."""
