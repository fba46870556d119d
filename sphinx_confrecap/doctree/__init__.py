"""The semantic nodes: each a subclass of the generic docutils node that other builders show."""
