"""The clocks of each case, and what is due across cases."""
