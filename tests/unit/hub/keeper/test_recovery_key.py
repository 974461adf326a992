"""A recovery key in shares, and files that only it opens."""

import stat
from itertools import combinations
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from wholepicture.hub.keeper.envelopes import UnableToOpen, seal, unseal, unseal_folder
from wholepicture.hub.keeper.recovery import SharesUnfit, make_recovery_key, put_together
from wholepicture.hub.keeper.refusals import UnableToKeep

PUBLIC, SHARES = make_recovery_key(3, 5)


def test_any_three_of_five_in_any_order_put_it_together_and_more_do_no_harm() -> None:
    for some in [*combinations(SHARES, 3), SHARES[::-1], SHARES]:
        assert str(put_together(some).to_public()) == PUBLIC


@pytest.mark.parametrize("given", [SHARES[:2], (SHARES[0],) * 3, (SHARES[0], SHARES[1], SHARES[1])])
def test_two_people_are_not_three(given: tuple[str, ...]) -> None:
    with pytest.raises(SharesUnfit, match="3 different shares are needed"):
        put_together(given)


def test_none_at_all_is_refused() -> None:
    with pytest.raises(SharesUnfit, match="different shares are needed; 0 were given"):
        put_together(())


def test_a_word_read_wrongly_is_found_and_the_share_named() -> None:
    words = SHARES[1].split()
    words[20] = "academic" if words[20] != "academic" else "acid"

    with pytest.raises(SharesUnfit, match="share 2 has a word wrong or missing"):
        put_together([SHARES[0], " ".join(words), SHARES[2]])


def test_shares_of_two_keys_do_not_mix() -> None:
    _, others = make_recovery_key(3, 5)

    with pytest.raises(SharesUnfit, match="not all of one recovery key"):
        put_together([SHARES[0], SHARES[1], others[2]])


def test_line_breaks_and_blanks_between_the_words_make_no_difference() -> None:
    assert str(put_together([f"  {one.replace(' ', chr(10), 7)}\n" for one in SHARES[:3]]).to_public()) == PUBLIC


@pytest.mark.parametrize(("needed", "of"), [(1, 1), (1, 5), (4, 3), (3, 17), (0, 0)])
def test_what_one_person_could_open_is_not_made(needed: int, of: int) -> None:
    with pytest.raises(SharesUnfit, match="at least two people"):
        make_recovery_key(needed, of)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    (tmp_path / "held").write_bytes(b"a narrative " * 20_000)
    seal(tmp_path / "held", tmp_path / "held.age", PUBLIC)
    return tmp_path / "held.age"


def test_what_was_sealed_opens_word_for_word_for_its_owner_alone(sealed: Path, tmp_path: Path) -> None:
    unseal(sealed, tmp_path / "opened", put_together(SHARES[1:4]))

    assert (tmp_path / "opened").read_bytes() == (tmp_path / "held").read_bytes()
    assert b"narrative" not in sealed.read_bytes()
    for file in (sealed, tmp_path / "opened"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_each_envelope_has_a_key_of_its_own(sealed: Path, tmp_path: Path) -> None:
    seal(tmp_path / "held", tmp_path / "again.age", PUBLIC)

    assert sealed.read_bytes()[-1000:] != (tmp_path / "again.age").read_bytes()[-1000:]


@pytest.mark.parametrize("place", [50, 150, 5_000, -1])
def test_a_byte_changed_anywhere_opens_nothing_and_leaves_nothing(sealed: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(sealed.read_bytes())
    content[place] ^= 1
    sealed.write_bytes(content)

    with pytest.raises(UnableToOpen, match=r"held\.age was not opened"):
        unseal(sealed, tmp_path / "opened", put_together(SHARES[:3]))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["held", "held.age"]


def test_an_end_that_is_missing_is_noticed(sealed: Path, tmp_path: Path) -> None:
    for left in (0, 100, 200 + 65_552, 200_000):
        sealed.write_bytes(sealed.read_bytes()[:left] if left else b"")
        with pytest.raises(UnableToOpen):
            unseal(sealed, tmp_path / "opened", put_together(SHARES[:3]))
        seal(tmp_path / "held", sealed, PUBLIC)


def test_another_key_opens_nothing(sealed: Path, tmp_path: Path) -> None:
    with pytest.raises(UnableToOpen):
        unseal(sealed, tmp_path / "opened", Identity.generate())


def test_a_folder_of_files_comes_back_with_its_names(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/draft.key").write_text("one")
    (tmp_path / "keys/record.key").write_text("two")
    seal(tmp_path / "keys", tmp_path / "keys.tar.age", PUBLIC)
    (tmp_path / "back").mkdir()

    unseal_folder(tmp_path / "keys.tar.age", tmp_path / "back", put_together(SHARES[:3]))

    assert {one.name: one.read_text() for one in (tmp_path / "back").iterdir()} == {"draft.key": "one", "record.key": "two"}
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in (tmp_path / "back").iterdir())
    with pytest.raises(UnableToOpen):
        unseal_folder(tmp_path / "keys.tar.age", tmp_path / "back", Identity.generate())


def test_what_is_no_key_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "held").write_text("words")

    with pytest.raises(UnableToKeep, match="hub recovery make"):
        seal(tmp_path / "held", tmp_path / "held.age", "age1 something")
