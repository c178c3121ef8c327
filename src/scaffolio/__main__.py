"""``python -m scaffolio``."""

from scaffolio.cli.main import run

if __name__ == "__main__":
    run()
