-- Chunks for Lua 5.1 and LuaJIT alike.

--- basic functions
--
assert(false,'x')
--
assert(nil)
--
assert(false, 12)
--
return (pcall(assert,false,'x'))
--
return (pairs(1))
--
return (ipairs(nil))
--
return (select(-1,1,2))
--
return (select(1.7, 'a','b'))
--
return (select('#', 1, 2))
--
return (('x').rep())
--
return (unpack({1,2,3}))
--
return (unpack({1,2,3},2.7))
--
return (next({},1))
--
return (rawequal(1))
--
return (xpcall(1))
--
return unpack({1,2,3},-1,1)
--
local ok,e=pcall(function() local x=unpack({},1,1e7) end)
return e
--
local ok,e=pcall(function() local x=unpack() end)
return e
--
return xpcall(function() error('x') end, function(m) return m..'!' end)
--
local ok,e=pcall(error,'msg')
local ok2,e2=pcall(error,12)
local ok3,e3=pcall(function() error(12) end)
return e,e2,e3
--
return select(-1,'a','b'), pcall(select,0), pcall(select,-5,1)
--
local ok,e=pcall(function() local x=setmetatable({},1) end)
return e
--
local ok,e=pcall(function() local x=setmetatable({}) end)
return e
--
local ok,e=pcall(function() local x=setmetatable(setmetatable({},{__metatable=1}),{}) end)
return e
--
return getmetatable('').__index==string, rawget(getmetatable(''),'__add')
--
local t=setmetatable({},{__pairs=function() return 1 end})
return type(pairs(t))
--
local t=setmetatable({},{__index=function(t,k) return k end})
local r='' for i,v in ipairs(t) do r=r..v end
return r, unpack(t,1,2)
--
for k in pairs({1}) do return type(k) end
--
return rawequal('a','a'), rawget({5},1), rawset({},1,2)[1], type(nil)
--
local ok,e=pcall(function() local x=rawset({},nil,1) end)
return ok
--
return pcall(next,{},'x')
--
local function f(...) return select('#',...), (...) end
return f(unpack({1,nil,3},1,3))
--
local a=setmetatable({},{__eq=function() return true end})
local b=setmetatable({},getmetatable(a))
return a==b, rawequal(a,b)
--
local s=0 for i,v in ipairs({1,2,nil,4}) do s=s+v end
return s
--
local ok,e=pcall(function() for i,v in pairs(nil) do end end)
return e
--
local ok,e=pcall(function() local x=unpack(1) end)
return e
--
local ok,e=pcall(function() local x=select('x') end)
return e
--
local ok,e=pcall(function() dofile('/nonexist/f') end)
return e

--- conversion
--
return (tostring(setmetatable({},{__tostring=function() return 1 end})))
--
return (tonumber('10', 16), tonumber('zz', 36), tonumber('-1', 16), tonumber(10, 2), tonumber('8',8), tonumber('0x10'), tonumber('0x10',16), tonumber('1e1'))
--
return (xpcall(function(...) return ... end, print, 1, 2))
--
return tonumber('1e',10), tonumber(' 0x1F '), tonumber('7fffffff',16), tonumber('ffffffffffffffffff',16), tonumber('-ff',16), tonumber('',16), tonumber('1 2',16), tonumber('z',36), tonumber('0x',16), tonumber('-0xA',16)
--
local ok,e=pcall(function() local x=tonumber({},16) end)
return e
--
local ok,e=pcall(function() local x=tonumber('1',99) end)
return e
--
local ok,e=pcall(function() local x=tonumber() end)
return e
--
return tonumber('inf'), tonumber('nan'), tonumber('0x1p4'), tonumber('1e+'), tonumber('0x1.8')
--
return xpcall(function(...) return select('#',...) end, print, 1, 2)
--
return tostring(1e15), tostring(2^53), tostring(0.1), tostring(-0), tostring(1e100), 1e15 .. '', tostring(3)
--
return tostring(-0), tostring(1e15), 2^31, -2^63, 1e300*10
--
return select('#',xpcall(function() return 1,2,3 end, print))
--
local p=setmetatable({},{__tostring=function() return 'P' end})
local f,s=tostring,'' tostring=function(v) s=s..'*' return f(v) end print(p,1)
return s
--
local ok,e=pcall(function() local x=tostring() end)
return e

