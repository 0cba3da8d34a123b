"""Pictures, wherever a notebook keeps them."""

import re
from base64 import b64decode
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from PIL import Image

# By preference: drawn before sampled, lossless before lossy.
SUFFIXES = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}


def from_bundle(bundle):
    """Return (content, suffix) of the best picture in a bundle of MIME types, or None."""
    for kind, suffix in SUFFIXES.items():
        if kind in bundle:
            data = bundle[kind]
            plain = suffix == "svg" and data.lstrip().startswith("<")
            return data.encode() if plain else decoded(data), suffix
    return None


def from_address(url, attachments, folder):
    """Return (content, suffix) of the attachment, data or file that a URL names, or None."""
    if url.startswith("attachment:"):
        return from_bundle(attachments.get(unquote(url.removeprefix("attachment:")), {}))
    if data := re.fullmatch(r"data:([\w/+.-]+);base64,(.*)", url, re.DOTALL):
        return from_bundle({data[1]: data[2]})
    kind, _ = guess_type(url)
    path = Path(folder, unquote(url))
    return (path.read_bytes(), SUFFIXES[kind]) if kind in SUFFIXES and path.is_file() else None


def decoded(data):
    """Return the bytes of base64 text; of what is none, no bytes."""
    try:
        return b64decode(data)
    except ValueError:
        return b""


def readable(content, suffix):
    """Tell whether a picture is whole."""
    try:
        if suffix == "svg":
            return ElementTree.fromstring(content).tag.endswith("svg")
        Image.open(BytesIO(content)).verify()
    except (OSError, SyntaxError, ValueError):  # ParseError and Pillow's are among these
        return False
    return True
