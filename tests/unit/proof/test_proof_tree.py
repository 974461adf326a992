"""The tree, against the known roots of certificate transparency's own eight leaves, and against its second writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.proof.tree import Frontier, inclusion_path, leaf_hash, root_of
from wholepicture.verify.hashes import Growing, root_by_path
from wholepicture.verify.hashes import leaf as leaf_again

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_of_the_first_leaves(size: int) -> None:
    contents = [bytes.fromhex(one) for one in LEAVES[:size]]
    again = Growing()
    for one in contents:
        again.add(leaf_again(one))

    assert root_of([leaf_hash(one) for one in contents]).hex() == ROOTS[size]
    assert again.root().hex() == ROOTS[size]


hashes = st.lists(st.integers(0, 2**32).map(lambda n: leaf_hash(str(n).encode())), min_size=1, max_size=700)


@given(hashes, st.data())
def test_every_leaf_has_a_way_to_the_root_and_no_other_leaf_takes_it(leaves: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))

    path = inclusion_path(position, len(leaves), lambda start, stop: root_of(leaves[start:stop]))

    assert root_by_path(leaves[position], position, len(leaves), path) == root_of(leaves)
    assert root_by_path(leaf_hash(b"forged"), position, len(leaves), path) != root_of(leaves)
    if len(leaves) > 1:
        assert root_by_path(leaves[position], position, len(leaves), path[:-1]) != root_of(leaves)
        assert root_by_path(leaves[position], position, len(leaves), [*path, path[0]]) != root_of(leaves)


@given(hashes, st.data())
def test_a_tree_grown_in_pieces_is_the_tree_grown_at_once(leaves: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))

    grown = Frontier().with_all(leaves[:cut]).with_all(leaves[cut:])

    assert grown == Frontier().with_all(leaves)
    assert grown.root() == root_of(leaves)


def test_there_is_no_way_to_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_path(3, 3, lambda *_: b"")
