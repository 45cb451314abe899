"""Every string has its English, and what libraries say has its Chinese."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.support import Translations
from flask_babel import force_locale
from flask_security.babel import FsDomain

from deploy import catalogues


def test_nothing_is_wrong_with_the_translations():
    assert catalogues.problems() == []


def test_a_string_without_english_is_found_with_its_place(tmp_path):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text(
        "<h1>{{ _('公布成绩') }}</h1>{{ ngettext('%(num)s 名选手', '%(num)s 名选手', 2) }}"
    )
    english = Catalog(locale="en")
    assert [
        line.split(": ")[1] for line in catalogues.untranslated(catalogues.used(tmp_path), english)
    ] == [
        "no English for '公布成绩'",
        "no English for ('%(num)s 名选手', '%(num)s 名选手')",
    ]
    english.add("公布成绩", "Publish results")
    assert len(catalogues.untranslated(catalogues.used(tmp_path), english)) == 1


def test_two_translations_and_lost_placeholders_are_reported(tmp_path):
    first, second = tmp_path / "a.po", tmp_path / "b.po"
    first.write_text('msgid "第 %(rank)s 名"\nmsgstr "Rank %(rank)s"\n')
    second.write_text('msgid "第 %(rank)s 名"\nmsgstr "Place %(place)s"\n')
    assert catalogues.merged([first, second])[1] == [
        "b.po: two translations of '第 %(rank)s 名': 'Rank %(rank)s', 'Place %(place)s'",
        "b.po: placeholders differ in '第 %(rank)s 名'",
    ]


def test_parts_become_one_catalogue(tmp_path):
    for name, chinese, english in (("a", "裁判", "Judge"), ("b", "选手", "Entrant")):
        (tmp_path / f"{name}.po").write_text(f'msgid "{chinese}"\nmsgstr "{english}"\n')
    merged, wrong = catalogues.merged(sorted(tmp_path.glob("*.po")))
    catalogues.write(merged, tmp_path / "en" / "LC_MESSAGES" / "messages.mo")
    compiled = Translations.load(tmp_path, ["en"])
    assert (compiled.gettext("裁判"), compiled.gettext("选手"), wrong) == ("Judge", "Entrant", [])


@pytest.mark.parametrize("locale", ["zh", "zh_Hans_CN"])
def test_sign_in_library_speaks_chinese(app, locale):
    with app.test_request_context(), force_locale(locale):
        said = FsDomain(app).gettext("Invalid code")
    assert said == "验证码无效"


def english():
    return catalogues.merged(sorted((catalogues.ENGLISH / "parts").glob("*.po")))[0]


def test_chinese_has_its_own_punctuation():
    narrow = re.compile(r"[一-龥”）][,;:!?(]|[,;:!?)][一-龥“]")
    assert [message.id for message in english() if narrow.search(str(message.id))] == []


def test_counts_in_english_are_right_for_one():
    plural = re.compile(
        r"(%\((count|total|people|judges)\)s|\{count\}) (unsent )?([a-z]+s|criteria)\b"
    )
    assert [one.string for one in english() if plural.search(str(one.string))] == []


@pytest.mark.parametrize(
    ("side", "not_ours"),
    [
        ("id", "[「」『』]|[\u4e00-\u9fff]\\.(?!\\w)|\\.\\.\\."),
        (
            "string",
            "[a-z]'[a-z ]|[n]['’]t\\b|\"|(?<=[a-z] )no\\. %|(?<!\\()\\busername|\\bphotograph",
        ),
    ],
)
def test_words_keep_to_one_manner(side, not_ours):
    """Chinese quotes “ ”; English ’ “ ” and no contractions; one word for one thing."""
    wrong = re.compile(not_ours)
    assert [one for one in english() if wrong.search(str(getattr(one, side)))] == []
