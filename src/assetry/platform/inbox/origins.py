"""What made an item may want to know that it is done: it registers for the first word of its origins."""

from collections.abc import Callable

_receivers: dict[str, Callable[[str], None]] = {}


def register_origin(word: str, is_done: Callable[[str], None]) -> None:
    """Call `is_done(origin)`, in the same transaction, when an item is done whose origin begins with the word."""
    _receivers[word] = is_done


def tell_origin(origin: str) -> None:
    """An item of this origin is done."""
    receiver = _receivers.get(origin.partition(":")[0])
    if receiver is not None:
        receiver(origin)
