"""Takes in the outside world: fetches, parses, guards personal data, extracts, links, proposes. Imports corpus."""
