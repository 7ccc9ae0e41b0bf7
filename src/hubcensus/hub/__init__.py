"""One Hub over HTTP: what it sends, how fast it may be asked, and its answers one at a time."""
