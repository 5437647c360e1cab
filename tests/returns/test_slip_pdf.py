"""Slips on paper: every kind is printed from its sample snapshot and read back."""

import sys
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from aftersales import checks
from aftersales.kit import fonts, pdf
from slips.kinds import KINDS
from slips.paper import A4, A5, CONTINUOUS, Sheet
from tests.returns.printed import (
    PAPERS,
    labels_of,
    leaves,
    pages_of,
    print_slip,
    run,
    sample,
    squeeze,
    values_of,
    with_lines,
)
from tests.returns.samples import SAMPLES


@pytest.mark.parametrize("prefix", SAMPLES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_fact_is_on_each_copy(prefix, paper):
    document = pages_of(sample(prefix, paper))
    copies = 1 if paper == "241" else len(KINDS[prefix].copies)
    pages = len(document) // copies
    for copy in ("".join(document[n : n + pages]) for n in range(0, len(document), pages)):
        heading = [KINDS[prefix].title, f"{prefix}-2026-0003", "博山微电机厂", "制单张海燕2026-11-2410:05"]
        facts = SAMPLES[prefix] | ({"customer": ""} if prefix == "JZ" else {})  # which names cases instead
        assert [value for value in [*values_of(facts), *heading] if value not in copy] == []


@pytest.mark.parametrize("prefix", ["FK", "FX", "TH"])
def test_each_copy_names_its_colour_and_recipient(prefix):
    pages = pages_of(sample(prefix))
    labels = labels_of(prefix, Sheet())
    for page, label in zip(pages, labels, strict=True):
        assert squeeze(f"{label.set}{label}") in page
        assert sum(squeeze(str(other)) in page for other in labels) == 1
    assert "共四联第二联(红)财务" in pages_of(sample("TH"))[1]


def test_a_copy_says_when_and_by_whom_it_was_printed_and_how_often():
    first, second, _ = pages_of(sample("FX"))
    assert "打印2026-11-2510:12李娜" in first
    assert "补打" not in first
    assert "补打3" in second


@pytest.mark.parametrize("prefix", SAMPLES)
def test_another_reader_finds_the_text_too(prefix):
    text = squeeze(run("pdftotext", "-layout", "-", "-", stdin=sample(prefix)).decode())
    assert f"{prefix}-2026-0003" in text
    assert text.count("第1页共1页") == len(KINDS[prefix].copies)


def test_a_long_list_continues_under_its_header():
    pages = pages_of(print_slip("JJ", with_lines("JJ", 60) | {"remark": ""}))
    assert len(pages) == 9
    for copy in (pages[:3], pages[3:6], pages[6:]):
        assert all("出厂编号" in page and f"第{n}页共3页" in page for n, page in enumerate(copy, 1))
        assert ["续页" in page for page in copy] == [False, True, True]
        assert all("".join(copy).count(f"260315-{n:04}") == 1 for n in range(1, 61))
        assert "王海涛" in copy[-1]


def test_the_fast_way_prints_what_the_slow_way_prints():
    copies = [*leaves("TH", with_lines("TH", 30)), *leaves("FX")]
    ways = [pdf.render(copies), pdf.render_each(copies)]
    fast, slow = (run("pdftoppm", "-r", "50", "-", stdin=way) for way in ways)
    assert fast == slow
    assert len(fast) > 1_000_000  # pixels of eleven pages
    assert len(ways[0]) < len(ways[1])


def test_a_body_that_cannot_be_shared_is_printed_the_slow_way(caplog):
    ((body, overlay),) = leaves("JD")
    linked = body.html.replace("鉴定次数", '<a href="https://example.org">鉴定次数</a>')
    assert len(pages_of(pdf.render([(pdf.body(linked, body.rules), overlay)]))) == 1
    assert "slow way" in caplog.text


@pytest.mark.parametrize("paper", [A4, A5, CONTINUOUS], ids=str)
def test_a_list_of_high_rows_is_closed_against_later_additions_all_the_same(paper):
    facts = SAMPLES["JJ"] | {"consignment": 0}
    high = {"case": "FK-2026-0012", "remark": "编号与清单不符（清单 260904-0001）；清单外；运输损坏"}
    facts["motors"] = [row | high for row in facts["motors"][:3]]
    for page in pages_of(print_slip("JJ", facts, Sheet(paper))):
        assert "（以下空白）" in page
        assert "FK-2026-0012" in page


def test_a_void_slip_says_so_on_every_page():
    pages = pages_of(print_slip("TH", with_lines("TH", 60), void=True, void_reason="数量录错"))
    assert len(pages) == 12, "three for each of four copies"
    assert all("作废" in page for page in pages)
    assert "原因：数量录错" in pages[0]
    assert "作废" not in "".join(pages_of(sample("TH")))


def test_a_motor_sent_back_unrepaired_says_why():
    facts = SAMPLES["FX"] | {"unrepaired": "客户不同意收费", "work_done": "", "parts": []}
    page = pages_of(print_slip("FX", facts))[0]
    assert "未修退回客户不同意收费" in page
    assert "维修内容" not in page


def test_the_director_signs_beside_the_others():
    signed = [{"role": "director", "name": "孙厂长", "at": "2026-11-24 11:00"}]
    page = pages_of(print_slip("TH", SAMPLES["TH"] | {"signatures": KINDS["TH"].boxes(signed)}))[0]
    assert page.index("成品库年月日") < page.index("厂长孙厂长2026-11-2411:00")


def photo(width, height):
    """A photo too noisy to compress well, as a data: URI."""
    file = BytesIO()
    Image.effect_noise((width, height), 60).save(file, "JPEG")
    return "data:image/jpeg;base64," + b64encode(file.getvalue()).decode()


def test_photos_are_printed_no_finer_than_paper_shows():
    photos = [{"id": n, "caption": f"部位{n}", "src": photo(1600, 1200)} for n in range(1, 4)]
    document = print_slip("FK", SAMPLES["FK"] | {"photos": photos})
    assert len(photos[0]["src"]) > 1_000_000 > len(document)
    assert len(PdfReader(BytesIO(document)).pages[0].images) == 4, "and the QR code"


@pytest.mark.parametrize(
    ("paper", "count", "pages"), [(A4, 3, 1), (A4, 4, 1), (A4, 8, 1), (CONTINUOUS, 4, 1), (A5, 4, 2)]
)
def test_the_photos_of_a_feedback_need_no_page_of_their_own(paper, count, pages):
    """On A5, where three already went over, they stand in one row above the signatures."""
    photos = [{"id": n, "caption": f"部位{n}", "src": photo(400, 300)} for n in range(1, count + 1)]
    printed = pages_of(print_slip("FK", SAMPLES["FK"] | {"photos": photos}, Sheet(paper)))
    assert len(printed) == pages
    assert "".join(f"照片{n}部位{n}" for n in range(1, count + 1)) + "业务员" in printed[-1]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("prefix", SAMPLES)
def test_a_usual_slip_is_one_page(prefix, paper):
    copies = 1 if Sheet(paper).impact else len(KINDS[prefix].copies)
    assert len(pages_of(sample(prefix, paper))) == copies


def test_a_photo_that_is_no_longer_there_is_still_named():
    assert "照片3碳刷" in pages_of(sample("FK"))[0]


def test_a_revised_slip_says_which_revision():
    assert "2026-11-24修订1" in pages_of(print_slip("FK", revision=1))[0]
    assert "修订" not in pages_of(sample("FK"))[0]


def forbid_fetching(monkeypatch):
    """Fail the test as soon as anything but a data: URI is opened."""
    from urllib.request import OpenerDirector

    open_ = OpenerDirector.open

    def guarded(opener, request, *args, **kwargs):
        if not request.full_url.startswith("data:"):
            pytest.fail(f"fetched {request.full_url}")
        return open_(opener, request, *args, **kwargs)

    monkeypatch.setattr(OpenerDirector, "open", guarded)


HOSTILE = [
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(https://evil.example/x.css); * { display: none }</style>",
    '<object data="https://evil.example/x.svg"></object>',
    '</td></table></body><body class="void">',
    "{{ slip.factory }}{% include 'base.html' %}",
    "&lt;b&gt; \"quoted\" 'single'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text, monkeypatch):
    forbid_fetching(monkeypatch)
    page = pages_of(print_slip("JD", SAMPLES["JD"] | {"symptom": text}))[0]
    assert squeeze(text) in page
    assert "李娜" in page


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://example.org/x.png", "ftp://example.org/x"])
def test_nothing_is_fetched_even_where_markup_asks_for_it(url, monkeypatch):
    forbid_fetching(monkeypatch)
    markup = f'<img src="{url}"><link rel="attachment" href="{url}"><link rel="stylesheet" href="{url}">'
    markup += f"<style>@import url({url}); td {{ background: url({url}) }}</style>"
    ((body, overlay),) = leaves("JD", qr=url)
    html = body.html.replace('<table class="heading">', f'{markup}<table class="heading">')
    document = PdfReader(BytesIO(pdf.render([(pdf.body(html, body.rules), overlay)])))
    assert not document.attachments


@pytest.mark.parametrize("character", "䶮𫗧𠮷㐂镕堃")
def test_rare_characters_of_names_are_printed(character):
    page = pages_of(print_slip("JD", SAMPLES["JD"] | {"liable_person": f"赵{character}"}))[0]
    assert f"赵{character}" in page


def font_of_each_character(document):
    """Which font draws each character of the first page."""
    drawn = {}

    def visit(text, _cm, _tm, font, _size):
        drawn.update(dict.fromkeys(text, font and font["/BaseFont"].split("+")[1]))

    PdfReader(BytesIO(document)).pages[0].extract_text(visitor_text=visit)
    return drawn


def test_characters_that_micro_hei_draws_wrongly_come_from_the_other_font():
    facts = SAMPLES["JJ"] | {"remark": f"夏季 {fonts.BROKEN_GLYPHS} 赵堃"}
    drawn = font_of_each_character(print_slip("JJ", facts))
    broken = fonts.BROKEN_GLYPHS.replace("\u212b", "")  # printed as Å, which is the same and whole
    assert "WenQuanYi-Micro-Hei" not in {drawn[character] for character in broken}
    assert drawn["℃"] == drawn["½"] == "Noto-Sans-CJK-SC"
    assert {drawn[character] for character in "夏季赵堃38"} == {"WenQuanYi-Micro-Hei"}


def test_micro_hei_has_no_other_blank_characters():
    from fontTools.ttLib import TTCollection

    font = TTCollection(run("fc-match", "-f", "%{file}", "WenQuanYi Micro Hei").decode()).fonts[0]
    glyphs, characters = font["glyf"], font.getBestCmap()
    blank = {chr(code) for code, name in characters.items() if glyphs[name].numberOfContours == 0}
    meant = {character for character in blank if not character.isprintable()} | {" ", "\u3164"}
    assert blank - meant <= set(fonts.BROKEN_GLYPHS)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_character_without_a_glyph_is_a_substitute_that_the_foot_names(paper):
    facts = SAMPLES["JD"] | {"symptom": "电机\ue123响\U0010fff0，\u202e100"}
    printed = "".join(pages_of(print_slip("JD", facts, Sheet(paper))))
    assert "电机〓响〓，100" in printed
    assert "〓=U+E123;U+10FFF0" in printed


def test_this_machine_can_print():
    assert fonts.missing_system_support() == []
    assert checks.can_print(None) == []


def test_a_machine_that_cannot_print_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(fonts.LIBRARIES, "libnone.so.0", "libnone0")
    monkeypatch.setitem(fonts.FONTS, "No Such Font", "fonts-none")
    (warning,) = checks.can_print(None)
    assert warning.hint == "sudo apt install libnone0 fonts-none"


def test_the_check_does_not_load_weasyprint():
    """Every command runs the checks; WeasyPrint would cost each 1.3 s."""
    code = """
import sys, django; django.setup()
from aftersales import checks
checks.can_print(None)
print('weasyprint' in sys.modules)
"""
    assert run(sys.executable, "-c", code) == b"False\n"
