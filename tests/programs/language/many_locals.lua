-- Close to the limit of 200 local variables, and the message beyond it.
local names = {}
for i = 1, 200 do names[i] = "v" .. i end
local source = "local " .. table.concat(names, ",") .. " = ... ; return v1, v200"
print(load(source)(table.unpack(names))) -- expect: v1 v200
print((select(2, load("local " .. table.concat(names, ",") .. ", v201", "=big"))))
-- expect: big:1: too many local variables (limit is 200) in main function near <eof>
local parts = {}
for i = 1, 256 do parts[i] = "local u" .. i .. " = " .. i .. " " end
print((select(2, load(table.concat(parts), "=big"))))
-- expect: big:1: too many local variables (limit is 200) in main function near '='
