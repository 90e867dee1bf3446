"""Search engines behind one protocol: they find what fits, they do not judge it."""
