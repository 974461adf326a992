"""The recovery key: made once, split among people, kept by nobody. Back-ups are sealed to it; some of the people together
open one.

It is an X25519 key as the age format has it. Its public half stays with the hub, for sealing needs no secret. Its secret
half leaves as shares (SLIP-39: 33 words each, with a checksum) and is then forgotten.
"""

import secrets
from collections.abc import Sequence

import bech32
import shamir_mnemonic
from pyrage import x25519
from shamir_mnemonic.share import Share
from shamir_mnemonic.utils import MnemonicError

from wholepicture.hub.keeper.refusals import UnableToKeep

MOST_PEOPLE = 16
_PREFIX = "age-secret-key-"


class SharesUnfit(UnableToKeep):
    """With these shares the recovery key cannot be put together; the words say why."""


def make_recovery_key(needed: int, of: int) -> tuple[str, tuple[str, ...]]:
    """A new key: its public half, and the shares of the other. Any `needed` of them put it together, fewer say nothing.

    Raises SharesUnfit unless 2 <= needed <= of <= 16: what one person can open needs no shares.
    """
    if not 2 <= needed <= of <= MOST_PEOPLE:
        raise SharesUnfit(f"at least two people have to be needed, of at most {MOST_PEOPLE}; you asked for {needed} of {of}")
    secret = secrets.token_bytes(32)
    [shares] = shamir_mnemonic.generate_mnemonics(1, [(needed, of)], secret)
    return str(_identity(secret).to_public()), tuple(shares)


def put_together(shares: Sequence[str]) -> x25519.Identity:
    """The recovery key of enough shares, in any order; more than are needed do no harm. Raises SharesUnfit."""
    read: dict[int, str] = {}
    needed = 0
    for number, words in enumerate(shares, 1):
        try:
            share = Share.from_mnemonic(" ".join(words.split()))
        except MnemonicError as problem:
            raise SharesUnfit(f"share {number} has a word wrong or missing: {problem}") from None
        read[share.index], needed = words, share.member_threshold
    if len(read) < needed or not read:
        raise SharesUnfit(f"{needed or 'some'} different shares are needed; {len(read)} were given")
    try:
        return _identity(shamir_mnemonic.combine_mnemonics([" ".join(one.split()) for one in read.values()][:needed]))
    except MnemonicError:
        raise SharesUnfit("these shares are not all of one recovery key") from None


def _identity(secret: bytes) -> x25519.Identity:
    words = bech32.convertbits(secret, 8, 5)
    if words is None or len(secret) != 32:
        raise SharesUnfit("these shares are of something else")
    return x25519.Identity.from_str(bech32.bech32_encode(_PREFIX, words).upper())
