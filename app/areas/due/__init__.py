"""What is due across cases, and what was said to be due on a case at any time."""
