"""Read the notice of a mail that came back, and mark that mail in the record of what was sent.

`assetry mail bounce < message` takes one notice (RFC 3464) as the mail server delivers it: let the mailbox of the
sender's address feed it, by a pipe of your mail server or a script. Ends with 1 where it is of no mail of ours.
"""

import argparse
import sys

from assetry.platform.notifications.bounces import MOST_BYTES, note_bounce


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry mail`."""
    parser = commands.add_parser(
        "mail", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "deed", choices=("bounce",), help="bounce: a notice that a mail could not be delivered"
    )


def run(_arguments: argparse.Namespace) -> int:
    """Read one message from the standard input."""
    if note_bounce(sys.stdin.buffer.read(MOST_BYTES)):
        print("Marked as returned.")
        return 0
    print("This is no notice that a mail of this installation could not be delivered.", file=sys.stderr)
    return 1
