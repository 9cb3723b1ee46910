"""What belongs to a certificate beside its own row: how it is checked, and what the family was told."""
