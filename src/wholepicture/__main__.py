"""Run the command line: python -m wholepicture."""

from wholepicture.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
