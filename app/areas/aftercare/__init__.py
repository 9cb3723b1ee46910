"""What follows a case: checks at set times, complaints, and transfers to another provider."""
