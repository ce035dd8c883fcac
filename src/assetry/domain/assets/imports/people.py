"""Who holds: people of the row's company by user name, else e-mail address, else a name that only one has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assetry.domain.assets.imports.cells import Problem
from assetry.domain.assets.imports.directory import Directory
from assetry.domain.assets.imports.plan import Pending, Ref
from assetry.domain.assets.imports.words import fold
from assetry.domain.organization.models import Person


@dataclass(frozen=True, slots=True)
class PersonCells:
    """What a row says about a person; empty where it says nothing."""

    username: str = ""
    email: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.username or self.email or self.name)

    @property
    def shown(self) -> str:
        """The best word for them."""
        return self.name or self.username or self.email


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a hand-over needs to know about somebody who is there."""

    location: int | None
    is_active: bool


class People:
    """The people of the companies that an import touches."""

    def __init__(self, directory: Directory, company_ids: Iterable[int]) -> None:
        self.directory = directory
        self.facts: dict[Ref, PersonFacts] = {}
        self._index: dict[tuple[str, Ref, str], list[Ref]] = {}
        seen = Person.objects.visible_to(directory.actor).filter(company_id__in=set(company_ids))
        columns = ("id", "company_id", "username", "email", "name", "location_id", "is_active")
        for pk, company, username, email, name, location, active in seen.order_by("id").values_list(*columns):
            directory.names["person", pk] = name
            self.facts[pk] = PersonFacts(location, active)
            self._note(pk, company, PersonCells(username, email, name))

    def _note(self, ref: Ref, company: Ref, cells: PersonCells) -> None:
        for how, word in (("username", cells.username), ("email", cells.email), ("name", cells.name)):
            if word:
                self._index.setdefault((how, company, fold(word)), []).append(ref)

    def find(self, company: Ref, cells: PersonCells) -> Ref | Problem:
        """The person, or one to make. Two of the same name are told apart only by user name or address."""
        for how, word in (("username", cells.username), ("email", cells.email)):
            if word and (found := self._index.get((how, company, fold(word)))):
                return found[0]
        if cells.name and not cells.username and not cells.email:
            found = self._index.get(("name", company, fold(cells.name)), [])
            if len(found) > 1:
                return Problem(
                    _("%(count)d people have the name “%(name)s”. Give the user name or e-mail address.")
                    % {"count": len(found), "name": cells.name}
                )
            if found:
                return found[0]
        return self._make(company, cells)

    def by_any_word(self, company: Ref, word: str) -> Ref | Problem:
        """Somebody who is there, by user name, address or name; never made."""
        for how in ("username", "email", "name"):
            found = self._index.get((how, company, fold(word)), [])
            if len(found) == 1:
                return found[0]
        return Problem(_("Nobody has the user name, e-mail address or name “%(word)s”.") % {"word": word})

    def _make(self, company: Ref, cells: PersonCells) -> Ref | Problem:
        if "person" not in self.directory.create:
            return Problem(_nobody(cells))
        if not self.directory.may_make("person", company):
            return Problem(_("“%(name)s” is not there, and you may not make them.") % {"name": cells.shown})
        values = {"company_id": company, "username": cells.username, "email": cells.email}
        pending = Pending("person", cells.shown, values)
        self._note(pending, company, cells)
        self.facts[pending] = PersonFacts(None, is_active=True)
        return pending


def _nobody(cells: PersonCells) -> str:
    if cells.username:
        return _("Nobody has the user name “%(word)s”.") % {"word": cells.username}
    if cells.email:
        return _("Nobody has the e-mail address “%(word)s”.") % {"word": cells.email}
    return _("Nobody has the name “%(word)s”.") % {"word": cells.name}
