"""The sample people as the API shows them."""

from dataclasses import dataclass
from threading import Lock

from api._engine import Engine, Sample
from api.errors import SampleError
from ontology import PostingProfile, Profile, UnknownIdError


class Samples:
    """The sample people of an engine; each resume is read once for each state of the graph."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._read: dict[str, tuple[tuple[str, int], Profile]] = {}

    def all(self) -> "tuple[SampleView, ...]":
        """All of them, in the order to show them."""
        return tuple(SampleView(self, sample) for sample in self._engine.samples())

    def find(self, key: object) -> "SampleView":
        """The sample person of a key.

        Raises:
            UnknownIdError: there is none.
        """
        for view in self.all():
            if view.sample.key == key:
                return view
        known = ", ".join(view.sample.key for view in self.all())
        raise UnknownIdError(
            f"There is no sample person {key!r}.", hint=f"Use one of: {known}.", hint_zh=f"可选：{known}。"
        )

    def profile(self, sample: Sample) -> Profile:
        """What the resume of a sample person says.

        Raises:
            SampleError: the document is no resume.
        """
        snapshot = self._engine.snapshot
        state = (snapshot.store_id, snapshot.version)
        with self._lock:
            kept = self._read.get(sample.key)
            if kept is None or kept[0] != state:
                read = self._engine.extract(sample.document(), name=sample.resume)
                if isinstance(read, PostingProfile):
                    raise SampleError(f"The sample {sample.resume} reads like a job advertisement.", hint="Correct it.")
                kept = self._read[sample.key] = (state, read)
            return kept[1]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample person; the resume is read when the profile is asked for."""

    samples: Samples
    sample: Sample

    @property
    def profile(self) -> Profile:
        """The profile in the resume; raises like `Samples.profile`."""
        return self.samples.profile(self.sample)
