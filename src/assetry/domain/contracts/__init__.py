"""Contracts: what they cover, when they end, by when to decide."""
