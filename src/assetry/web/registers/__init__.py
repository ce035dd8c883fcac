"""Registers for auditors and regulators: what is complete, what is missing, the file."""
