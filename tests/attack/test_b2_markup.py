"""B2, rich text. Snipe CVE-2026-55464 (attributes slip through), CVE-2026-86741, CVE-2026-86751 (pictures of Markdown
read local files and sent requests), Nautobot CVE-2024-23345."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.platform.sanitizer.sanitize import TAGS, safe_html, safe_markdown
from tests.support.outside import canary

HOSTILE = [
    "<script>x</script>",
    "<img src=x onerror=x>",
    "<svg onload=x>",
    "<svg><script>x</script></svg>",
    "<math><mi xlink:href=x>",
    "<iframe src=//evil>",
    "<object data=x>",
    "<embed src=x>",
    "<form action=//evil><input>",
    "<base href=//evil>",
    "<link rel=stylesheet href=//evil>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{background:url(//evil)}</style>",
    "<a href=javascript:x>a</a>",
    "<a href='java\tscript:x'>a</a>",
    "<a href='&#106;avascript:x'>a</a>",
    "<a href=' javascript:x'>a</a>",
    "<a href='JaVaScRiPt:x'>a</a>",
    "<a href=data:text/html,x>a</a>",
    "<a href=vbscript:x>a</a>",
    "<a href=file:///etc/passwd>a</a>",
    "<a href=x onclick=x style=x id=x class=x>a</a>",
    "<p style='position:fixed'>a</p>",
    "<p onmouseover=x>a</p>",
    "<b id=main class=btn>a</b>",
    "<noscript><p title='</noscript><img src=x onerror=x>'>",
    "<textarea><img src=x onerror=x></textarea>",
    "<template><script>x</script></template>",
    "<!--><script>x</script>-->",
    "<![CDATA[<script>x</script>]]>",
    "<xmp><script>x</script></xmp>",
    "<a href='https://x' target=_blank>a</a>",
    "<table background=//evil><td>a</td></table>",
    "<video src=//evil><source onerror=x></video>",
    "<img src=http://127.0.0.1/>",
    "<details open ontoggle=x>",
    "<p>unclosed <b",
    "<a href='//evil.example'>a</a>",
    "<a href='tel:+1'>a</a>",
    "\x00<scr\x00ipt>x</script>",
]
MARKDOWN = [
    "![x](/etc/passwd)",
    "![x](file:///etc/passwd)",
    "![x](http://127.0.0.1:{port}/x.png)",
    "![x][r]\n\n[r]: http://127.0.0.1:{port}/",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<img src=x onerror=x>",
    "<script>x</script>",
    '[x](https://a "\\" onclick=x")',
    "[x]( javascript:x)",
    "[x](java&#x09;script:x)",
    "`<script>`",
    "```\n<script>x</script>\n```",
    "| a |\n|---|\n| <svg onload=x> |",
    "<img src=http://127.0.0.1:{port}/>",
    "![<script>](x)",
    "[a](<javascript:x>)",
    "<!-- x -->",
]
_ELEMENT = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>")


def elements(html: str) -> list[tuple[str, str]]:
    return [(name.lower(), attributes.strip()) for name, attributes in _ELEMENT.findall(html)]


def assert_inert(html: str) -> None:
    """Only listed elements; only links have attributes, and lead to the web or to mail."""
    for name, attributes in elements(html):
        assert name in TAGS
        assert name in {"a", "ol"} or attributes in {"", "/"}
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert re.match(r"https?://|mailto:|(?![a-z][a-z0-9+.-]*:)", address, re.IGNORECASE)
        assert not re.search(r"\b(on\w+|style|class|id|src|target)\s*=", re.sub(r'"[^"]*"', '""', attributes))


@pytest.mark.parametrize("html", HOSTILE)
def test_b2_hostile_html_is_made_inert(html: str) -> None:
    assert_inert(safe_html(html))


@pytest.mark.parametrize("text", MARKDOWN)
def test_b2_hostile_markdown_is_made_inert_and_fetches_nothing(text: str) -> None:
    with canary() as bird:
        html = safe_markdown(text.format(port=bird.port) if "{port}" in text else text)
    assert_inert(html)
    assert "<img" not in html
    assert bird.visits == []


@given(st.text(alphabet="<>/=\"' abhrefscriptonx:&#;!-[]()`\n\x00", max_size=80))
def test_b2_no_text_gets_through(text: str) -> None:
    assert_inert(safe_html(text))
    assert_inert(safe_markdown(text))


def test_b2_a_link_tells_nothing_of_where_it_came_from() -> None:
    assert 'rel="noopener noreferrer nofollow ugc"' in safe_markdown("[x](https://example.com)")


def test_b2_harmless_markdown_stays() -> None:
    html = safe_markdown("# Head\n\n**bold** and `code`\n\n- one\n\n| a |\n|---|\n| 1 |")
    assert [part for part in ("<h1>", "<strong>", "<code>", "<li>", "<table>") if part not in html] == []


def test_b2_a_picture_is_told_by_its_words() -> None:
    assert "the rack" in safe_markdown("![the rack](https://example.com/rack.png)")
