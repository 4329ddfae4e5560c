-- Long brackets: no escapes, a first newline is dropped, levels nest.
local two = [[two
lines]]
local dropped = [[
first newline dropped]]
print([[one]], two)
-- expect: one two
-- expect: lines
print(dropped) -- expect: first newline dropped
print([==[with ]] inside]==], [=[ [[nested]] ]=]) -- expect: with ]] inside  [[nested]]
print(#[[\n]], [[a\tb]]) -- expect: 2 a\tb
--[[ a long
comment ]] print("after a comment") -- expect: after a comment
--[==[ another ]] still ]==]
---[[ not a long comment
print("runs") -- expect: runs
--]]
