"""Measures the service against the least that could do the same work on the same database."""
