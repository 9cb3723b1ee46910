"""Families' claims for what taking part has cost them."""
