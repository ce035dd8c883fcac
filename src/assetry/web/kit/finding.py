"""Keeping what typed words name: see `platform.search.finding`."""

from assetry.platform.search.finding import best_first, columns_of_name, matching

__all__ = ["best_first", "columns_of_name", "matching"]
