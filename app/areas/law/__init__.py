"""The law as this service reads it, the calendars it counts by, and each change of either with what it moved.

Beside the usual four names: `catalogue`, the rulebook as it is shown, and `comparing`, what a change would move.
"""
