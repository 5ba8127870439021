"""What is compared: drafts, drafts that an adversary changes, and drafts among whose rows is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import process_time

import numpy as np
import torch
from numpy.typing import NDArray

from synthdesk.synthesizers.classes.counting import shares
from synthdesk.synthesizers.classes.model import ClassesModel
from synthdesk.synthesizers.discrete.binning import FEW_VALUES, Codes
from synthdesk.synthesizers.discrete.model import CodesModel
from synthdesk.synthesizers.trees.forest import grow_forest
from synthdesk.synthesizers.trees.learner import TREES
from tests.benchmarks.adversary import finish
from tests.benchmarks.adversary.game import Game, Generator, Rules, Source, made_by
from tests.benchmarks.adversary.work import Work

FOLDS = 3
SMALL = 2_000
SMALL_STEPS = 2 / 3
CHECKED = 500
PIECE = 2_048
Facts = dict[str, object]
Variant = Callable[[Work], tuple[Codes, Facts]]


def draft(name: str) -> Variant:
    """The rows of a model as they are."""

    def make(work: Work) -> tuple[Codes, Facts]:
        codes = work.drawn(getattr(work, name), work.rows, 1)
        return codes, {"cpu": work.spent[name]}

    return make


def _chosen(
    work: Work, model: CodesModel, weigh: Callable[[Codes], NDArray[np.float64]]
) -> tuple[Codes, Facts]:
    begun = process_time()
    asked = work.drawn(model, finish.OVERSAMPLED * work.rows, 3)
    weights = weigh(asked)
    at = finish.chosen(weights, work.rows, np.random.default_rng(work.seed))
    return asked[at], {"cpu": process_time() - begun, "ess": finish.effective_share(weights)}


def ratio_of_validation(work: Work) -> tuple[Codes, Facts]:
    """Trees without the validation rows, chosen by how likely these make a row."""
    real = work.codes[work.validation]
    made = work.drawn(work.trees_fit, 4 * len(real), 2)
    return _chosen(
        work, work.trees_fit, lambda asked: finish.weights_of(real, made, asked, work.categories, work.seed)
    )


def ratio_of_folds(work: Work) -> tuple[Codes, Facts]:
    """Trees of all rows, chosen by how likely rows are of which trees of the other folds knew nothing."""
    real, made = [], []
    for fold in np.array_split(np.random.default_rng(work.seed).permutation(work.rows), FOLDS):
        model = work.learned(TREES, np.setdiff1d(np.arange(work.rows), fold))
        real.append(work.codes[fold])
        made.append(work.drawn(model, 2 * len(fold), 2))
    known = np.concatenate(real), np.concatenate(made)
    return _chosen(
        work, work.trees, lambda asked: finish.weights_of(*known, asked, work.categories, work.seed)
    )


def raked(work: Work) -> tuple[Codes, Facts]:
    """Trees of all rows, chosen so that the shares of each column are those of the training rows."""
    return _chosen(work, work.trees, lambda asked: finish.raked(asked, work.codes))


def drawn_again(work: Work) -> tuple[Codes, Facts]:
    """Trees of all rows, then each column of few codes drawn once more given all the others."""
    learner = work.tree_learner()
    codes = work.drawn(work.trees, work.rows, 1)
    begun = process_time()
    rng = np.random.default_rng(work.seed)
    asked = [c for c in learner._order if learner._counts[c] > 1]
    for column in (c for c in asked if learner._counts[c] <= FEW_VALUES):
        others = tuple(c for c in asked if c != column)
        scale = learner._scales[column]
        forest = grow_forest(work.codes, column, others, scale=scale, rng=rng)
        codes[:, column] = forest.draw(codes, scale, rng)
    return codes, {"cpu": process_time() - begun}


def game(name: str, rules: Rules) -> Variant:
    """The best state, by validation rows, of a generator that plays against a critic; not the draft itself."""

    def make(work: Work) -> tuple[Codes, Facts]:
        model = getattr(work, name)
        rng = np.random.default_rng(work.seed)
        real = _source(work, work.codes[work.fit], _classes_of(model, work.codes[work.fit], rng), model)
        drafts = _drawn_source(work, model, 2 * work.rows, rng)
        own = rules if work.rows > SMALL else replace(rules, steps=round(rules.steps * SMALL_STEPS))
        begun = process_time()
        states = list(Game(work.space, real, drafts, own, work.seed).play(_score(work, drafts)))
        spent = process_time() - begun
        best, changed = max(states, key=lambda s: s.score), max(states[1:], key=lambda s: s.score)
        fresh = _drawn_source(work, model, work.rows, rng)
        codes = work.space.codes(made_by(changed.generator, fresh, 2))
        facts: Facts = {"cpu": spent, "path": [(s.steps, round(-s.score, 4)) for s in states]}
        return codes, facts | {"better_than_draft": rules.draft and best.steps > 0}

    return make


def _score(work: Work, drafts: Source) -> Callable[[Generator], float]:
    validation = work.codes[work.validation]
    size = min(max(2 * len(validation), CHECKED), len(drafts.rows))
    asked = Source(drafts.rows[:size], drafts.classes[:size], drafts.count)
    seeds = range(1 if len(validation) > CHECKED else 2)

    def score(generator: Generator) -> float:
        made = work.space.codes(made_by(generator, asked, 1))
        return -float(np.mean([finish.told_apart(validation, made, work.categories, s) for s in seeds]))

    return score


def _source(work: Work, codes: Codes, classes: NDArray[np.int64], model: CodesModel) -> Source:
    rows = work.space.encoded(codes, np.random.default_rng(work.seed))
    count = model._rows.size if isinstance(model, ClassesModel) else 1
    return Source(rows, torch.from_numpy(classes), count)


def _drawn_source(work: Work, model: CodesModel, rows: int, rng: np.random.Generator) -> Source:
    if not isinstance(model, ClassesModel):
        return _source(work, model.draw(rows, {}, rng), np.zeros(rows, np.int64), model)
    classes = model._classes(rows, {}, rng)
    known = ClassesModel(model._groups, model._counts, model._rows, model._strengths)
    known._classes = lambda *_: classes
    return _source(work, known.draw(rows, {}, rng), classes, model)


def _classes_of(model: CodesModel, codes: Codes, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a class of each row, drawn by how likely it is of each; 0 where there are none."""
    if not isinstance(model, ClassesModel):
        return np.zeros(len(codes), np.int64)
    frame = model._groups.frame
    logs = np.log(shares(model._counts, frame, model._strengths)).astype(np.float32)
    rows = frame.spread(model._groups.grouped(codes))
    found = []
    for start in range(0, len(codes), PIECE):
        likely = rows[start : start + PIECE] @ logs + np.log(model._rows)
        found.append((likely + rng.gumbel(size=likely.shape)).argmax(axis=1))
    return np.concatenate(found)


USUAL = Rules()
VARIANTS: Mapping[str, Variant] = {
    "trees": draft("trees"),
    "trees of 80 %": draft("trees_fit"),
    "trees of 80 %, density ratio": ratio_of_validation,
    "trees of 80 %, adversary": game("trees_fit", USUAL),
    "classes of 80 %": draft("classes_fit"),
    "classes of 80 %, adversary": game("classes_fit", USUAL),
    "trees, density ratio by folds": ratio_of_folds,
    "trees, drawn again": drawn_again,
    "trees, raked": raked,
    "trees of 80 %, adversary without moments": game("trees_fit", replace(USUAL, moments=0.0)),
    "trees of 80 %, longer adversary": game("trees_fit", replace(USUAL, steps=2_400, looks=4)),
    "trees of 80 %, WGAN-GP": game("trees_fit", replace(USUAL, loss="wgan-gp")),
    "class and noise, adversary": game("classes_fit", replace(USUAL, draft=False)),
    "class and noise, WGAN-GP": game("classes_fit", replace(USUAL, draft=False, loss="wgan-gp", moments=0.0)),
}
