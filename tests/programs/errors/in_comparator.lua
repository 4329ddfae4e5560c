-- An error inside a comparator passes through table.sort.
local records = { { n = 2 }, { n = 1 }, {} }
table.sort(records, function(a, b)
  return a.n < b.n -- expect error: attempt to compare nil with number
end)
