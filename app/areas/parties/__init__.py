"""The people in a case: their roles, contact wishes, adjustments, consents and capacity."""
