"""Certificates as organisers see them: the list, one certificate, designs, pictures."""

from competition.web.organisers.certificates import (
    designs,
    issuing,
    life,
    photo_sets,
    pictures,
    shelf,
)

__all__ = ["designs", "issuing", "life", "photo_sets", "pictures", "shelf"]
