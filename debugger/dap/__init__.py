"""The Debug Adapter Protocol: a `Session` as VS Code, Neovim and Emacs drive it."""
