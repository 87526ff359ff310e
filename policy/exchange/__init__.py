"""Exchange with other systems: OpenFisca tests in, public-service RDF and DMN decision tables out."""

from policy.exchange._dmn import dmn_document

__all__ = ["dmn_document"]
