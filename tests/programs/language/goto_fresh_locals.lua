-- A backward goto leaves the scope of a local: the next turn makes a new one for closures.
local functions = {}
do
  local i = 1
  ::again::
  local copy = i
  functions[i] = function() copy = copy + 100 return copy end
  i = i + 1
  if i <= 3 then goto again end
end
print(functions[1](), functions[2](), functions[3]()) -- expect: 101 102 103
print(functions[1](), functions[2]()) -- expect: 201 202
