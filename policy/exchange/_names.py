"""IRIs and namespaces of the RDF export; ids are those of the graph export, so that both describe the same things."""

import hashlib
from urllib.parse import quote

from rdflib import Namespace, URIRef

PL = Namespace("https://w3id.org/pathloom/ns#")
#: CPSV-AP 3.2 and CCCEV 2.1 share this namespace for their own terms.
CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCT = Namespace("http://purl.org/dc/terms/")
LANGUAGE = Namespace("http://publications.europa.eu/resource/authority/language/")

PREFIXES = {
    "pl": PL,
    "cv": CV,
    "cpsv": CPSV,
    "eli": ELI,
    "adms": ADMS,
    "dct": DCT,
    "skos": Namespace("http://www.w3.org/2004/02/skos/core#"),
    "xsd": Namespace("http://www.w3.org/2001/XMLSchema#"),
    "rdfs": Namespace("http://www.w3.org/2000/01/rdf-schema#"),
}
_ID = "https://w3id.org/pathloom/id/"


def iri(kind: str, name: str) -> URIRef:
    """The IRI of a thing of ours.

    >>> str(iri("benefit", "cn-unemployment-insurance"))
    'https://w3id.org/pathloom/id/benefit/cn-unemployment-insurance'
    """
    return URIRef(f"{_ID}{kind}/{quote(name, safe='/-._~')}")


def short(text: str) -> str:
    """A short stable name for a text that has no id."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
