"""Backups: one archive of database and files that proves itself, and a restore that goes live only when all is equal.

Knows no Django but what finds the newest backup: a restore runs before there is a database to connect to.
"""
