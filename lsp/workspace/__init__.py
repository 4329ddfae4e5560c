"""The workspace: its folders, files, settings and the index over all of them."""
