"""Proofs by force: servers killed, databases restarted, many callers at once."""
