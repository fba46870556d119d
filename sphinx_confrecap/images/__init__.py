"""Pictures: facts from headers, a content-addressed cache, and the encoding of variants."""
