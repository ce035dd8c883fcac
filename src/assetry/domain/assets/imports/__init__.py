"""Assets from a table: matched, resolved and checked in Python, written by COPY and set-based statements."""
