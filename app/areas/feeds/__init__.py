"""Calendars at private addresses that their owner can take back."""
