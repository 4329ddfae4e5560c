-- collectgarbage's options and what they give.
print(collectgarbage(), collectgarbage("collect"), type(collectgarbage("count"))) -- expect: 0 0 number
print(collectgarbage("isrunning"), collectgarbage("stop"), collectgarbage("isrunning")) -- expect: true 0 false
print(collectgarbage("restart"), collectgarbage("isrunning")) -- expect: 0 true
collectgarbage("incremental")
print(collectgarbage("generational"), collectgarbage("incremental")) -- expect: incremental generational
print(math.type(collectgarbage("count"))) -- expect: float
print(pcall(collectgarbage, "everything"))
-- expect: false bad argument #1 to 'collectgarbage' (invalid option 'everything')
local weak = setmetatable({ {}, {} }, { __mode = "v" })
weak.kept = print
collectgarbage()
print(#weak, weak.kept == print) -- expect: 0 true
