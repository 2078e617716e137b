"""Plans of invented dossiers for the procedures of a catalogue, for procedures outside it, and of unrelated papers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from classifiers.ranking.profiles import ProcedureProfile
from classifiers.synthetic.dossiers import PlannedDossier
from classifiers.synthetic.invented.making import made_paper
from classifiers.synthetic.invented.planner import DossierPlanner, Shares
from classifiers.synthetic.invented.topics import topic_of
from classifiers.synthetic.seeds import seeded


def invent(
    profiles: Sequence[ProcedureProfile],
    count: int,
    seed: int,
    *,
    outside: Sequence[ProcedureProfile] = (),
    shares: Shares | None = None,
    wanted: Callable[[int, str], bool] = lambda _place, _name: True,
) -> Iterator[PlannedDossier]:
    """Plans of dossiers, spread evenly over the procedures.

    Args:
        profiles: Procedures that may be asked for.
        count: How many plans.
        seed: Decides everything; plan number n depends on nothing but this and n.
        outside: Procedures that the catalogue in use does not hold: their dossiers have no code.
        shares: How often things happen.
        wanted: Told number and name of each plan; plans that are not wanted cost nothing.

    Raises:
        ValueError: No procedure is given.
    """
    if not profiles:
        raise ValueError("no procedure to invent dossiers of")
    shares = shares or Shares()
    order, other = list(profiles), list(outside)
    seeded("order", seed).shuffle(order)
    seeded("outside", seed).shuffle(other)
    for place in range(count):
        name = f"inv-{seed}-{place:05d}"
        if not wanted(place, name):
            continue
        draw = seeded("sort", name).random()
        if draw < shares.unrelated:
            yield unrelated_stack(name, order, shares)
        elif draw < shares.unrelated + shares.outside and other:
            yield replace(invented_dossier(name, other[place % len(other)], shares), code=None)
        else:
            yield invented_dossier(name, order[place % len(order)], shares)


def invented_dossier(name: str, profile: ProcedureProfile, shares: Shares | None = None) -> PlannedDossier:
    """A dossier for a procedure; the same name gives the same dossier."""
    return DossierPlanner(name, profile, shares or Shares()).plan()


def unrelated_stack(name: str, profiles: Sequence[ProcedureProfile], shares: Shares) -> PlannedDossier:
    """Papers that belong together in no way and ask for nothing."""
    rng = seeded("stack", name)
    planner = DossierPlanner(name, rng.choice(list(profiles)), shares)
    for _ in range(rng.randrange(1, 6)):
        scene = planner.scene_of(topic_of(rng.choice(list(profiles))))
        title = scene.pick("surplus_titles")
        planner.add(*made_paper(scene, title), None, surplus=True)
    return replace(planner.finished((), ()), code=None, procedure="")
