"""Notes of advisers and mediators, joint notes, and safeguarding records: each behind a wall of its own."""
