-- How a chunk's name appears in front of a message.
local function first(name) return (select(2, pcall(load("error('m')", name)))) end
print(first("=stdin")) -- expect: stdin:1: m
print(first("@some/file.lua")) -- expect: some/file.lua:1: m
print(first("one line of source")) -- expect: [string "one line of source"]:1: m
print(first("several\nlines")) -- expect: [string "several..."]:1: m
print(first("=" .. ("long"):rep(30))) -- expect: longlonglonglonglonglonglonglonglonglonglonglonglonglonglon:1: m
print(first("@" .. ("directory/"):rep(10) .. "file.lua"))
-- expect: ...rectory/directory/directory/directory/directory/file.lua:1: m
print(first(("words and "):rep(20))) -- expect: [string "words and words and words and words and words..."]:1: m
print(first("")) -- expect: [string ""]:1: m
print(first("=")) -- expect: :1: m
