-- Chunks for LuaJIT alone.

--- collector
--
return (collectgarbage('isrunning'))

--- mathematics
--
return (math.random(0))
--
math.randomseed(5)
return math.random(), math.random(10), math.random(3,7), math.random(0.5)
--
return math.random(), math.random(100), math.random(-5,5)
--
return math.log(8,2), math.log(27,3), math.log(2), math.log(0), math.log(-1,2)

--- debug
--
local ok,e=pcall(function() local x=debug.getinfo(1,'>') end)
return e
--
local function f(a,...) local b=2 return debug.getlocal(1,1), debug.getlocal(1,2) end
return f(1)
--
local a,b=1,2
local function f() return a end
local function g() return b end
return debug.upvalueid(f,1)==debug.upvalueid(f,1), debug.upvalueid(f,1)==debug.upvalueid(g,1)
--
local a,b=1,2
local function f() return a end
local function g() return b end debug.upvaluejoin(f,1,g,1)
return f()

--- bit and jit
--
return bit.tobit(2^32+5.5), bit.tobit(-1.5), bit.tobit(1e18), bit.tobit(0/0), bit.tobit('0x10'), bit.tobit(6.5)
--
return bit.tohex(255), bit.tohex(-1, -4), bit.tohex(1,20), bit.tohex(1,0)
--
return bit.bswap(0x12345678), bit.rol(0x12345678,12), bit.ror(0x12345678,12), bit.arshift(-8,1), bit.rshift(-8,1), bit.lshift(1,31), bit.lshift(1,33)
--
return bit.band(0xff,0x0f,3), bit.bor(1,2,4), bit.bxor(5,3), bit.bnot(0), bit.rol(1,0), bit.ror(1,0)
--
return jit.on(), jit.off(), jit.flush(), type(jit.version), jit.version_num, jit.os, jit.arch

--- require
--
local t=require'table.new'(3,4)
local n=table.new==require'table.new' t[1]=5
return #t, n
--
local clear=require'table.clear'
local t={1,2,3,x=4} clear(t)
return #t, next(t)
--
return package.searchpath('nope','./?.x;./?/y','.')
--
return package.searchpath('a.b','./?.x')

--- tables
--
local t=table.move({1,2,3},1,3,2)
return t[1],t[2],t[3],t[4]
--
local t=table.move({1,2,3},2,3,1,{})
return t[1],t[2],#t

--- chunks
--
local f=load('return x','=c','t',{x=9})
return f()
--
local f=load('x=1','=c','t',{}) f()
return x

--- coroutines
--
return coroutine.isyieldable()
--
return coroutine.wrap(function() return coroutine.isyieldable() end)()

--- formats
--
return string.format('%a', 1), string.format('%q', 1/3), string.format('%s', setmetatable({},{__tostring=function() return 'T' end}))
