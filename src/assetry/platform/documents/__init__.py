"""Printed documents: typst templates and what they are filled with. Business-neutral."""
