"""Schools asked to take part, and what they answered."""
