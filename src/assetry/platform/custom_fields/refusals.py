"""What definitions and values of custom fields refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class CodeTaken(Refusal):
    """The code names another custom field of the same entity, perhaps a retired one."""

    code = "custom_field_code_taken"
    message = _(
        "“%(code)s” is the code of another field here, perhaps of a retired one. Choose another code."
    )


class LabelTaken(Refusal):
    """Two fields of one thing with one word could not be told apart in a file."""

    code = "custom_field_label_taken"
    message = _("Another field here is called “%(label)s” already. Choose another word.")


class TypeIsFixed(Refusal):
    """Values are there, and they are of the type."""

    code = "custom_field_type_fixed"
    message = _("“%(label)s” has values already, so it stays what it is. Retire it and make a new field.")


class TooManyIndexed(Refusal):
    """Each such field makes every save a little slower."""

    code = "custom_field_limit"
    message = _(
        "At most %(most)d fields of a kind can be filtered, sorted or unique. Take one of them back first."
    )


class NotIndexed(Refusal):
    """There is no index to build."""

    code = "custom_field_not_failed"
    message = _("Nothing failed for “%(label)s”.")


class AlreadyRetired(Refusal):
    """It was put away before."""

    code = "custom_field_retired"
    message = _("“%(label)s” is retired. Restore it to change it.")


class NotRetired(Refusal):
    """It is in use."""

    code = "custom_field_not_retired"
    message = _("“%(label)s” is in use already.")


class CustomValueTaken(Refusal):
    """A unique field: another row of the company has the value."""

    code = "custom_value_taken"
    message = _("Another one here has this “%(label)s” already.")


class DefinitionChanged(Refusal):
    """A field became of another type between reading what was sent and writing it."""

    code = "custom_field_changed"
    message = _("The definition of a custom field has just changed. Look at the form again, then send it.")
