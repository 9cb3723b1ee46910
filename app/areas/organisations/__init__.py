"""The provider, the councils and the health bodies that it serves."""
