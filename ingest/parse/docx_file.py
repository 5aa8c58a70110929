"""Opening Word files: what a container may cost, and its parts, read one by one without touching the others."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.parse.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # ISO 29500 strict says the same in other names
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_MAX_RATIO = 200  # a document's XML packs to a twentieth; a bomb to a thousandth
_UNSAFE_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".7z", ".rar", ".gz", ".tar")
_MAX_STYLES = 2000
_BESIDE = re.compile(r"(?:comments|footnotes|endnotes|header\d*|footer\d*)\.xml")
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml")
_CHUNK = re.compile(r"\.(?:html?|xhtml|txt|mht)", re.I)  # parts that Word shows as text of the document
_MAX_CHUNK = 2_000_000
_BOOKMARK = re.compile(r"_[A-Z][a-z]+\d+")  # _Toc123456789: a number of Word's own
_TAG = re.compile(r"<[^<>]{0,4000}>")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zipfile.LargeZipFile)


class UnreadableWordError(ValueError):
    """The file cannot be read as a Word file; the message says why."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a Word file that hold what a reader sees."""

    body: etree._Element
    styles: dict[str, tuple[str, ...]] = field(default_factory=dict)  # id -> its name, then those it is based on
    targets: dict[str, str] = field(default_factory=dict)  # relationship id -> address of a link
    title: str = ""  # as the file's properties say
    beside: str = ""  # comments, notes, headers, footers, properties, texts of pictures and fields, a line each


def open_word(body: bytes, limits: Limits) -> WordFile:
    """Open a Word file. Only its main part must be whole; without styles or properties it is read all the same.

    Nothing outside the container is ever fetched: templates, pictures and entities elsewhere are left where they are.

    Raises:
        UnreadableWordError: the container passes the limits, is damaged, or holds no Word document.
    """
    refusal = check_container(body, limits)
    if refusal:
        raise UnreadableWordError(refusal)
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        name = next((n for n in sorted(container.namelist()) if _MAIN_PART.fullmatch(n)), None)
        root = _part(container, name) if name else None
        found = root.find(f"{W}body") if root is not None else None
        if name is None or found is None:
            raise UnreadableWordError("not a readable Word file: it has no document body")
        folder, file = posixpath.split(name)
        properties = _spare_part(container, "docProps/core.xml")
        title = properties.findtext(_TITLE) if properties is not None else None
        return WordFile(
            body=found,
            styles=_styles(_spare_part(container, f"{folder}/styles.xml")),
            targets=_targets(_spare_part(container, f"{folder}/_rels/{file}.rels")),
            title=title or "",
            beside="\n".join([*_texts_beside(container, folder), *_written_beside(container, found)]),
        )


def check_container(body: bytes, limits: Limits) -> str | None:
    """Say why a ZIP container must not be opened; None where it may.

    Sizes are measured by unpacking with a cap, since the directory of a hostile file lies about them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            members = container.infolist()
            if len(members) > 5000:
                return "resource limit: more than 5,000 files in the container"
            left = limits.max_unpacked_bytes
            for member in members:
                if member.flag_bits & 1:
                    return "a member of the container is encrypted"
                if member.filename.lower().endswith(_ARCHIVES) and "embeddings/" not in member.filename:
                    return "a container within the container"
                size, is_safe = _unpack(container, member, left)
                left -= size
                if left < 0:
                    return f"resource limit: unpacks to more than {limits.max_unpacked_bytes // 1_000_000} MB"
                if not is_safe:
                    return f"{member.filename[:60]} declares a document type or entities, as no Word file does"
    except _DAMAGE as exc:
        return f"damaged container ({type(exc).__name__})"
    return None


def _unpack(container: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> tuple[int, bool]:
    """Give the size of a part that is read, counted no further than `left`, and whether it is without entities."""
    if "embeddings/" in member.filename or not member.filename.endswith((".xml", ".rels")):
        return 0, True  # pictures and embedded files are never unpacked
    total, end = 0, b""
    with container.open(member) as stream:
        while piece := stream.read(1 << 16):
            total += len(piece)
            if total > left or (total > 10_000_000 and total > _MAX_RATIO * max(member.compress_size, 1)):
                return left + 1, True
            plain = end + piece.translate(None, b"\x00")  # NULs of UTF-16
            if b"<!" in plain and _UNSAFE_XML.search(plain):
                return total, False
            end = plain[-12:]
    return total, True


def _part(container: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(container.read(name).replace(_STRICT, _TRANSITIONAL), parser)
    except etree.XMLSyntaxError as exc:
        if "depth" in str(exc):
            raise UnreadableWordError("resource limit: nested too deeply") from exc
        raise UnreadableWordError(f"not a readable Word file: {name} is damaged ({str(exc)[:100]})") from exc
    except (KeyError, *_DAMAGE) as exc:
        raise UnreadableWordError(f"not a readable Word file: {name} is damaged ({type(exc).__name__})") from exc


def _spare_part(container: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Read a part that the text can do without."""
    if name not in container.namelist():
        return None
    try:
        return _part(container, name)
    except UnreadableWordError:
        return None


def _texts_beside(container: zipfile.ZipFile, folder: str) -> Iterator[str]:
    for name in container.namelist():
        if name.startswith(folder) and _BESIDE.fullmatch(posixpath.basename(name)):
            part = _spare_part(container, name)
            if part is not None:
                yield all_text(part)


def _written_beside(container: zipfile.ZipFile, body: etree._Element) -> Iterator[str]:
    """Give what persons have written in the file that is no text of a part: it is for the personal-data guard."""
    for name in _PROPERTIES:
        part = _spare_part(container, name)
        if part is not None:
            yield from (str(etree.tostring(element, method="text", encoding="unicode")) for element in part)
    for element in body.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "docPr":
            yield from (element.get(key, "") for key in ("descr", "title", "name"))
        elif name == "instrText":
            yield _BOOKMARK.sub("", element.text or "")
    for member in container.infolist():
        if _CHUNK.fullmatch(posixpath.splitext(member.filename)[1]) and "embeddings/" not in member.filename:
            with container.open(member) as stream:
                yield _TAG.sub(" ", stream.read(_MAX_CHUNK).decode("utf-8", "replace"))


def all_text(root: etree._Element) -> str:
    """Give every word below an element, hidden and deleted ones too, a paragraph a line."""
    paragraphs = root.iter(f"{W}p")
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t", f"{W}delText")) for p in paragraphs)


def _styles(root: etree._Element | None) -> dict[str, tuple[str, ...]]:
    if root is None:
        return {}
    names: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in root.findall(f"{W}style")[:_MAX_STYLES]:
        style_id = style.get(f"{W}styleId", "")
        name, parent = style.find(f"{W}name"), style.find(f"{W}basedOn")
        names[style_id] = name.get(f"{W}val", "") if name is not None else ""
        based[style_id] = parent.get(f"{W}val", "") if parent is not None else ""
    return {style_id: _lineage(style_id, names, based) for style_id in names}


def _lineage(style_id: str, names: dict[str, str], based: dict[str, str]) -> tuple[str, ...]:
    line: list[str] = []
    while style_id in names and len(line) < 10:  # a style may be based on itself
        line.append(names[style_id])
        style_id = based[style_id]
    return tuple(line)


def _targets(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in root.findall(_RELATION)
        if relation.get("Target", "").lower().startswith(("http://", "https://"))
    }
