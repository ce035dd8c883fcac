"""Filters become querysets, lists become pages: the same for web, API, exports and saved views."""

from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.paging import LAST, CursorInvalid, Page, Sort, SortInvalid, read_page, sort_of

__all__ = ["LAST", "CursorInvalid", "Page", "Sort", "SortInvalid", "compile_filter", "read_page", "sort_of"]
