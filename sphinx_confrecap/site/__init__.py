"""What Sphinx remembers of a site, and publishes: files, references, pictures, links."""
