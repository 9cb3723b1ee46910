"""Agreements, their terms, and how they were kept."""
