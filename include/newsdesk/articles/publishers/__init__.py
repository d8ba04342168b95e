"""Publisher rules: one YAML file a publisher, with selectors that hold from a day until a day.

Does not replace the generic extractor; a rule overrides single fields and is checked against it.
"""
