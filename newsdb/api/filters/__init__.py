"""What lists can be filtered by: a noun a file, on the few families of :mod:`newsdb.api.filters.families`."""
