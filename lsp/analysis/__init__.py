"""What files say together: what free names mean, paths from name to name, symbols and their places."""
