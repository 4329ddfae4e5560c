-- An error kills the coroutine and is resume's second result.
local co = coroutine.create(function() local x = nil; return x.field end)
local ok, message = coroutine.resume(co)
print(ok, (message:gsub("^.-:%d+: ", ""))) -- expect: false attempt to index a nil value (local 'x')
print(coroutine.status(co)) -- expect: dead
print(coroutine.resume(co)) -- expect: false cannot resume dead coroutine
print(coroutine.resume(coroutine.create(function() error({}) end)) == false) -- expect: true
local closed, why = coroutine.close(co)
print(closed, (tostring(why):gsub("^.-:%d+: ", ""))) -- expect: false attempt to index a nil value (local 'x')
print(coroutine.resume(coroutine.create(function() error() end))) -- expect: false nil
