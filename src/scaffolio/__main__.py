"""``python -m scaffolio``."""

from scaffolio.cli.main import main

if __name__ == "__main__":
    main()
