"""A census in other people's formats."""
