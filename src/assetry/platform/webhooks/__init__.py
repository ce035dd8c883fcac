"""Webhooks: an outbox of signed messages to addresses outside, each tried until it arrives."""
