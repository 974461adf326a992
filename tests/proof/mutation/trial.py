"""Tries mutants against tests: `python -m tests.proof.mutation.trial policy [--sample N --seed S]`.

One process imports what everything needs; each mutant is tried in a copy of it, which finds the mutant in the module's
place. Its tests run in stages, the quickest first; the first that fails kills it, and so does one that takes far too long.
"""

import argparse
import ast
import contextlib
import importlib.abc
import importlib.util
import json
import os
import random
import signal
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.proof.figures import Figure, write
from tests.proof.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[3]
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
ROOMS = {
    "policy": (
        "src/wholepicture/hub/need_to_know",
        [
            ["tests/unit/hub/need_to_know", "tests/spec/hub/test_who_may_read.py"],
            ["tests/proof/matrix/test_policy_and_oracle.py", "tests/generative/hub/test_any_reorganisation.py"],
        ],
    ),
    "ledger": ("src/wholepicture/ledger", [["tests/spec/ledger/test_ledger.py"]]),
    "intake": (
        "src/wholepicture/intake",
        [["tests/unit/intake", "tests/spec/intake"], ["tests/generative/intake"]],
    ),
}
PATIENCE = 180


@dataclass(frozen=True)
class Tally:
    """How a room's tests did. What is equivalent changes nothing that anybody could see; equivalent.toml says why."""

    tried: int
    killed: int
    equivalent: int
    survivors: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.killed / max(1, self.tried - self.equivalent)


def equivalent() -> dict[str, str]:
    """The mutants that nobody can tell from the module, by name without its line, each with the reason."""
    return {
        one["mutant"]: one["because"] for one in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    }


def without_line(mutant: Mutant) -> str:
    return f"{mutant.path.parent.name}/{mutant.path.name} {mutant.change}"


def room(name: str, *, predicates: bool = False) -> list[Mutant]:
    """Every mutant of a room."""
    folder, _ = ROOMS[name]
    found = [mutant for path in sorted((ROOT / folder).glob("*.py")) for mutant in mutants_of(path)]
    return [mutant for mutant in found if mutant.predicate or not predicates]


class _InItsPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.module = ".".join(mutant.path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, name: str, path: object, target: object = None) -> object:  # noqa: ARG002 - as importlib calls it
        if name != self.module:
            return None
        inside = [str(self.mutant.path.parent)] if self.mutant.path.name == "__init__.py" else None
        spec = importlib.util.spec_from_loader(name, self, origin=str(self.mutant.path), is_package=inside is not None)
        if spec is not None and inside is not None:
            spec.submodule_search_locations = inside
        return spec

    def create_module(self, spec: object) -> None:  # noqa: ARG002
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.mutant.path)
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)  # noqa: S102


def _child(mutant: Mutant, stages: Sequence[Sequence[str]]) -> int:
    import pytest  # noqa: PLC0415 - it must be imported in the copy

    os.setsid()
    signal.alarm(PATIENCE)
    sys.meta_path.insert(0, _InItsPlace(mutant))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    code = 0
    for stage in stages:
        code = int(pytest.main(["-q", "-x", "-m", "not slow", "--assert=plain", *(str(ROOT / one) for one in stage)]))
        if code:
            break
    return code


def survives(mutant: Mutant, stages: Sequence[Sequence[str]]) -> bool:
    """Whether no test notices the fault."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = _child(mutant, stages)
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if os.WIFSIGNALED(status):
        return False
    code = os.WEXITSTATUS(status)
    assert code != 5, "its tests were not found"
    return code == 0


def tally(mutants: Sequence[Mutant], stages: Sequence[Sequence[str]]) -> Iterator[tuple[Mutant, str]]:
    """What became of each. The module as it is has to survive first: tests that always fail would kill everything."""
    known = equivalent()
    for path in sorted({mutant.path for mutant in mutants}):
        whole = Mutant(path, 0, "as it is", predicate=False, source=ast.unparse(ast.parse(path.read_text(encoding="utf-8"))))
        assert survives(whole, stages), f"the tests fail for {path.name} as it is"
    for mutant in mutants:
        if without_line(mutant) in known:
            yield mutant, "equivalent"
        else:
            yield mutant, "survived" if survives(mutant, stages) else "killed"


def figure(room: str, tally: Tally) -> Figure:
    """The row of a whole room."""
    apart = f", {tally.equivalent} of them the same program by another spelling" if tally.equivalent else ""
    return Figure(
        harness=f"Mutation: {room}",
        tried=f"{tally.tried:,} mutants, one fault each{apart}",
        found=f"{tally.killed:,} killed ({tally.share:.1%}), {len(tally.survivors)} not",
        control="each module as it is survives",
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("room", choices=sorted(ROOMS))
    asked.add_argument("--sample", type=int, default=0)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--file", default="")
    asked.add_argument("--predicates", action="store_true")
    asked.add_argument("--write", action="store_true", help="put the row of a whole room into docs/proof.md")
    asked.add_argument("--stage", nargs="*", help="other tests than the room's own")
    told = asked.parse_args()
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp(prefix="wp-mutation-")
    for heavy in ("pytest", "hypothesis", "django", "psycopg", "numpy", "pyarrow", "duckdb"):
        importlib.import_module(heavy)
    assert not any(name.startswith("wholepicture") for name in sys.modules)
    found = [one for one in room(told.room, predicates=told.predicates) if told.file in str(one.path)]
    if told.sample:
        found = random.Random(told.seed).sample(found, min(told.sample, len(found)))
    stages = [told.stage] if told.stage else ROOMS[told.room][1]
    fates: Counter[str] = Counter()
    survivors: list[str] = []
    for mutant, fate in tally(found, stages):
        fates[fate] += 1
        survivors += [mutant.name] if fate == "survived" else []
        print(json.dumps({"mutant": mutant.name, "fate": fate, "predicate": mutant.predicate}), flush=True)  # noqa: T201
    whole = Tally(sum(fates.values()), fates["killed"], fates["equivalent"], tuple(survivors))
    print(f"{whole.share:.1%} of {whole.tried} killed", file=sys.stderr)  # noqa: T201
    if told.write and not (told.sample or told.file or told.predicates or told.stage):
        write(figure(told.room, whole))


if __name__ == "__main__":
    main()
