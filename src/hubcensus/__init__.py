"""hubcensus: a census of development activity on the Hugging Face Hub."""

__version__ = "0.1.0"
