"""Who signs in, as what, and the tokens they get."""
