"""File formats: each module reads a header without pixels and removes metadata without loss."""
