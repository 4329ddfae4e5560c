"""The protocol layer: turns requests into calls of features and their results into messages.

The only package that imports pygls and lsprotocol.
"""
