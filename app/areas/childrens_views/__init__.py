"""Record, share and answer what the child or young person said."""
