"""SynthDesk makes synthetic tables from patient data on an ordinary workstation."""

__version__ = "0.1.0"
