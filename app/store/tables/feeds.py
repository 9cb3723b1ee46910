"""Private addresses of calendars."""
