"""Permissions of the catalog: one to read what all companies share, one to change it."""

from enum import StrEnum


class CatalogPermission(StrEnum):
    """`VIEW` anywhere opens shared rows; `MANAGE` anywhere lets an event write them."""

    VIEW = "catalog.view"
    MANAGE = "catalog.manage"
