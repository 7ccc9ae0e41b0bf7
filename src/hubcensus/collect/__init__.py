"""From a Hub, or from a recorded listing, into the journal of a census."""
