-- A syntax error stops the program before it runs.
print("never printed")
local x = = 1 -- expect error: unexpected symbol near '='
