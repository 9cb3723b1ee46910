"""How to reach the people of a case, what they consented to, and who searched for whom."""
