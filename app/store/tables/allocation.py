"""Mediators' fitness, conflicts of interest, and assignments refused."""
