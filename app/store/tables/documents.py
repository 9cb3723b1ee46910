"""Documents of a case by who may see them."""
