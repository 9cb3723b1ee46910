"""Public calculations: deadlines from stated facts, in time or not, and who holds the rights. Nothing is kept."""
