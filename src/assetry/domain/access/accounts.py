"""Making an account: shared by the operation and by the first one, which nobody can ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.refusals import AddressTaken, PersonTaken
from assetry.domain.organization.models import Person
from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.text import clean_text
from assetry.platform.accounts.models import User


def insert_user(*, email: str, name: str, password: str | None, person: Person | None, at: datetime) -> User:
    """Insert an account under the caller's event. Raises AddressTaken, PersonTaken, InvalidInput."""
    user = User(
        email=email.strip().lower(),
        name=clean_name(name),
        person_id=person.pk if person else None,
        created_at=at,
    )
    errors: dict[str, Text] = {}
    try:
        validate_email(user.email)
        User._meta.get_field("email").run_validators(user.email)
    except ValidationError:
        errors["email"] = _("Give an e-mail address.")
    try:
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        errors["password"] = " ".join(error.messages)
    if errors:
        raise InvalidInput(errors)
    user.set_password(password)  # None: an account that signs in elsewhere
    with naming_what_is_taken(user, person):
        user.save(force_insert=True)
    compile_grants([user.pk])
    return user


def clean_name(name: str) -> str:
    """The name of an account; raises InvalidInput when nothing is left of it, or too much."""
    cleaned = clean_text(name)
    if not 1 <= len(cleaned) <= 150:
        raise InvalidInput({"name": _("Give a name of at most 150 characters.")})
    return cleaned


@contextmanager
def naming_what_is_taken(user: User, person: Person | None) -> Iterator[None]:
    """Turn the constraint that was hit into the refusal that names the value."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "person_id" in str(error):
            raise PersonTaken(field="person", person=str(person)) from error
        raise AddressTaken(field="email", email=user.email) from error
