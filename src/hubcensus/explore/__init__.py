"""A census in the browser: its tables, and all that is known of a repository or a name, served on loopback."""
