"""Designs from outside: each attack that was tried once is tried here for ever."""

import contextlib
import io
import shutil
import time

import pikepdf
import pytest

from certificates import DesignError, check_design, fence, render
from certificates.design import home, load
from certificates.drawing.viewer import page_text
from certificates.page import compose
from certificates.press import press

SECRET = "the-secret-of-this-machine"

READS_A_FILE = [
    '<img src="{url}" alt="x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<object data="{url}" type="text/plain"></object>',
    '<p style="background: url({url})">x</p>',
    '<style>@import url("{url}"); p { background: url("{url}") }</style>',
    '<style>@font-face { font-family: x; src: url("{url}") }</style>',
    '<a rel="attachment" href="{url}">x</a>',
    '<iframe src="{url}"></iframe>',
    """<img alt="x" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'
    xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='{url}'/></svg>">""",
    """<img alt="x" src="data:image/svg+xml,<!DOCTYPE svg [<!ENTITY e SYSTEM '{url}'>]>
    <svg xmlns='http://www.w3.org/2000/svg'><text>&e;</text></svg>">""",
]
LEAKS = ("__", "<class", "root:", "uid=", "module", " at 0x")
ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ holder.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lines.__class__.__base__ }}",
    "{{ '{0.__class__}'.format(holder) }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../etc/passwd' %}",
    "{% import 'os' as os %}{{ os }}",
    "{{ holder | attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace().__init__.__globals__ }}",
    "{{ lines | map(attribute='__class__') | list }}",
    "{{ [holder] | map('attr', '__class__') | list }}",
    "{{ '%s' | format(holder.__class__) }}",
    "{{ holder.format.__self__.__class__ }}",
    "{{ dict.__subclasses__() }}",
    "{{ unknown_word }}",
    "{{ range(10 ** 9) | list }}",
]
ENDLESS = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{{ a * b }}{% endfor %}{% endfor %}",
    "{{ '<div>' * 20000 }}" + "<div>" * 20000,
    '<table><tr><td colspan="100000000">x</td></tr></table>' * 50,
    "{{ 'x' * 10 ** 9 }}",
    "<style>:root{--a0:xx;"
    + "".join(f"--a{at}:var(--a{at - 1}) var(--a{at - 1}) var(--a{at - 1});" for at in range(1, 30))
    + "}p{font-family:var(--a29)}</style><p>x</p>",
]


@pytest.fixture
def folder(tmp_path):
    """A copy of an own design, which makes it one from outside."""
    copied = tmp_path / "mine"
    shutil.copytree(home() / "level-official", copied)
    return copied


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(fence, "SECONDS", 4)
    monkeypatch.setattr(fence, "PATIENCE", 20)


def test_an_honest_design_looks_the_same_from_outside(folder, facts):
    assert len(render(facts, design=folder)) == len(render(facts))
    assert check_design(folder).own is False


@pytest.mark.parametrize("markup", READS_A_FILE)
def test_no_page_reads_a_file(markup, folder, facts, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    add(folder, markup.replace("{url}", secret.as_uri()))
    with contextlib.suppress(DesignError):
        assert SECRET not in everything(press().one(compose(facts, load(folder))))


@pytest.mark.parametrize("markup", ESCAPES)
def test_no_template_escapes_its_sandbox(markup, folder, facts):
    add(folder, markup)
    with contextlib.suppress(DesignError):
        html = compose(facts, load(folder)).html
        found = [
            sign for sign in ("__", "<class", "root:", "uid=", "module", " at 0x") if sign in html
        ]
        assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("markup", ENDLESS)
@pytest.mark.usefixtures("quick")
def test_what_takes_for_ever_is_stopped(markup, folder, facts):
    add(folder, markup)
    begun = time.monotonic()
    with pytest.raises(DesignError):
        render(facts, design=folder)
    assert time.monotonic() - begun < 40


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="data:text/plain,evil" title="credential.jwt">',
        '<a rel="attachment" href="data:text/plain,evil">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://example.org/">x</a>',
    ],
)
def test_a_page_brings_no_files_and_no_links(markup, folder, facts):
    add(folder, markup)
    with pytest.raises(DesignError, match="no links"):
        press().one(compose(facts, load(folder)), "a.credential.of-ours")


def test_no_network_is_asked(folder, facts):
    add(folder, '<img alt="x" src="http://127.0.0.1:9/x.png">')
    assert render(facts, design=folder).startswith(b"%PDF")


def test_another_font_is_refused_by_name(folder, facts):
    add(folder, '<p style="font-family: DejaVu Sans">Ω</p>')
    with pytest.raises(DesignError) as refused:
        render(facts, design=folder)
    assert refused.value.code == "font_foreign"


def test_the_mark_of_a_specimen_cannot_be_styled_away(folder, facts):
    style = folder / "style.css"
    style.write_text(style.read_text() + ".specimen-mark { display: none !important }")
    assert "SPECIMEN" in everything(render(facts.marked_specimen(), design=folder))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("design.toml", "schema = ", "design.toml"),
        ("design.toml", 'kinds = ["level"]\nsurprise = 1', "unknown key 'surprise'"),
        ("design.toml", 'kinds = ["diploma"]', "kinds must be a list"),
        ("style.css", None, "has no file style.css"),
        ("template.html", "{% if %}", "template.html"),
    ],
)
def test_a_broken_design_is_told_what_is_wrong(name, text, reason, folder):
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(DesignError, match=reason):
        check_design(folder)


@pytest.mark.parametrize(
    "layer",
    [
        'draw = "nothing"',
        'draw = "lace"\ncolour = "red"',
        'draw = "lace"\ncolour = "#ff0000"\ninset = 5\ndepth = 3\nstrands = 100000',
        'draw = "waves"\ncolour = "#ff0000"\ninset = 5\npitch = 0.00001',
        'draw = "rule"\ncolour = "#ff0000"\ninset = "5"',
        'draw = "rule"\ncolour = "#ff0000"\ninset = 5\nlucky = 7',
    ],
)
def test_a_layer_that_cannot_be_drawn_is_named(layer, folder, facts):
    recipe = folder / "design.toml"
    recipe.write_text(f"{recipe.read_text()}\n[[background]]\n{layer}\n")
    with pytest.raises(DesignError, match="layer"):
        press().one(compose(facts, load(folder)))


def test_a_linked_file_is_no_part_of_a_design(folder, tmp_path):
    (folder / "style.css").unlink()
    (folder / "style.css").symlink_to(tmp_path / "elsewhere.css")
    with pytest.raises(DesignError, match=r"no file style\.css"):
        check_design(folder)


def test_a_picture_may_be_the_ground_but_holds_no_text(folder, facts):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">{}</svg>'
    ground = folder / "background.svg"
    ground.write_text(svg.format('<rect width="210" height="297" fill="#ffe"/>'))
    assert render(facts, design=folder).startswith(b"%PDF")
    ground.write_text(svg.format('<text y="20">hidden words</text>'))
    with pytest.raises(DesignError, match="no text"):
        render(facts, design=folder)


def add(folder, markup):
    with (folder / "template.html").open("a") as template:
        template.write(markup)


def everything(raw):
    """All that the file holds, unpacked: page text, attachments, streams."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if readable(one)]
    return page_text(raw) + b"".join(streams).decode("latin-1")


def readable(one):
    return isinstance(one, pikepdf.Stream) and "/Length1" not in one and "/N" not in one
