"""What the documentation is made with: generated reference pages, pictures of the model, and the site's hooks.

It is no part of the package `kg`, which knows nothing of it.
"""