--- strings
--
return (pcall(string.rep))
--
return (string.rep())
--
return (('x'):rep({}))
--
return ('x'):rep(3), ('x'):rep(0), ('x'):rep(-1), ('x'):rep(2.9), ('ab'):rep(3,',')
--
return ('abc'):byte(), ('abc'):byte(-1), ('abc'):byte(10), ('abc'):byte(1,-1)
--
return ('abc'):byte(0), ('abc'):byte(-10,2), ('abc'):sub(-2), ('abc'):sub(0), ('abc'):sub(2,1), ('abc'):sub(-100,100)
--
local ok,e=pcall(function() local x=string.char(256) end)
return e
--
local ok,e=pcall(function() local x=string.char(-1) end)
return e
--
return string.char(65,66.7,'67'), string.len('a\0b'), ('aB'):upper(), ('aB'):lower(), ('abc'):reverse()
--
local ok,e=pcall(function() local x=string.dump(print) end)
return e
--
return loadstring(string.dump(function() return 5 end))()
--
return #('a'):rep(100), ('x'):rep(1e1)
--
return ('x'):rep(3,'ab'), ('x'):rep(1,'ab'), ('x'):rep(0,'ab')
--
local ok,e=pcall(function() local x=string.rep('x',-1,{}) end)
return ok
--
local ok,e=pcall(function() local x=('x'):rep() end)
return e
--
local s=('x'):rep(5)
return s:len(), #s, s:upper():lower()

--- chunks
--
return (loadstring('return 1')())
--
return (loadstring('x x x', 'chunk'))
--
return (loadstring('x x x', '@chunk'))
--
return (load(function() error('x') end))
--
return (load(function() return {} end))
--
local n=0
local f=load(function() n=n+1 return ({'return ','1','2'})[n] end,'=r')
return f()
--
local f,e=loadstring('\27Lua')
return f==nil
--
return dofile==nil, loadfile('/nonexist/x')
--
local ok,e=pcall(function() local x=loadstring() end)
return e
--
local ok,e=pcall(function() local x=load() end)
return e

--- collector
--
return (gcinfo() > 0)
--
return (collectgarbage('generational'))
--
return (collectgarbage(), collectgarbage('stop'), collectgarbage('restart'))
--
local ok,e=pcall(function() local x=collectgarbage('x') end)
return e

