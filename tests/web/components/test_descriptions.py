"""The arithmetic in the descriptions of components and pages."""

from typing import Any

import pytest
from django import forms
from django.utils.safestring import SafeString

from assetry.web.components.blocks import Bar, ChartColumn, Columns, HBars, Table, TableColumn, TreeNode
from assetry.web.components.fields import FieldView, field_from_bound
from assetry.web.components.parts import Action
from assetry.web.kit.context import FieldGroup, ListPage
from assetry.web.kit.grid import Column, Row, rows_html


def test_bars_are_shares_of_the_longest_and_a_small_one_stays_visible() -> None:
    bars = HBars(bars=(Bar(label="a", value=438), Bar(label="b", value=219), Bar(label="c", value=1)))
    assert [width for _bar, width in bars.lines] == ["100.00%", "50.00%", "1.00%"]


def test_bars_of_nothing_have_no_width() -> None:
    assert [width for _bar, width in HBars(bars=(Bar(label="a", value=0),)).lines] == ["0.00%"]


def test_columns_stand_on_the_ground_with_the_second_part_on_top() -> None:
    chart = Columns(caption="c", columns=(ChartColumn(label="Jun", shown="4", value=3, second=1),))
    place = chart.lines[0][1]
    assert place == {"y": "29.5%", "height": "70.5%", "y2": "6.0%", "height2": "23.5%"}


def test_a_row_that_lacks_a_cell_is_a_mistake() -> None:
    table = Table(caption="c", columns=(TableColumn("a"), TableColumn("b")), rows=(("1",),))
    with pytest.raises(ValueError, match="zip"):
        list(table.lines)


def test_a_list_row_that_lacks_a_cell_is_a_mistake() -> None:
    columns = (Column(name="a", label="A", place="name"), Column(name="b", label="B"))
    row = Row(id="1", label="1", url="#", cells=("x",))
    with pytest.raises(ValueError, match="zip"):
        rows_html(columns, (row,), selectable=False)


def test_the_cells_of_a_row_are_escaped_and_the_name_heads_it() -> None:
    columns = (Column(name="a", label="A", place="name"), Column(name="b", label="B"))
    row = Row(id="1", label="1", url="#", cells=("<b>", SafeString("<i>1</i>")))
    page = ListPage(title="t", summary="", url="#", columns=columns, rows=(row,), caption="c", total=1)
    cells = '<th scope="row" class="c-name cut">&lt;b&gt;</th><td><i>1</i></td>'
    assert page.body == f'\n<tr id="r-1" data-url="#">{cells}</tr>'


def test_what_names_a_row_is_escaped_and_its_box_is_checked() -> None:
    row = Row(id='"', label="<b>", url='#"', cells=(), peek_url="?a&b", peeked=True, selected=True)
    html = rows_html((), (row,), selectable=True)
    assert '<tr id="r-&quot;" data-url="#&quot;" data-peek="?a&amp;b" aria-current="true">' in html
    assert 'value="&quot;" aria-label="Select &lt;b&gt;" checked>' in html


@pytest.mark.parametrize(
    ("column", "css"),
    [
        (Column(name="n", label="N", place="name"), "c-name cut"),
        (Column(name="n", label="N", place="status"), "c-status"),
        (Column(name="n", label="N", number=True, rank=3), "num p3"),
        (Column(name="n", label="N", cut=True), "cut"),
    ],
)
def test_the_classes_of_a_column(column: Column, css: str) -> None:
    assert column.css == css


def test_deep_nodes_stand_at_the_last_step() -> None:
    assert TreeNode(label="x", url="#", depth=9).indent == 6


def test_half_fields_stand_in_pairs() -> None:
    half = [FieldView(name=name, label=name, half=True) for name in "abc"]
    group = FieldGroup(title="g", fields=(half[0], half[1], FieldView(name="x", label="x"), half[2]))
    assert [[field.name for field in line] for line in group.lines] == [["a", "b"], ["x"], ["c"]]


def test_a_control_is_described_by_its_error_and_its_help() -> None:
    field = FieldView(name="serial", label="Serial", errors=("Taken",), help="On the back")
    assert 'aria-describedby="f-serial-e f-serial-h"' in field.attributes
    assert 'aria-invalid="true"' in field.attributes


class _Form(forms.Form):
    email = forms.EmailField(max_length=50, help_text="Work address")
    password = forms.CharField(widget=forms.PasswordInput)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(widget=forms.Textarea, required=False)


@pytest.fixture
def bound() -> _Form:
    """A form that was sent with one mistake."""
    data: dict[str, Any] = {"email": "not one", "password": "secret", "kind": "b", "many": ["a"], "note": "n"}
    return _Form(data)


@pytest.mark.parametrize(
    ("name", "widget"),
    [
        ("email", "email"),
        ("password", "password"),
        ("kind", "select"),
        ("many", "checkboxes"),
        ("note", "textarea"),
    ],
)
def test_djangos_widgets_have_their_component(bound: _Form, name: str, widget: str) -> None:
    assert field_from_bound(bound[name]).widget == widget


def test_a_bound_field_keeps_what_was_typed_its_error_and_its_choice(bound: _Form) -> None:
    email = field_from_bound(bound["email"])
    assert (email.value, email.help, email.max_length) == ("not one", "Work address", 50)
    assert email.errors == ("Enter a valid email address.",)
    assert [option.chosen for option in field_from_bound(bound["kind"]).options] == [False, True]
    assert [option.chosen for option in field_from_bound(bound["many"]).options] == [True, False]


def test_a_password_never_goes_back_to_the_page(bound: _Form) -> None:
    assert field_from_bound(bound["password"]).value == ""


def test_an_action_is_a_link_unless_it_says_otherwise() -> None:
    assert Action(label="Open").how == "get"
