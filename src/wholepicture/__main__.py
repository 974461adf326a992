"""Run the command line: python -m wholepicture."""

import sys


def run() -> int:
    """The hub's commands where the first word is `hub`, its start where there is none; the verifier, which shares no code
    with any of them; else those that need no hub.
    """
    words = sys.argv[1:] or ["hub", "start"]
    if words[:1] == ["hub"]:
        from wholepicture.hub.commands.parser import main as run_hub  # noqa: PLC0415 - the command line starts without it

        return run_hub(words[1:])
    if words[:1] == ["verify"]:
        from wholepicture.verify.main import main as verify  # noqa: PLC0415 - alone, as whoever doubts the rest reads it

        return verify(words[1:])
    from wholepicture.cli.main import main  # noqa: PLC0415 - the engines behind it weigh 100 MB in each of the hub's processes

    return main(words)


if __name__ == "__main__":
    raise SystemExit(run())
