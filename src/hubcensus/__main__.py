"""``python -m hubcensus``: the same program as ``hubcensus``."""

from hubcensus.cli import main

if __name__ == "__main__":
    main()