--- environments
--
return (getfenv(1) == _G, getfenv(0)==_G, getfenv() == _G, getfenv(print) == _G)
--
return (setfenv(print, {}))
--
return (setfenv(99, {}))
--
return (setfenv(-1, {}))
--
return (setfenv('x', {}))
--
return (setfenv(1))
--
local f=function() return x end; setfenv(f,{x=5});
local g=function() return x end; x=1;
return f(), g(), getfenv(f).x
--
local t={}
local function mk() return function() y=1 end end
local a,b=mk(),mk() setfenv(a,t) a()
return t.y, y
--
local function lvl() setfenv(2,{q=7,}) end lvl()
return q
--
setfenv(0,{z=9,loadstring=loadstring,getfenv=getfenv})
local r=loadstring('return z')
local e=getfenv(0).z
return r(), e
--
local co=coroutine.create(function() setfenv(0,{k=1}) return getfenv(0).k end)
local a,b=coroutine.resume(co)
return a,b,getfenv(0)==_G
--
setfenv(0,{k=3,getfenv=getfenv})
local co=coroutine.wrap(function() return getfenv(0).k end)
local r= co()
return r
--
local env=setmetatable({},{__index=_G})
local f=loadstring('local function g() return v end v=10 return g') setfenv(f,env)
local g=f()
return g(), env.v, v
--
local f=function() end
return debug.getfenv(f)==_G, debug.getfenv(print)==_G, debug.getfenv(coroutine.create(f))==_G, debug.getfenv(1), debug.setfenv(f,{a=1})==f, debug.getfenv(f).a
--
local r=pcall(debug.setfenv,1,{})
return r
--
local ok,e=pcall(function() debug.setfenv(1,{}) end)
return e
--
debug.setfenv(print,{a=4})
return debug.getfenv(print).a, getfenv(print)==_G
--
local n=os.tmpname()
local f=io.open(n,'w') f:write('return y') f:close() setfenv(1,setmetatable({y=1},{__index=_G}))
local r=dofile(n) os.remove(n)
return r
--
local e=setmetatable({},{__index=_G,__newindex=function(t,k,v) rawset(t,k,v*2) end}) setfenv(1,e) y=5
return y
--
local f=loadstring('x=5 local function g() z=1 end g() return getfenv(g)==getfenv(1)') setfenv(f,setmetatable({},{__index=_G}))
return f(), x, z
--
local function outer() local function inner() return getfenv(2)==_G, getfenv(1)==_G end local a,b=inner() return a,b end
local e=setmetatable({},{__index=_G}) setfenv(outer,e)
return outer()
--
local co=coroutine.create(function() return getfenv(0)==_G end) debug.setfenv(co,{})
return coroutine.resume(co)
--
local t={} setfenv(loadstring('a=1 b=2 function c() end'),t)()
local n=0 for k in pairs(t) do n=n+1 end
return n,a,b,c
--
local ok,e=pcall(setfenv, function() end, nil)
return ok,e
--
local ok,e=pcall(getfenv, 'x')
return ok,e
--
local ok,e=pcall(getfenv, -1)
return ok,e
--
local ok,e=pcall(function() local x=getfenv(50) end)
return e
--
return getfenv(1)==getfenv(), getfenv(0)==_G
--
x=1
local function f() return x end
local g=debug.setfenv(f,{x=2})
return g==f, f()
--
local ok,e=pcall(function() local x=debug.getfenv() end)
return e
--
local ok,e=pcall(function() local x=debug.setfenv({},1) end)
return e

--- proxies
--
return (newproxy(), getmetatable(newproxy()), getmetatable(newproxy(true)) ~= nil)
--
return (newproxy({}))
--
local p=newproxy(true) getmetatable(p).__index=function(_,k) return k end
local q=newproxy(p)
return p.abc, getmetatable(q)==getmetatable(p), q.z
--
local log='' do local p=newproxy(true) getmetatable(p).__gc=function() log=log..'gc' end end collectgarbage() collectgarbage()
return log
--
local log='' do local p=setmetatable({},{__gc=function() log=log..'gc' end}) end collectgarbage() collectgarbage()
return log
--
local mt=getmetatable(io.stdout)
return mt.__index==mt, mt.__name, type(mt.__gc), rawget(mt,'__close')
--
local ok,e=pcall(function() local x=newproxy(1) end)
return e

--- modules
--
module('foo') bar=1
return _NAME
--
module('foo.bar.baz', package.seeall)
local x=_NAME
local p=_PACKAGE
local m=_M
return x,p,type(m),m.print==print, package.loaded['foo.bar.baz']==m
--
string.foo=1
local ok,e=pcall(module,'string.foo.bar')
return e
--
local f=function() module('string.rep.x') end
local ok,e=pcall(f)
return e
--
local ok,e=pcall(function() module() end)
return e

--- require
--
package.preload.m=function(n) return nil end
local a=require'm'
local b=require'm'
return a,b,package.loaded.m
--
package.preload.m=function(n) package.loaded[n]=5 end
local a=require'm'
return a
--
package.preload.m=function(n) error('boom',0) end
local ok,e=pcall(require,'m')
local ok2,e2=pcall(function() local x=require'm' end)
return e,e2
--
local ok,e=pcall(function() local x=require'a.b.c' end)
return e
--
package.loaders=1
local ok,e=pcall(function() local x=require'a.b.c' end)
return e
--
package.path=nil
local ok,e=pcall(function() local x=require'a.b.c' end)
return e
--
package.preload=nil
local ok,e=pcall(function() local x=require'a.b.c' end)
return e
--
package.loaders={function() return 'q' end,function() end, function() return 12 end}
local ok,e=pcall(function() local x=require'a.b.c' end)
return e
--
package.loaded.zz=false package.preload.zz=function() return false end
local r=require'zz'
return r
--
table.insert(package.loaders,2,function(n) return function(...) return select('#',...) end end)
local r=require'qq'
return r
--
local ok,e=pcall(function() local x=require() end)
return e
--
local ok,e=pcall(function() package.seeall(1) end)
return e
--
local m={} package.seeall(m)
return getmetatable(m).__index==_G

