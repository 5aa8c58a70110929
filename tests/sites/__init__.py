"""Further labelled sites, whose pages and gold others wrote than those who wrote the readers."""
