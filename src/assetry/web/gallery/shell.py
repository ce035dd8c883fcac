"""A shell for the catalogue's pages."""

from assetry.web.components.parts import Action
from assetry.web.components.shell import NavGroup, NavItem, Shell


def sample_shell(current: str) -> Shell:
    """The frame as a manager would see it."""

    def item(name: str, label: str, icon: str, counted: bool = False) -> NavItem:
        url = "/_ui/" if name == "components" else f"/_ui/{name}/"
        return NavItem(name=name, label=label, url=url, icon=icon, current=name == current, counted=counted)

    estate = (
        item("list", "Hardware", "laptop", counted=True),
        item("list-plain", "Information", "file-lock"),
    )
    return Shell(
        organization="Larkfield Group",
        scope="All 3 companies",
        user_name="Priya Nair",
        groups=(
            NavGroup(label="Work", items=(item("overview", "Home", "layout-dashboard"),)),
            NavGroup(label="Estate", items=estate),
            NavGroup(label="Catalogue", items=(item("components", "Components", "layers"),)),
        ),
        footer=(item("person", "People", "users"), item("preview", "Settings", "settings")),
        dock=(item("overview", "Home", "layout-dashboard"), estate[0]),
        create=(Action(label="Hardware", url="/_ui/form/", icon="laptop"),),
        account=(Action(label="Change password", url="/_ui/form/", icon="lock"),),
        home_url="/_ui/overview/",
        search_url="/_ui/results/",
    )
