"""The explorer: one page in which the networks of a census are looked at, searched and filtered."""
