-- require: preload, loaded, searchers; dofile and loadfile on files that are not there.
package.preload.shapes = function(name, extra) return { name = name, extra = extra } end
local shapes, where = require "shapes"
print(shapes.name, shapes.extra, where) -- expect: shapes :preload: :preload:
print(require "shapes" == shapes, package.loaded.shapes == shapes) -- expect: true true
package.preload.nothing = function() end
print(require "nothing") -- expect: true :preload:
package.loaded.already = "any value"
print(require "already") -- expect: any value
print(#package.searchers, type(package.path), package.config:sub(1, 1)) -- expect: 4 string /
print(loadfile("no/such/file.lua")) -- expect: nil cannot open no/such/file.lua: No such file or directory
print(package.searchpath("a.b", "./?.none;/?/x.none"))
-- expect: nil no file './a/b.none'
-- expect:  no file '/a/b/x.none'
print(pcall(dofile, "no/such/file.lua")) -- expect: false cannot open no/such/file.lua: No such file or directory
local ok, message = pcall(require, "no.such.module")
print(ok, message:match("^[^\n]*")) -- expect: false module 'no.such.module' not found:
print(message:match("\n[^\n]*"))
-- expect:
-- expect:  no field package.preload['no.such.module']
print(package.loaded.string == string, package.loaded._G == _G) -- expect: true true
