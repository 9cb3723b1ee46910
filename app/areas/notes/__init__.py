"""Notes and safeguarding records, each behind a wall of its own."""
