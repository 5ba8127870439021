"""One maker of synthetic rows on one CSV file, in a process of its own: `python -m tests.benchmarks.makers --help`.

Makers are the synthesizers of the program and, to compare with, `ctgan`'s CTGAN and TVAE at their defaults, the
TabularARGN of `mostlyai-engine` (of another environment, see `quality.py`), independent columns (the floor) and
copies of the learned rows (the ceiling, and what an alarm must find). The last line printed is JSON: processor
seconds of training (and, where it is told apart, of writing), and the peak memory of the process.
"""

import argparse
import json
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from tests.benchmarks.yardstick import read

Figures = dict[str, float]


@dataclass(frozen=True)
class Work:
    """What a maker is to do.

    Attributes:
        train: The rows to learn.
        out: Where as many new rows go.
        seed: Start of the random numbers.
        epochs: Rounds, None for the maker's own default.
        cpu_seconds: When the program's synthesizers stop; the others do not know such a limit.
        settings: Other settings of the program's synthesizers by name.
    """

    train: Path
    out: Path
    seed: int
    epochs: int | None
    cpu_seconds: float
    settings: dict[str, object]


def main() -> None:
    """Make the rows, print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("maker")
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--cpu-seconds", type=float, default=300.0)
    parser.add_argument("--settings", type=json.loads, default={}, help="JSON")
    given = vars(parser.parse_args())
    maker = OTHERS.get(given["maker"]) or _of_program(given["maker"])
    del given["maker"]
    begun = process_time()
    figures = {"cpu_s": 0.0} | maker(Work(**given))
    figures["cpu_s"] = process_time() - begun
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def _of_program(key: str) -> Callable[[Work], Figures]:
    def make(work: Work) -> Figures:
        from synthdesk.domain.training import Device, Preset, config_for
        from tests.benchmarks import program

        settings = {name: tuple(v) if isinstance(v, list) else v for name, v in work.settings.items()}
        if work.epochs:
            settings["epochs"] = work.epochs
        fixed = {"synthesizer": key, "seed": work.seed, "device": Device.CPU, "max_minutes": None}
        config = config_for(Preset(settings.pop("preset", "balanced")), **({"threads": 1} | settings | fixed))
        return program.make(work.train, work.out, len(read(str(work.train))), config, work.cpu_seconds)

    return make


def _columns(work: Work) -> Figures:
    """Write every column of the learned rows in an order of its own."""
    table, rng = read(str(work.train)), np.random.default_rng(work.seed)
    mixed = {name: table[name].to_numpy()[rng.permutation(len(table))] for name in table}
    pd.DataFrame(mixed).to_csv(work.out, index=False)
    return {}


def _copies(work: Work) -> Figures:
    """Write learned rows, drawn with replacement."""
    table, rng = read(str(work.train)), np.random.default_rng(work.seed)
    table.iloc[rng.integers(0, len(table), len(table))].to_csv(work.out, index=False)
    return {}


def _ctgan(work: Work) -> Figures:
    from ctgan import CTGAN

    return _of_package(CTGAN, work)


def _tvae(work: Work) -> Figures:
    from ctgan import TVAE

    return _of_package(TVAE, work)


def _of_package(kind: Callable[..., object], work: Work) -> Figures:
    """Learn with `ctgan`, which takes no missing numbers: they become the median, with a column that says so."""
    import joblib
    import torch

    torch.manual_seed(work.seed)
    torch.set_num_threads(1)
    np.random.seed(work.seed)  # noqa: NPY002  # the package draws from it
    table = read(str(work.train))
    numbers = [name for name in table if pd.api.types.is_float_dtype(table[name])]
    gaps = [name for name in numbers if table[name].isna().any()]
    learned = table.assign(**{_flag(n): table[n].isna().map({True: "yes", False: "no"}) for n in gaps})
    learned = learned.fillna({name: table[name].median() for name in gaps})
    texts = [n for n in learned if not pd.api.types.is_numeric_dtype(learned[n]) or learned[n].dtype == bool]
    learned[texts] = learned[texts].astype(object).where(learned[texts].notna(), GAP).astype(str)
    model = kind(**({"epochs": work.epochs} if work.epochs else {}), enable_gpu=False)
    with joblib.parallel_config(backend="sequential"):
        model.fit(learned, texts)  # type: ignore[attr-defined]  # both have it
        made = model.sample(len(table))  # type: ignore[attr-defined]
    made[texts] = made[texts].where(made[texts] != GAP)
    for name in gaps:
        made[name] = made[name].where(made[_flag(name)] == "no")
    made[list(table)].to_csv(work.out, index=False)
    return {}


GAP = "(no value)"


def _flag(name: str) -> str:
    return f"{name} is missing"


def _tabular_argn(work: Work) -> Figures:
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    from mostlyai import engine

    table, folder = read(str(work.train)), work.out.parent / "argn"
    engine.set_random_state(work.seed)
    engine.split(workspace_dir=folder, tgt_data=table, model_type="TABULAR")
    engine.analyze(workspace_dir=folder)
    engine.encode(workspace_dir=folder)
    engine.train(workspace_dir=folder, **({"max_epochs": float(work.epochs)} if work.epochs else {}))
    engine.generate(workspace_dir=folder, sample_size=len(table))
    made = pd.read_parquet(folder / "SyntheticData")
    made[list(table)].to_csv(work.out, index=False)
    return {}


OTHERS: dict[str, Callable[[Work], Figures]] = {
    "ctgan-package": _ctgan,
    "tvae-package": _tvae,
    "tabular-argn": _tabular_argn,
    "columns": _columns,
    "copies": _copies,
}
"""The makers that are not the program's own."""


if __name__ == "__main__":
    main()
