"""Pictures compiled once to PDF forms: grounds laid under pages, seals and QR codes placed in them.

Painting hundreds of curves anew for each certificate would be half of its time; a compiled form
is copied as bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pydyf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

if TYPE_CHECKING:
    from collections.abc import Iterable

_COPIED: Final = ("/ExtGState", "/Shading", "/Pattern", "/XObject")


class TextInPicture(ValueError):
    """A picture holds text, which only a page may."""


@dataclass(frozen=True, slots=True)
class Form:
    """Compiled operators over a box, y upwards, with the tiles that they repeat."""

    key: str
    width: float
    height: float
    operators: bytes
    tiles: tuple[bytes, ...] = ()
    resources: Any = None
    source: Any = field(default=None, repr=False, compare=False)  # keeps the resources' file open


def from_operators(operators: bytes, width: float, height: float) -> Form:
    """A form of plain operators that need no resources."""
    key = hashlib.sha256(operators).hexdigest()[:12]
    return Form(key, width, height, zlib.compress(operators, 9))


def from_svg(picture: str, width: float, height: float) -> Form:
    """Paint an SVG picture once, ``width`` × ``height`` in millimetres. Raises TextInPicture."""
    source = base64.b64encode(picture.encode()).decode("ascii")
    page = (
        f"<style>@page{{size:{width}mm {height}mm;margin:0}}html,body{{margin:0}}"
        f"img{{display:block;width:{width}mm;height:{height}mm}}</style>"
        f'<img src="data:image/svg+xml;base64,{source}">'
    )
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).render()
    raw = document.write_pdf()
    if document.fonts:
        raise TextInPicture
    painted = pikepdf.open(io.BytesIO(raw))
    only = painted.pages[0]
    box = only.mediabox
    return Form(
        key=hashlib.sha256(picture.encode()).hexdigest()[:12],
        width=float(box[2]),
        height=float(box[3]),
        operators=zlib.compress(only.Contents.read_bytes(), 9),
        resources=only.Resources,
        source=painted,
    )


class Stamp:
    """A compiled form in the place of an image, as WeasyPrint's layout asks for one."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def get_intrinsic_size(
        self, _resolution: object, _font_size: object
    ) -> tuple[float, float, float]:
        """Width and height in CSS pixels, and their ratio."""
        width, height = self.form.width / 0.75, self.form.height / 0.75
        return width, height, width / height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Name the form at this place; ``add`` brings its operators."""
        stream.push_state()
        stream.transform(a=width / self.form.width, d=-height / self.form.height, f=height)
        stream.draw_x_object(name_of(self.form))
        stream.pop_state()


def name_of(form: Form) -> str:
    """The resource name of a form."""
    return f"F{form.key}"


def add(pdf: Any, forms: Iterable[Form]) -> None:
    """Bring the operators of ``forms``, once each, into the pages' shared resources."""
    resources = _object(pdf, _pages(pdf)[0]["Resources"])
    for form in {form.key: form for form in forms}.values():
        resources["XObject"][name_of(form)] = _written(pdf, form)


def underlay(pdf: Any, grounds: Iterable[Form]) -> None:
    """Lay ``grounds`` under the pages, one each in order, as artifacts that no reader reads out."""
    for page, ground in zip(_pages(pdf), grounds, strict=True):
        use = f"/Artifact BMC q /{name_of(ground)} Do Q EMC"
        _object(pdf, page["Contents"]).stream.insert(0, use.encode())


def _pages(pdf: Any) -> list[Any]:
    return [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _written(pdf: Any, form: Form) -> bytes:
    """The form as a stream of ``pdf``, its tiles beside it; returns the reference."""
    own = pydyf.Dictionary()
    for key in _COPIED:
        if form.resources is not None and len(form.resources.get(key, {})):
            own[key[1:]] = _copy(pdf, form.resources[key])
    box = [0, 0, form.width, form.height]
    tiles = pydyf.Dictionary(
        {
            f"T{index}": _stream(pdf, zlib.compress(tile, 9), [-1e4, -1e4, 1e4, 1e4], own)
            for index, tile in enumerate(form.tiles)
        }
    )
    whole = pydyf.Dictionary(own)
    whole["XObject"] = pydyf.Dictionary({**own.get("XObject", {}), **tiles})
    return _stream(pdf, form.operators, box, whole)


def _stream(pdf: Any, packed: bytes, box: list[float], resources: Any) -> bytes:
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array(box),
        "Filter": "/FlateDecode",
        "Resources": resources,
    }
    stream = pydyf.Stream([packed], pydyf.Dictionary(extra))
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference


def _copy(pdf: Any, value: Any) -> Any:
    """A pikepdf object as pydyf's, its streams added to ``pdf``."""
    match value:
        case pikepdf.Stream():
            extra = {key[1:]: _copy(pdf, item) for key, item in value.items() if key != "/Length"}
            stream = pydyf.Stream([value.read_raw_bytes()], pydyf.Dictionary(extra))
            pdf.add_object(stream)
            return stream.reference
        case pikepdf.Dictionary():
            return pydyf.Dictionary({key[1:]: _copy(pdf, item) for key, item in value.items()})
        case pikepdf.Array():
            return pydyf.Array([_copy(pdf, item) for item in value])
        case bool():
            return str(value).lower()
    return str(value) if isinstance(value, pikepdf.Object) else value
