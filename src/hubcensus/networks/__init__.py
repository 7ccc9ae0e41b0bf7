"""Networks as pure functions from tables to edges: who works with whom, what depends on what."""
