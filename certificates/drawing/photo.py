"""Photographs and seal pictures made safe and small: decoded, cut, written anew."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from certificates.errors import FactError

if TYPE_CHECKING:
    from pathlib import Path

# One inch by the rules of identity photographs: 25 mm × 35 mm at 300 dots an inch.
SIZE: Final = (295, 413)
_HEAVIEST: Final = 10 * 1024 * 1024
_MOST_PIXELS: Final = 40_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def portrait(source: bytes | Path, *, key: str = "photo") -> bytes:
    """A 295 × 413 JPEG on white from a JPEG, PNG or WebP picture; FactError names ``key``."""
    image = _open(source, key)
    shaped = ImageOps.fit(
        _on_white(image), SIZE, method=Image.Resampling.LANCZOS, centering=(0.5, 0.4)
    )
    return _written(shaped, "JPEG", quality=86, optimize=True)


def seal(source: bytes | Path, *, key: str = "seal_image") -> bytes:
    """A seal picture as a palette PNG of at most 600 pixels, white made clear. Raises FactError."""
    image = _open(source, key)
    image.thumbnail((600, 600), resample=Image.Resampling.LANCZOS)
    flat = _on_white(image).convert("L")
    ink = ImageOps.invert(flat)
    red = Image.new("RGBA", image.size, (200, 22, 29, 0))
    red.putalpha(ink)
    return _written(red.quantize(colors=32, method=Image.Quantize.FASTOCTREE), "PNG", optimize=True)


def _open(source: bytes | Path, key: str) -> Image.Image:
    raw = _read(source, key)
    if len(raw) > _HEAVIEST:
        raise FactError("picture_heavy", key=key)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw), formats=_FORMATS)
            if image.width * image.height > _MOST_PIXELS:
                raise FactError("picture_large", key=key)
            image.load()
            return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FactError("picture_large", key=key) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise FactError("picture_unreadable", key=key) from None


def _read(source: bytes | Path, key: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        reason = f"the file {str(source)!r} cannot be read ({error.strerror})."
        raise FactError("fact_unfit", key=key, reason=reason) from None


def _on_white(image: Image.Image) -> Image.Image:
    clear = image.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _written(image: Image.Image, name: str, **options: int | bool) -> bytes:
    target = io.BytesIO()
    image.save(target, name, **options)
    return target.getvalue()
