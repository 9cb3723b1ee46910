"""Later decisions about the same child as linked cases."""
