"""Payung: one correct, agreed, payable list of protected workers per fund and month."""

__version__ = "0.1.0"
