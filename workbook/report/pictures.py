"""Pictures, wherever a notebook keeps them."""

import re
from base64 import b64decode
from collections.abc import Mapping
from io import BytesIO
from mimetypes import guess_type
from os import PathLike
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from PIL import Image

Picture = tuple[bytes, str]  # content and suffix
Bundle = Mapping[str, str]  # the same thing by MIME types
Attachments = Mapping[str, Bundle]

# By preference: drawn before sampled, lossless before lossy.
SUFFIXES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}


def from_bundle(bundle: Bundle) -> Picture | None:
    """Return the best picture in a bundle of MIME types, or None."""
    kind = best(bundle)
    return of_kind(kind, bundle[kind]) if kind else None


def best(bundle: Bundle) -> str | None:
    """Return the MIME type of the best picture in a bundle, or None."""
    return next((kind for kind in SUFFIXES if kind in bundle), None)


def of_kind(kind: str, data: str) -> Picture:
    """Return the picture that a notebook keeps as text."""
    plain = kind == "image/svg+xml" and data.lstrip().startswith("<")
    return data.encode() if plain else decoded(data), SUFFIXES[kind]


def from_address(url: str, attachments: Attachments, folder: str | PathLike[str]) -> Picture | None:
    """Return the attachment, data or file that a URL names, or None."""
    if url.startswith("attachment:"):
        return from_bundle(attachments.get(unquote(url.removeprefix("attachment:")), {}))
    if data := re.fullmatch(r"data:([\w/+.-]+);base64,(.*)", url, re.DOTALL):
        return from_bundle({data[1]: data[2]})
    kind, _ = guess_type(url)
    path = Path(folder, unquote(url))
    return (path.read_bytes(), SUFFIXES[kind]) if kind in SUFFIXES and path.is_file() else None


def decoded(data: str) -> bytes:
    """Return the bytes of base64 text; of what is none, no bytes."""
    try:
        return b64decode(data)
    except ValueError:
        return b""


def readable(content: bytes, suffix: str) -> bool:
    """Tell whether a picture is whole."""
    try:
        if suffix == "svg":
            return ElementTree.fromstring(content).tag.endswith("svg")
        Image.open(BytesIO(content)).verify()
    except (OSError, SyntaxError, ValueError):  # ParseError and Pillow's are among these
        return False
    return True
