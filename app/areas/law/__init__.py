"""The law as this service reads it, the calendars it counts by, and each change of either with what it moved."""
