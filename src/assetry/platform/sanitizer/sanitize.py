"""Text with markup as safe HTML: everything that is not on the list is taken out, nothing in it is ever fetched."""

from functools import cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# No pictures: an address in one is a request that whoever reads sends out (and, on a server, reads files).
TAGS: Final = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES: Final = {"http", "https", "mailto"}
# Taken out with what they hold; of other unknown elements the text stays.
_WITH_CONTENT: Final = {
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
    "noscript",
}
LONGEST: Final = 20_000  # characters; four times the longest note


def safe_html(html: str) -> SafeString:
    """The HTML with only what is on the list; links open without telling where from, and lead to the web or mail."""
    cleaned = nh3.clean(
        html[:LONGEST],
        tags=set(TAGS),
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow ugc",
        strip_comments=True,
    )
    return mark_safe(cleaned)  # noqa: S308 - the one place that makes it safe


def safe_markdown(text: str) -> SafeString:
    """Markdown (CommonMark, with tables) as safe HTML; HTML inside it is shown as text, pictures by their words."""
    return safe_html(_markdown().render(text[:LONGEST]))


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.add_render_rule("image", lambda _self, tokens, index, *_rest: _escaped(tokens[index].content))
    return parser


def _escaped(text: str) -> str:
    return nh3.clean_text(text)
