"""What nbconvert loads: the exporter; or, without the extra `pdf`, a word that stops no other one.

nbconvert loads all exporters to list them, and leaves out only those that say they are disabled.
"""

from nbconvert.exporters.base import ExporterDisabledError

from helpers.extras import needs

try:
    with needs("pdf"):
        from workbook.report.exporter import TypstPDFExporter
except ModuleNotFoundError as missing:
    raise ExporterDisabledError(str(missing)) from missing

__all__ = ["TypstPDFExporter"]
