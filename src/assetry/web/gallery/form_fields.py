"""Every kind of form field with its states."""

from assetry.web.components.fields import FieldView, Option

_LAPTOP = Option(value="laptop", label="Laptop", chosen=True)
FIELDS: tuple[FieldView, ...] = (
    FieldView(
        name="plain",
        id="s-plain",
        label="Name",
        value="Latitude 5450",
        required=True,
        help="As people call it",
    ),
    FieldView(
        name="serial",
        id="s-serial",
        label="Serial number",
        widget="code",
        value="7HX2K94",
        errors=("LT-1044 has this serial.",),
    ),
    FieldView(
        name="kind",
        id="s-kind",
        label="Category",
        widget="select",
        options=(_LAPTOP, Option(value="m", label="Monitor")),
    ),
    FieldView(name="cost", id="s-cost", label="Purchase cost", widget="money", value="1,249.00", unit="EUR"),
    FieldView(
        name="warranty",
        id="s-warranty",
        label="Warranty to",
        widget="date",
        value="26 Feb 2026",
        help="Day, month, year",
    ),
    FieldView(name="note", id="s-note", label="Note", widget="textarea", value="Travels to workshops."),
    FieldView(name="agree", id="s-agree", label="Ask for acceptance by mail", widget="checkbox", value="on"),
    FieldView(
        name="key",
        id="s-key",
        label="A row is the same asset when",
        widget="radio",
        options=(
            Option(value="tag", label="Asset tag, then serial number", chosen=True),
            Option(value="serial", label="Serial number only"),
        ),
    ),
    FieldView(
        name="make",
        id="s-make",
        label="Create what is missing",
        widget="checkboxes",
        options=(
            Option(value="models", label="Models", chosen=True, note="and their manufacturers"),
            Option(value="people", label="People"),
        ),
    ),
    FieldView(
        name="hue",
        id="s-hue",
        label="Hue",
        widget="hue",
        options=tuple(
            Option(value=str(hue), label=f"Hue {hue}", chosen=hue == 70) for hue in range(0, 360, 10)
        ),
    ),
    FieldView(
        name="owner",
        id="s-owner",
        label="Owner",
        widget="combobox",
        value="p1",
        token="Lena Vogel",
        search_url="/_ui/options/",
    ),
    FieldView(
        name="model", id="s-model", label="Model", widget="combobox", search_url="/_ui/options/", create=True
    ),
    FieldView(name="file", id="s-file", label="File", widget="file", accept=".csv"),
    FieldView(name="fixed", id="s-fixed", label="Company", widget="readonly", value="Larkfield Labs GmbH"),
)