--- mathematics
--
return math.mod==math.fmod, string.gfind==string.gmatch
--
return math.max(1,'5',3), math.min('2',3), pcall(math.max)
--
return math.max(0/0,1), math.max(1,0/0), math.min(0/0,1), math.min(1,0/0)
--
return math.floor(-0.5), math.ceil(-0.5), math.floor(1e300), math.modf(-3.25), math.modf(-3), math.modf(1/0), math.modf(-1/0)
--
return math.fmod(-6,4), math.fmod(6,-4), math.fmod(1,0), math.log(8,2), math.log(100,10), math.log10(1000), math.pow(2,10), math.cosh(1), math.sinh(1000), math.tanh(0.5)
--
return math.frexp(10), math.ldexp(0.5,5), math.frexp(0), math.ldexp(1,10000), math.atan2(1,2), math.atan(1,2), math.deg(math.pi), math.rad(180)
--
math.randomseed(42)
local r={} for i=1,5 do r[i]=math.random() end r[6]=math.random(10) r[7]=math.random(5,50) r[8]=math.random(-10,10)
return unpack(r)
--
math.randomseed(-7.7)
return math.random(100),math.random(100)
--
math.randomseed(2^31+5)
return math.random(100),math.random(100)
--
local ok,e=pcall(function() local x=math.random(0) end)
return e
--
local ok,e=pcall(function() local x=math.random(2,1) end)
return e
--
local ok,e=pcall(function() local x=math.random(1,2,3) end)
return e
--
return _VERSION, math.huge, math.pi
--
local ok,e=pcall(function() local x=math.floor({}) end)
return e
--
local ok,e=pcall(function() local x=math.fmod(1) end)
return e

