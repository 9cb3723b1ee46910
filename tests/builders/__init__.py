"""Builders of what tests start from."""
