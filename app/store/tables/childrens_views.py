"""The child's voice: what was offered and obtained, with what was said in private apart."""
