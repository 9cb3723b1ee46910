"""Propose, fix, hold and record sessions, and find a time that everybody can keep."""
