"""The law that a provider's deadlines are worked out by: edition, proclaimed days, and councils' term dates."""
