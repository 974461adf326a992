"""What a verifier says: of an export, and of a receipt."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wholepicture.verify.exported import Read, out_of_order, read_export
from wholepicture.verify.hashes import Growing, fact_bytes, framed, leaf, part_digest, parts_digest, root_by_path
from wholepicture.verify.notes import Checkpoint, Key, NotBelieved, checkpoints_in, keys_in, read_checkpoint, read_key

Say = Callable[[str], None]
_HASH = 32


@dataclass
class Told:
    """What was found: `wrong` is empty where everything agrees."""

    wrong: list[str] = field(default_factory=list)
    good: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Believed:
    """The keys that are believed, and the checkpoints that witnesses hold. Where no witness brought a key, those of the
    export itself are taken, which an altered export could have changed too; the verifier then says so.
    """

    keys: Sequence[Key]
    held: Sequence[tuple[str, Checkpoint]]
    wrong: Sequence[str]
    outside: bool


def believe(witnesses: Sequence[Path], keys: Sequence[Key], export: Path | None) -> Believed:
    """Gather what to believe. Raises NotBelieved for a key that is none."""
    known = [*keys, *(key for folder in witnesses for key in keys_in(folder))]
    outside = bool(known)
    known = known or (keys_in(export) if export else [])
    held, wrong = [], []
    for folder in witnesses:
        good, bad = checkpoints_in(folder, known)
        held += [(folder.name, one) for one in good]
        wrong += bad
        if not good:
            wrong.append(f"{folder.name}: no checkpoint in it")
    return Believed(known, held, wrong, outside)


def check_export(folder: Path, believed: Believed) -> Told:
    """Check everything in an export against its own checkpoints and those that witnesses hold."""
    told = Told(list(believed.wrong))
    own, bad = checkpoints_in(folder / "checkpoints", believed.keys)
    told.wrong += bad
    pieces = read_export(folder)
    _note_pieces(pieces, told)
    sealed = sum(len(one.sealed) for one in pieces) // _HASH
    checkpoints = [("the export", one) for one in own] + list(believed.held)
    _check_roots(pieces, sealed, checkpoints, told)
    if own and own[-1].size != sealed:
        told.wrong.append(f"the last checkpoint covers {own[-1].size} leaves, and {sealed} are there")
    if sealed and not own:
        told.wrong.append("no checkpoint covers what is said to be sealed")
    waiting = sum(one.open for one in pieces)
    told.good.append(f"{sealed} leaves sealed under {len(own)} checkpoints; {waiting} recorded, not yet sealed")
    if not believed.held:
        told.good.append("no witness was asked: a whole history made anew would not be noticed")
    if not believed.outside:
        told.good.append("the keys are those of the export itself: bring a witness, or a key that you were given before")
    return told


def _note_pieces(pieces: Sequence[Read], told: Told) -> None:
    last: tuple[int, str] | None = None
    for piece in pieces:
        told.wrong += piece.wrong
        if piece.facts:
            problem = out_of_order(last, piece.facts[0]) if last else ""
            if not last and piece.facts[0][0] != 1:
                problem = f"the first fact has number {piece.facts[0][0]}"
            told.wrong += [problem] if problem else []
            last = piece.facts[-1]
    ordered: dict[tuple[str, str], str] = {(of, part): by for one in pieces for of, part, by in one.orders}
    for of, part in (each for one in pieces for each in one.gone):
        if (of, part) not in ordered:
            told.wrong.append(f"fact {of}: part {part!r} is gone, and no order says so")
    if ordered:
        orders = sorted(set(ordered.values()))
        told.good.append(f"{len(ordered)} parts redacted by {len(orders)} orders: {', '.join(orders[:10])}")


def _check_roots(pieces: Sequence[Read], sealed: int, checkpoints: Sequence[tuple[str, Checkpoint]], told: Told) -> None:
    by_size: dict[int, list[tuple[str, Checkpoint]]] = {}
    for whose, one in checkpoints:
        by_size.setdefault(one.size, []).append((whose, one))
    for size in sorted(one for one in by_size if one > sealed):
        whose = ", ".join(sorted({name for name, _ in by_size[size]}))
        told.wrong.append(f"{size} leaves were sealed, says a checkpoint of {whose}; {sealed} are there")
    growing, wanted = Growing(), sorted(size for size in by_size if size <= sealed)
    latest = ""
    for piece in pieces:
        for start in range(0, len(piece.sealed), _HASH):
            growing.add(bytes(piece.sealed[start : start + _HASH]))
            latest = max(latest, piece.times[start // _HASH])
            if wanted and growing.size == wanted[0]:
                _compare(growing, by_size[wanted.pop(0)], latest, told)


def _compare(growing: Growing, those: Sequence[tuple[str, Checkpoint]], latest: str, told: Told) -> None:
    root = growing.root()
    for whose, one in those:
        if one.root != root:
            told.wrong.append(f"the first {one.size} leaves are not those that a checkpoint of {whose} sealed, {one.at}")
        elif latest > one.at:
            told.wrong.append(f"a leaf among the first {one.size} is of {latest}, after the checkpoint of {one.at}")


def check_receipt(receipt: dict[str, Any], believed: Believed, export: Path | None) -> Told:
    """Check a receipt by itself, against what witnesses hold, and against an export, where there are any."""
    told = Told(list(believed.wrong))
    try:
        fact = receipt["fact"]
        _check_signed(receipt, fact, believed, told)
        _check_parts(receipt, fact, told)
        _check_sealed(receipt, fact, believed, told)
        if export is not None:
            _check_there(fact, export, told)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        told.wrong.append(f"it is not a receipt: {type(problem).__name__}")
    return told


def _check_signed(receipt: dict[str, Any], fact: dict[str, Any], believed: Believed, told: Told) -> None:
    try:
        key = read_key(receipt["signed_by"])
    except NotBelieved as problem:
        told.wrong.append(str(problem))
        return
    text = framed(["whole picture receipt 1", receipt["reference"]]) + fact_bytes(fact)
    if not key.holds(text, base64.b64decode(receipt["signature"])):
        told.wrong.append("its signature does not fit it")
    elif believed.keys and key.public not in {one.public for one in believed.keys}:
        told.wrong.append("it is signed by a key that nobody known has")
    else:
        told.good.append(f"{receipt['reference']} was acknowledged as fact {fact['sequence']}, known {fact['known_at']}")


def _check_parts(receipt: dict[str, Any], fact: dict[str, Any], told: Told) -> None:
    digests = dict(fact["part_digests"])
    if parts_digest(fact["part_digests"]) != fact["digest"]:
        told.wrong.append("its digest does not bind its parts")
    for part in receipt["parts"]:
        if part_digest(part["salt"], part["body"]) != digests.pop(part["name"], None):
            told.wrong.append(f"part {part['name']!r} is not what was recorded")
    if digests:
        told.good.append(f"not in this receipt, because they were erased or may not be shown any more: {', '.join(digests)}")


def _check_sealed(receipt: dict[str, Any], fact: dict[str, Any], believed: Believed, told: Told) -> None:
    sealed = receipt["sealed"]
    if sealed is None:
        told.good.append("recorded, not yet sealed when this receipt was made")
        return
    try:
        checkpoint = read_checkpoint(sealed["checkpoint"], believed.keys)
    except NotBelieved as problem:
        told.wrong.append(str(problem))
        return
    path = [bytes.fromhex(step) for step in sealed["path"]]
    if root_by_path(leaf(fact_bytes(fact)), sealed["position"], checkpoint.size, path) != checkpoint.root:
        told.wrong.append("its path does not lead to the checkpoint's root")
    for whose, one in believed.held:
        if one.size == checkpoint.size and one.root != checkpoint.root:
            told.wrong.append(f"{whose} holds another checkpoint of {one.size} leaves")
    told.good.append(f"sealed as leaf {sealed['position']} of {checkpoint.size}, {checkpoint.at}")


def _check_there(fact: dict[str, Any], export: Path, told: Told) -> None:
    seen = {name: hashed for piece in read_export(export, [fact["id"]]) for name, hashed in piece.seen.items()}
    if fact["id"] not in seen:
        told.wrong.append("the export does not hold what was acknowledged")
    elif seen[fact["id"]] != leaf(fact_bytes(fact)):
        told.wrong.append("the export holds it otherwise than it was acknowledged")
    else:
        told.good.append("the export holds it as it was acknowledged")


def read_receipt(file: Path) -> dict[str, Any]:
    """A receipt's file. Raises ValueError, OSError."""
    told = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise ValueError("not a receipt")
    return told
