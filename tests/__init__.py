"""Tests, laid out as the two packages are; `ROOT` is the project's folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
