-- Chunks for Lua 5.1 alone.

--- basic functions
--
assert(false, {})
--
return (xpcall(1, 2))
--
local ok,e=pcall(function() for i,v in ipairs() do end end)
return e

--- require
--
package.preload.m=function(n) return require'm' end
local ok,e=pcall(function() local x=require'm' end)
return e

--- tables
--
local ok,e=pcall(function() table.foreach({}) end)
return e
--
local ok,e=pcall(function() local x=table.remove() end)
return e

--- formats
--
local ok,e=pcall(function() local x=string.format('%q', {}) return x end)
return e

--- files
--
local f=io.open('/dev/null')
local ok,e=pcall(function() local x=f:read({}) end)
return ok,e

--- debug
--
local function f(a,b) local c=a return debug.getinfo(1,'Slnu') end
local t=f()
return t.source,t.short_src,t.what,t.linedefined,t.lastlinedefined,t.currentline,t.name,t.namewhat,t.nups,t.nparams,t.isvararg,t.istailcall
--
local t=debug.getinfo(print)
return t.what,t.short_src,t.source,t.currentline,t.linedefined,t.nups,t.func==print,t.name,t.namewhat
--
local x=5
local function f() return x end
return debug.getupvalue(f,1), debug.setupvalue(f,1,9), x, debug.setupvalue(f,2,1), debug.getupvalue(print,1), debug.getupvalue(f,0)
--
local s='' debug.sethook(function(e,l) s=s..e..';' end,'cr')
local x=math.abs(1) debug.sethook()
return s
--
local ok,e=pcall(function() local x=debug.upvalueid(print,50) end)
return e
