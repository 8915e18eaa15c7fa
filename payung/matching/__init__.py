"""Which rows may be one person: of two lists, inside one, against registers with and without NIK. No Django, no database of Payung."""
