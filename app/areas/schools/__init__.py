"""Which schools were asked to take part, and what they answered."""
