"""Plain text in the encodings that resumes come in."""

import codecs

from extraction.errors import DocumentEncodingError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> str:
    """Decode by byte-order mark, else UTF-8, else GB 18030 if that gives everyday Chinese, else Windows-1252.

    GB 18030 accepts nearly any bytes, so its result counts only when at least half of the characters above ASCII are
    in GB 2312, the everyday set; Western text read as GB 18030 gives rare characters.

    Raises:
        DocumentEncodingError: none fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    beyond = [character for character in text if character > "\x7f"]
    if beyond and sum(_in_gb2312(character) for character in beyond) * 2 >= len(beyond):
        return text
    return _strictly(data, "cp1252")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentEncodingError(
            f"Byte {error.start} fits neither UTF-8, UTF-16 with a mark, GB 18030 nor Windows-1252.",
            hint="Save it as UTF-8 and try again.",
            byte=error.start,
        ) from error
