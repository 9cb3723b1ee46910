"""The code lists and the table of moves, for anyone."""
