"""Errors of the program itself: settings, commands, the server."""

from ontology import ErrorKind, PathloomError


class SettingError(PathloomError):
    """A setting that cannot be used."""

    code = "SETTING"
    kind = ErrorKind.USAGE


class InputFileError(PathloomError):
    """A file named on the command line that cannot be read as what it should be."""

    code = "INPUT_FILE"
    kind = ErrorKind.BAD_INPUT


class GraphEmptyError(PathloomError):
    """The store holds no occupations, so there is nothing to answer from."""

    code = "GRAPH_EMPTY"
    kind = ErrorKind.DATA_MISSING


class PortTakenError(PathloomError):
    """Another program listens where the server wants to."""

    code = "PORT_TAKEN"
    kind = ErrorKind.UNAVAILABLE


class WrongDocumentError(PathloomError):
    """A posting where a resume is needed, or the other way round."""

    code = "WRONG_DOCUMENT"
    kind = ErrorKind.BAD_INPUT


class ExtraMissingError(PathloomError):
    """A package of an optional extra is not installed."""

    code = "EXTRA_MISSING"
    kind = ErrorKind.DATA_MISSING
