"""Leaving what is sent by mail, and coming back."""
