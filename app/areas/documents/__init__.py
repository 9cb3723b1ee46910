"""Keep documents by who may see them, check them, and hand them out safely."""
