"""What a user is told cannot be: the root of every exception whose message is meant for them."""


class Refusal(Exception):
    """What was asked for, or given, cannot be: ``sentences``, each a line of French, say what is wrong and what to do.

    Whatever derives from it reaches the user as it is, in the terminal and on the screens; any other fault is a defect.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = list(sentences)
