"""Issue, void and read mediation certificates."""
