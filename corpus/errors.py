"""Everything that can go wrong in an expected way, in one tree.

PuljesporError
├── CorpusError              the stored corpus
│   ├── NoCorpusError        nothing is published in this data folder yet
│   ├── NotFoundError        no such record, document, version, proposal
│   ├── BusyError            another process is writing the data folder
│   ├── ActError             what staff asks for cannot be done as it is asked; a QueryError too
│   ├── SchemaError          the data folder was written by another release
│   └── IntegrityError       stored parts contradict each other
├── IngestError              the outside world
│   ├── FetchError           a page or file could not be fetched
│   │   └── TargetError      what is to be read is no source, address, file or folder; a QueryError too
│   ├── QuarantineError      personal data found: the document must not enter
│   └── SourceError          a source's description is wrong, or its yield is implausible
├── SearchIndexError         the search index
│   ├── SnapshotError        a snapshot is missing, damaged or does not fit
│   ├── VersionError         no snapshot of this corpus version is kept
│   ├── EncoderError         an encoder cannot be loaded or does not fit the snapshot
│   └── RefusedError         a new snapshot answers the judged queries worse than the one that serves
└── QueryError               a query, filter or draft that cannot be understood

Each message names the thing, the cause and the remedy, in one line. Misuse by a programmer is
`ValueError`, never one of these.
"""

from __future__ import annotations


class PuljesporError(Exception):
    """An expected failure, with what is needed to act on it.

    `remedy` is a full sentence, shown after the message.
    """

    def __init__(self, message: str, *, remedy: str = "", source: str = "", url: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy
        self.source = source
        self.url = url

    def __str__(self) -> str:
        """Give the message and, where there is one, the remedy."""
        message = super().__str__()
        return f"{message} {self.remedy}" if self.remedy else message


class CorpusError(PuljesporError):
    """The stored corpus cannot do what was asked."""


class NoCorpusError(CorpusError):
    """Nothing is published in this data folder yet."""


class NotFoundError(CorpusError):
    """No such record, document, version or proposal."""


class BusyError(CorpusError):
    """Another process is writing the data folder."""


class SchemaError(CorpusError):
    """The data folder was written by another release."""


class IntegrityError(CorpusError):
    """Stored parts contradict each other."""


class IngestError(PuljesporError):
    """Something from outside cannot be taken in."""


class FetchError(IngestError):
    """A page or file could not be fetched."""


class QuarantineError(IngestError):
    """Personal data was found, so the document must not enter."""


class SourceError(IngestError):
    """A source's description is wrong, or its yield is implausible."""


class SearchIndexError(PuljesporError):
    """The search index cannot be used."""


class SnapshotError(SearchIndexError):
    """A snapshot is missing, damaged, or does not fit the program."""


class VersionError(SnapshotError, NotFoundError):
    """There is no snapshot of this corpus version: who asks for it is wrong, not the index."""


class EncoderError(SearchIndexError):
    """An encoder cannot be loaded, or does not fit the snapshot."""


class RefusedError(SearchIndexError):
    """A new snapshot answers the judged queries worse than the one that serves, which stays."""


class QueryError(PuljesporError):
    """A query, filter or draft that cannot be understood."""


class ActError(CorpusError, QueryError):
    """What is asked of the stored corpus cannot be done as it is asked: nothing of it was done."""


class TargetError(FetchError, QueryError):
    """What is to be read is no source, address, file or folder."""
