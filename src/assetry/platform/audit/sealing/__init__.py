"""Sealing the trail: chaining what can change no more, proving that it did not, and epochs after a restore."""
