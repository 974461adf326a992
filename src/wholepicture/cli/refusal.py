"""What the command line says when it cannot do what was asked."""


class Refusal(Exception):
    """The command was not carried out; the message says why and what would be right. `code` is the exit code."""

    def __init__(self, message: str, *, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
