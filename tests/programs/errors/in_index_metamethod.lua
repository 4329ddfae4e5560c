-- An error raised in __index.
local strict = setmetatable({ known = 1 }, {
  __index = function(_, name)
    error("undeclared field '" .. name .. "'", 2)
  end,
})
print(strict.known) -- expect: 1
print(strict.unknown) -- expect error: undeclared field 'unknown'
