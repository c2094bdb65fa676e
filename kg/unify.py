"""Names of one thing are made one across documents: in a list of documents, or in a store that grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from kg.across import Decisions, Kept, Profile, Rules, decide, rewrite
from kg.across.keep import FILE, Stale
from kg.calm import calm
from kg.engine.task import Outcome
from kg.nquads import BASE, document_iri
from kg.ontology import ontology_folder
from kg.store import Folder

#: names that are one, or are not, wherever they stand; a file of an ontology
LINKS = "links.toml"
#: documents that are written anew together
BATCH = 256


def rules(ontology: Path | None = None, links: Path | None = None) -> Rules:
    """The pairs of an ontology and of a user's file; the user's word counts. Raises InputError.

    >>> len(rules().pairs) > 5
    True
    """
    given = Rules.read(links) if links else Rules()
    general = (ontology or ontology_folder()) / LINKS
    return given.over(Rules.read(general)) if general.is_file() else given


def unify(outcomes: Iterable[Outcome], said: Rules, *, base: str = BASE) -> tuple[list[str], Decisions]:
    """The quads of all documents with one IRI for one thing, and the decisions behind it."""
    read = [(Profile.unpacked(outcome.profile), outcome.nquads) for outcome in outcomes if outcome.profile]
    with calm():
        decisions = decide([profile for profile, _ in read], said)
    return [rewrite(quads, decisions.of(profile), base=base) for profile, quads in read], decisions


def unify_store(folder: Folder, kept: Kept, said: Rules) -> Decisions:
    """The same in a store: only documents whose things get other IRIs than before are written anew.

    What comes of it depends on the documents alone, not on the order or the builds in which they came.
    """
    kept.current((row.id, row.digest) for row in folder.ledger.rows())
    with calm():
        decisions = decide(kept, said)
        stale = iter(kept.stale(decisions))
    while batch := list(islice(stale, BATCH)):
        _write(folder, kept, batch)
    kept.settle(decisions)
    kept.explain(decisions.merges)
    return decisions


def links(kept: Kept, given: Path | None, ontology: Path | None = None) -> Rules:
    """The rules for a store: a user's file, or else the one that was given before, over those of the ontology. Raises InputError.

    A file takes the place of the one before; an empty one leaves the ontology's alone.
    """
    own = Rules.read(given) if given else kept.links()
    found = own.over(rules(ontology))
    kept.say(own, found)
    return found


def delete(place: Path, documents: Sequence[str]) -> tuple[list[str], Decisions | None]:
    """Takes documents out of a store and decides its names anew, by the rules of its last build.

    Gives those that were there, and the decisions; None where the store keeps nothing of names, or nothing went. Raises
    InputError, OutputError.
    """
    with Folder(place, base=None) as folder:
        gone = folder.delete(documents)
        if not gone or not (folder.path / FILE).is_file():
            return gone, None
        kept = Kept(folder.path / FILE)
        try:
            return gone, unify_store(folder, kept, kept.rules())
        finally:
            kept.close()


def _write(folder: Folder, kept: Kept, batch: Sequence[Stale]) -> None:
    """Each document from its quads as they were read, which are saved before others take their place."""
    held = [folder.quads(document_iri(one.id, folder.base)) for one in batch]
    read = [(one, kept.quads(one) or quads) for one, quads in zip(batch, held, strict=True)]
    kept.save(read)
    new = [rewrite(quads, one.targets, base=folder.base) for one, quads in read]
    graphs = [document_iri(one.id, folder.base) for one in batch]
    folder.rewrite(dict(zip(graphs, zip(held, new, strict=True), strict=True)))
    kept.applied(batch)
