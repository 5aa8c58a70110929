"""The command line, the HTTP API and the web page; holds no logic of its own. Imports search, ingest and corpus."""
