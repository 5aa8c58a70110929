"""A site of about 100 invented pages and files in the shape of the real ones, with gold of what they say.

Text, pools, projects, amounts and persons are made up; municipalities are real. Each page file opens with a TOML
head: where it is served, the host layout that wraps it, and what gold says of it as a document.
"""
