"""`train`: a new version of the linkage model, learned from extracts without anybody saying who is who."""

import argparse
import json
import os
from pathlib import Path

from wholepicture.cli import clock
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.scanning import SCAN_KEY, model_in, profiles_in
from wholepicture.cli.screen import Screen, say
from wholepicture.engines.columnar.arrivals import extracts_in
from wholepicture.engines.columnar.training import persons_in
from wholepicture.linkage import Model, UnableToLearn, load_model, model_table


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `train`."""
    parser = commands.add_parser("train", help="learn a new version of the linkage model from a folder of extracts")
    parser.add_argument("folder", type=Path, help="the folder that holds the extracts; nothing else is looked at")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="MODEL", help="the file to write; it must not be there yet"
    )
    parser.add_argument(
        "--version", required=True, metavar="NAME", help="what the new version is called, e.g. harbury-2026-1"
    )
    parser.add_argument("--prior", type=Path, metavar="MODEL", help="the version to start from (default: the shipped one)")
    parser.add_argument("--profiles", type=Path, metavar="DIR", help="a folder with profiles of further systems")
    parser.add_argument("--seed", type=int, default=1, help="which random pairs of strangers are looked at (default 1)")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `train`."""
    version = " ".join(asked.version.split())
    prior = model_in(asked.prior) if asked.prior else load_model()
    if not asked.folder.is_dir():
        raise Refusal(f"{asked.folder} is not a folder. Give the folder that holds the agencies' extracts.")
    if asked.out.exists():
        raise Refusal(f"--out {asked.out} is there already; a version is never written over. Name another file.")
    if not version or version in (prior.version, load_model().version):
        raise Refusal("--version must name a version that is not there yet")
    from wholepicture.engines.splink_training import SplinkTrainer  # noqa: PLC0415 - a second to load, and for this alone

    with Screen() as screen:
        files = extracts_in(asked.folder)
        profiles = profiles_in(asked.profiles)
        rows = list(persons_in(files, profiles, key=SCAN_KEY, received_at=clock.now(), watch=screen))
        screen.says("Learning")
        made_from = f"{len(rows)} namings of persons in {len(files)} extracts, seed {asked.seed}, from {prior.version}"
        try:
            model = SplinkTrainer(asked.seed).train(rows, prior=prior, version=version, made_from=made_from)
        except UnableToLearn as problem:
            raise Refusal(
                f"nothing was learned from {asked.folder}: {str(problem) or UnableToLearn.__doc__}", code=1
            ) from None
    _write(asked.out, model)
    for line in changes(prior, model):
        say(line)
    say(
        f"{asked.out} holds version {version}, learned from {len(rows)} namings. "
        f"Use it: wholepicture scan ... --model {asked.out}"
    )
    return 0


def changes(prior: Model, model: Model) -> list[str]:
    """What each level weighs now and weighed before, a line each, where that is not the same."""
    return [
        f"{comparison}, {level.replace('_', ' ')}: {before:+.1f} -> {model.people[comparison][level]:+.1f} bits"
        for comparison, levels in prior.people.items()
        for level, before in levels.items()
        if abs(before - model.people[comparison][level]) >= 0.05
    ]


def _write(path: Path, model: Model) -> None:
    making = path.with_name(f".{path.name}.making-{os.getpid()}")
    try:
        making.write_text(json.dumps(model_table(model), ensure_ascii=False, indent=1), encoding="utf-8")
        making.chmod(0o600)
        making.rename(path)
    finally:
        making.unlink(missing_ok=True)
