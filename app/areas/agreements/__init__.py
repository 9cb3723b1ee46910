"""Record agreements and follow each action to its proof."""
