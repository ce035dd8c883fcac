"""The demo's sign-in, kept 0600 in the data folder by `assetry demo` and printed by `assetry up --demo`."""

from dataclasses import dataclass
from pathlib import Path

from assetry.platform.secret_files import write_secret


@dataclass(frozen=True)
class SignIn:
    """What a person types on the sign-in page."""

    email: str
    password: str


def keep_sign_in(data_dir: Path, sign_in: SignIn) -> None:
    """Write it down; whoever removes the demo calls `forget_sign_in`."""
    write_secret(_file(data_dir), f"{sign_in.email}\n{sign_in.password}")


def kept_sign_in(data_dir: Path) -> SignIn | None:
    """What was written down, None where there is no demo."""
    try:
        email, password = _file(data_dir).read_text().splitlines()
    except FileNotFoundError:
        return None
    return SignIn(email, password)


def forget_sign_in(data_dir: Path) -> None:
    """Remove the file; nothing happens when there is none."""
    _file(data_dir).unlink(missing_ok=True)


def _file(data_dir: Path) -> Path:
    return data_dir / "demo-sign-in"
