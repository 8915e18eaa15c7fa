"""The screens of a claim: from a report to the money that the heir says has come."""