--- tables
--
local t={1,2,3} table.insert(t,10,'x')
local r=t[10] table.insert(t,-1,'y')
return r,t[-1],t[0],t[1],t[2],#t
--
local t={1,2,3} table.insert(t,2,'x')
return t[1],t[2],t[3],t[4]
--
local ok,e=pcall(function() table.insert({}) end)
return e
--
local ok,e=pcall(function() table.insert({},1,2,3) end)
return e
--
local ok,e=pcall(function() table.insert({},'a',2) end)
return e
--
local t={1,2,3}
local n=select('#',table.remove(t,7))
local a=table.remove(t,1)
return n,a,#t,table.remove(t),table.remove(t),select('#',table.remove(t))
--
return (table.concat({1,2,'x'},',')), (table.concat({1,2,3},',',2)), (table.concat({1,2,3},',',2,3)), (table.concat({},','))
--
local ok,e=pcall(function() local x=table.concat({1,{},3}) end)
return e
--
local ok,e=pcall(function() local x=table.concat({1},',',1,2) end)
return e
--
local t={5,3,1,4} table.sort(t)
local r=table.concat(t,' ') table.sort(t,function(a,b) return a>b end)
return r,table.concat(t,' ')
--
local ok,e=pcall(function() table.sort({1,2,3,4},function() return true end) end)
return e
--
local ok,e=pcall(function() table.sort({1,'a',3}) end)
return e
--
return table.getn{1,2,3}, table.maxn{1,2,[10]=1,[2.5]=1,x=1}, table.maxn{}
--
local ok,e=pcall(function() local x=table.setn({},1) end)
return e
--
local s=''
local r=table.foreach({1,2,x=3},function(k,v) s=s..tostring(k)..tostring(v)..';' end)
return s,r
--
local s=''
local r=table.foreachi({1,2,3},function(k,v) s=s..k..v if k==2 then return 'stop' end end)
return s,r
--
local ok,e=pcall(function() table.foreachi(1) end)
return e
--
local r={} for w in ('one two'):gmatch('%a*') do r[#r+1]='['..w..']' end
return table.concat(r)
--
local r={} for w in ('abc'):gmatch('') do r[#r+1]='.' end
return table.concat(r)
--
local r={} for a,b in ('k=v, x=y'):gmatch('(%w+)=(%w+)') do r[#r+1]=a..b end
return table.concat(r,';')
--
local r={} for w in ('^a^a'):gmatch('^a') do r[#r+1]=w end
return table.concat(r,';')
--
return table.concat({1,2.5,1e15},' ')
--
local t=setmetatable({1,2},{__len=function() return 7 end})
return #t, table.getn(t), unpack(t)
--
local t=setmetatable({'a'},{__index=function() return 'z' end})
return table.concat(t,',',1,1), pcall(table.concat,t,',',1,2)
--
local t={} for i=1,50 do t[i]=(i*7919)%101 end table.sort(t, function(a,b) return a<b end)
return table.concat(t,' ')
--
local n=0
local t={} for i=1,200 do t[i]=(i*7919)%211 end table.sort(t, function(a,b) n=n+1 return a>b end)
return n, t[1], t[200]
--
local s='' table.sort({3,1,2,5,4}, function(a,b) s=s..a..b..' ' return a<b end)
return s
--
local t={n=5}
return #t, table.getn(t)
--
local r={} for k,v in next,{10,20} do r[#r+1]=k..v end
return table.concat(r,',')
--
local ok,e=pcall(function() local x=table.concat(1) end)
return e
--
local ok,e=pcall(function() local x=table.insert(nil,1) end)
return e
--
local t={1,2,3,4,5}
return table.remove(t,2), table.concat(t), table.remove(t), #t
--
local t={} t[1]=1 t[2]=2 t[4]=4
return table.maxn(t)

--- coroutines
--
return coroutine.running()
--
local c=coroutine.create(function() return coroutine.running()==nil end)
return coroutine.resume(c)
--
local ok,e=pcall(function() coroutine.resume(1) end)
return e
--
local ok,e=pcall(function() coroutine.create(1) end)
return e
--
local ok,e=pcall(function() coroutine.status() end)
return e
--
local ok,e=pcall(function() coroutine.yield() end)
return e
--
local w=coroutine.wrap(function() end) w()
local ok,e=pcall(function() w() end)
return e
--
local w=coroutine.wrap(function() error('in') end)
local ok,e=pcall(function() w() end)
return e
--
local w=coroutine.wrap(function() error({}) end)
local ok,e=pcall(function() w() end)
return type(e)
--
local c=coroutine.create(function() end) coroutine.resume(c)
return coroutine.resume(c)
--
local c c=coroutine.create(function() return coroutine.resume(c) end)
return coroutine.resume(c)
--
local c,d c=coroutine.create(function() d=coroutine.create(function() local a,b=coroutine.resume(c) return coroutine.status(c),a,b end) return coroutine.resume(d) end)
return coroutine.resume(c)
--
local co=coroutine.create(function() local x=1 coroutine.yield() end) coroutine.resume(co)
return debug.traceback(co), debug.traceback(co,'m'), debug.traceback(co,nil,1)
--
local co=coroutine.create(function(a) local x=5 coroutine.yield() end) coroutine.resume(co,1)
return debug.getlocal(co,1,1), debug.getlocal(co,1,2), debug.getinfo(co,1,'l').currentline

--- patterns
--
return ('abc'):gsub('%w*','x')
--
return ('abc d'):gsub('','-')
--
return ('abc'):gsub('b','%%%0%z')
--
return ('abc'):gsub('b','%')
--
return ('hello world'):gsub('o', {o='0'}), ('hello'):gsub('l', function(c) return nil end), ('abc'):gsub('(a)(b)', function(a,b) return b..a end)
--
return ('abc'):gsub('%w*', function(x) return '<'..x..'>' end)
--
return ('abc'):gsub('^%w', function(x) return '<'..x..'>' end), ('aaa'):gsub('^a','b')
--
local ok,e=pcall(function() local x=('abc'):gsub('b', true) end)
return e
--
local ok,e=pcall(function() local x=('abc'):gsub('b', '%2') end)
return e
--
local ok,e=pcall(function() local x=('abc'):gsub('b', function() return {} end) end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('%') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('[a') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('%b') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('%f') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('(a') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('a)') end)
return e
--
local ok,e=pcall(function() local x=('abc'):find('%1') end)
return e
--
local ok,e=pcall(function() local x=('abc'):match('(a)%2') end)
return e
--
return ('abc'):find('',10), ('abc'):find('',4), ('abc'):find('c',10), ('abc'):match('()',10), ('abc'):find('b',-10)
--
return ('a\0b'):find('\0'), ('a\0b'):find('%z'), ('a\0b'):find('a\0c'), ('a\0b'):find('a.\0c'), ('a.b'):find('.',1,true), ('a\0b'):find('b')
--
return ('ab c'):find('%g'), ('g'):find('%g'), ('THE (quick) fox'):find('%f[%a]%a+%f[%A]'), ('x'):find('[]]'), ('a-b'):find('[a%-]+')
--
return tostring(nil), tostring(true), tostring('x'), (tostring(print):match('^%a+'))
--
local t=setmetatable({},{__name='My'})
return (tostring(t):match('^%a+'))
--
return (('a b c'):gsub(' ', '%%')), (('abc'):gsub('.', {a=1,b=true}))
--
return pcall(string.gsub,'abc','.', {a=true})
--
return ('abc'):gsub('', function() return '-' end)
--
return ('key = value'):match('^(%w+)%s*=%s*(%w+)$')
--
return ('  trim  '):gsub('^%s*(.-)%s*$','%1')
--
return ('f(a(b)c)d'):match('%b()')
--
return ('abc'):find('b',1,true), ('a.c'):find('.',2,true)
--
return ('\0a\0'):len(), ('a\0b'):byte(2), ('a\0b'):gsub('%z','0')

--- formats
--
return string.format('%d %i %u %5.2f %s %q', 3.7, -3.2, 5, 3.14159, 'x', 'a"b\n\r\0\1')
--
return string.format('%x %X %o %c%c', 255, 255, 8, 65, 0), string.format('%x', -1), string.format('%5c|', 0)
--
return string.format('%s', 'a\0b'), string.format('%5s|', 'a\0b'), string.format('%s', ('x'):rep(120)..'\0y'), #string.format('%10s', ('x'):rep(120)..'\0y')
--
local ok,e=pcall(function() local x=string.format('%s', nil) end)
return ok,e
--
local ok,e=pcall(function() local x=string.format('%s', true) end)
return ok,e
--
local ok,e=pcall(function() local x=string.format('%s', setmetatable({},{__tostring=function() return 'TS' end})) return x end)
return ok,e
--
return string.format('%s %s', 1, 1.5), string.format('%-5s|%5s|%.2s', 'ab', 'cd', 'efg'), string.format('%%'), string.format('%5d|%-5d|%05d|%+d', 1,2,3,4)
--
local ok,e=pcall(function() local x=string.format('%y', 1) end)
return e
--
local ok,e=pcall(function() local x=string.format('%', 1) end)
return e
--
local ok,e=pcall(function() local x=string.format('%d') end)
return e
--
local ok,e=pcall(function() local x=string.format('%d', 'x') end)
return e
--
local ok,e=pcall(function() local x=string.format('%123d', 1) end)
return e
--
local ok,e=pcall(function() local x=string.format('%0000000d', 1) end)
return e
--
local ok,e=pcall(function() local x=string.format('%.123f', 1) end)
return e
--
local ok,e=pcall(function() local x=string.format('%a', 1) return x end)
return e
--
local ok,e=pcall(function() local x=string.format('%q', 5) return x end)
return e
--
local ok,e=pcall(function() local x=string.format('%p', 1) return x end)
return ok
--
return string.format('%d', 2^53), string.format('%d', -2^63), string.format('%d', 1e30), string.format('%x', 2^63), string.format('%d', '10'), string.format('%5.1f|%e|%g', 1/3, 12345.678, 1e20)
--
return string.format('%g %g %g', 1/0, -1/0, 0/0), string.format('%f', 1/0), string.format('%d', 3)
--
return string.format('%#x %#o', 255, 8), string.format('% d', 5), string.format('%+.3d', 5), string.format('%.0f', 0.5), string.format('%.3s', 'abcdef'), string.format('%.20s|', 'abc')
--
return string.format('%q', 'a\tb\127\200'), string.format('%q', '1\0012')
--
return ("x"):format(), ('%d'):format(3), ('%s'):rep(2)

--- operating system
--
return os.execute('exit 3'), os.execute('true'), os.execute('kill -9 $$')
--
return os.execute()
--
return (os.execute() ~= 0)
--
return os.remove('/nonexist/x')
--
return os.rename('/nonexist/x','/tmp/y')
--
return os.getenv('HOME'), os.getenv('NOPE_X')
--
return os.time({year=2020,month=1,day=1,hour=0}), os.time({year=2020,month=14,day=-3}), os.time{year=2020,month=1,day=1,isdst=true}
--
local ok,e=pcall(function() local x=os.time({year=2020}) end)
return e
--
local ok,e=pcall(function() local x=os.time({year='x',month=1,day=1}) end)
return e
--
local t={year=2020,month=14,day=35} os.time(t)
return t.month,t.day,t.yday
--
return os.time{year=2020.7,month='3',day=1}
--
return os.date('!%Y-%m-%d %H:%M:%S', 0), os.date('!%c',86400.9), os.date('!*t',3600).hour, os.date('!%x|%X|%p|%%',1e9), os.date('!%A %B %j',1e9)
--
local ok,e=pcall(function() local x=os.date('!%Ex %Q',0) return x end)
return ok
--
return os.date('!%',0), os.date('',0), os.date('!%Y%',0)
--
local t=os.date('!*t',1e9)
return t.year,t.month,t.day,t.hour,t.min,t.sec,t.wday,t.yday,t.isdst
--
return os.date('*t',1e9).isdst, (os.date('*t', 1e20))
--
return os.difftime(10,5), os.difftime(7.9)
--
local ok,e=pcall(function() local x=os.difftime() end)
return e
--
local ok,e=pcall(function() local x=os.setlocale('C','zzz') end)
return e
--
return type(os.clock()), type(os.time()), type(os.tmpname())
--
local ok,e=pcall(function() local x=os.date({}) end)
return e
--
local ok,e=pcall(function() local x=os.getenv() end)
return e
--
return os.time({year=2000,month=1,day=1,hour=12,min=30,sec=15,isdst=false})

--- files
--
return io.type(io.stdout), io.type(1), tostring(io.stdout):match('^file %(')
--
local n=os.tmpname()
local f=io.open(n,'w')
local a=f:write('1 2.5 0x10\nline2\n\nrest')
local b=f:close()
local g=io.open(n)
local r={g:read('*n','*n','*n')}
local l=g:read('*l')
local l2=g:read()
local l3=g:read('*l')
local l4=g:read(2)
local l5=g:read('*a')
local l6=g:read('*a')
local l7=g:read('*l')
local l8=g:read(0) g:close() os.remove(n)
return tostring(a),b,r[1],r[2],r[3],l,l2,l3,l4,l5,l6,l7,l8
--
local n=os.tmpname()
local f=io.open(n,'w') f:write('a\nb\n') f:close()
local s='' for l in io.lines(n) do s=s..l..',' end os.remove(n)
return s
--
local n=os.tmpname()
local f=io.open(n,'w') f:write('a\nb\n') f:close()
local s=select('#',io.lines(n)) os.remove(n)
return s
--
local ok,e=pcall(function() for l in io.lines('/nonexist/x') do end end)
return e
--
local ok,e=pcall(function() io.input('/nonexist/x') end)
return e
--
return io.open('/nonexist/x')
--
local ok,e=pcall(function() return io.open('/tmp','zz') end)
return ok
--
local f=io.open('/dev/null')
local ok,e=pcall(function() local x=f:read('l') end)
return ok,e
--
local f=io.open('/dev/null')
local ok,e=pcall(function() local x=f:read('*x') end)
return ok,e
--
local f=io.open('/dev/null') f:close()
local ok,e=pcall(function() local x=f:read() end)
return e,tostring(f),io.type(f)
--
local f=io.open('/dev/null') f:close()
local ok,e=pcall(function() local x=f:close() end)
return e
--
local ok,e=pcall(function() local x=io.close(1) end)
return e
--
local f=io.open('/dev/null','w')
local r={f:write(1,' ',2.5,'x')}
return r[1], #r
--
local f=io.open('/dev/null','w')
local ok,e=pcall(function() f:write({}) end)
return e
--
local f=io.open('/dev/null','w')
return f:setvbuf('no'), f:flush(), f:seek('set',3), f:seek('cur'), f:close()
--
local f=io.open('/dev/null','r')
local a,b,c=f:write('x')
return a,b,c
--
local f=io.open('/dev/null','w')
local a,b,c=f:read()
return a,b,c
--
local f=io.tmpfile() f:write('abc') f:seek('set')
local s=f:read('*a') f:close()
return s
--
local ok,e=pcall(function() io.stdout.write(1,'x') end)
return e
--
local ok,e=pcall(function() io.stdout.write() end)
return e
--
local n=os.tmpname()
local f=io.open(n,'w') f:write('#!shebang\nx = ... return 5') f:close()
local r=dofile(n)
local g=loadfile(n) os.remove(n)
return r,g()
--
local ok,e=pcall(function() local x=io.open() end)
return e
--
local ok,e=pcall(function() local x=io.lines({}) end)
return e

--- debug
--
local x,y
local function f() return x,y,print end
local t=debug.getinfo(f,'u')
return t.nups, debug.getupvalue(f,1), debug.getupvalue(f,2), debug.getupvalue(f,3)
--
local r={debug.getupvalue(string.gmatch('a','a'),1)}
return #r, r[1], r[2]
--
return debug.getinfo(100)
--
local ok,e=pcall(function() local x=debug.getinfo('x') end)
return e
--
local ok,e=pcall(function() local x=debug.getinfo(1,'X') end)
return e
--
local function f(a) local b=2 local n=debug.setlocal(1,1,9) return a,n end
return f(1)
--
local ok,e=pcall(function() local x=debug.getlocal(99,1) end)
return e
--
return debug.setmetatable(10,nil), debug.setmetatable({},{})
--
local ok,e=pcall(function() local x=debug.setmetatable(10,1) end)
return e
--
return debug.getmetatable('').__index==string, type(debug.getregistry()), debug.gethook()
--
local s='' debug.sethook(function(e,l) s=s..e..l..';' end,'l')
local x=1
--
local f=function() end debug.sethook(f,'crl',7)
local a,b,c=debug.gethook() debug.sethook()
return a==f,b,c
--
local t={} for k in pairs(debug.getinfo(1)) do t[#t+1]=k end table.sort(t)
return table.concat(t,' ')
--
local t={} for k in pairs(debug.getinfo(1,'L').activelines) do t[#t+1]=k end table.sort(t)
return table.concat(t,' ')
--
local function f() end
local a=loadstring('local x return function() return x,y end')()
return debug.upvalueid and type(debug.upvalueid(a,1))
--
local t=setmetatable({},{__metatable='locked'})
return getmetatable(t), debug.getmetatable(t).__metatable

--- bit and jit
--
local ok,e=pcall(function() local x=bit.band() end)
return e
--
local ok,e=pcall(function() local x=bit.lshift(1) end)
return e
--
local ok,e=pcall(function() local x=bit.bor(1,{}) end)
return e
--
local ok,e=pcall(function() jit.on(1) end)
return e
--
local ok,e=pcall(function() jit.security('x') end)
return e
