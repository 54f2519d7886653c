"""``python -m cessie`` is the command ``cessie``."""

import sys

from cessie.config.main import main

if __name__ == "__main__":
    sys.exit(main())
