-- gmatch: words, pairs, empty matches, anchors, start position.
for w in ("one two  three"):gmatch("%a+") do io.write("<", w, ">") end
print() -- expect: <one><two><three>
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, "->", v, " ") end
print() -- expect: a->1 b->2
for p in ("abc"):gmatch("()") do io.write(p, " ") end
print() -- expect: 1 2 3 4
for m in ("aXbXc"):gmatch("[^X]*") do io.write("<", m, ">") end
print() -- expect: <a><b><c>
for m in ("hello"):gmatch("^h") do io.write("never ", m) end
for m in ("hello"):gmatch("l", 4) do io.write(m, "!") end
print() -- expect: l!
local next_word = ("x y"):gmatch("%a")
print(next_word(), next_word(), next_word()) -- expect: x y
