"""The data room: YAML becomes typed records. It knows neither Sphinx nor docutils."""
