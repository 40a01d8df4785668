"""Taking over what was kept in a workbook: everything is checked, then everything is stored, or nothing."""

from models.takeover.process import take_over
from models.takeover.report import Fault, Report
from models.takeover.template import write_template

__all__ = ["Fault", "Report", "take_over", "write_template"]
