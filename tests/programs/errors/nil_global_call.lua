-- A misspelt global function, uncaught.
print("before") -- expect: before
pirnt("never") -- expect error: attempt to call a nil value (global 'pirnt')
