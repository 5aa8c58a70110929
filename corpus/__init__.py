"""What Puljespor knows: projects, pools, documents, evidence, versions, municipalities, themes, money and dates.

Imports nothing else of ours. Everything a record says comes from evidence, and evidence points into a document.
"""
