-- One end too many.
print("never printed")
local function f()
  return 1
end end -- expect error: <eof> expected near 'end'
