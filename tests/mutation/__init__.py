"""Mutation testing of the rulebook, module by module: `python -m tests.mutation` (see docs/mutation.md)."""
