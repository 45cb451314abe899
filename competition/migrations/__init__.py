"""The tables, step by step. Written by ``competition db revision``, run by ``db upgrade``."""
