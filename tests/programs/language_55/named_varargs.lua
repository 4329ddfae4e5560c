-- lua: 5.5
-- A name behind `...` is a variable with a table of the extra arguments, and their number in its field n.
local function pack(first, ...rest)
  return rest
end
local t = pack("a", "b", nil, "c", nil)
print(t.n, t[1], t[2], t[3], t[4]) -- expect: 4 b nil c nil
print(pack().n, next(pack())) -- expect: 0 n 0

-- `...` has what the table has: it shows changes.
local function change(size, ...args)
  args[2] = "new"
  args.n = size
  return select("#", ...), ...
end
print(change(3, 1)) -- expect: 3 1 new nil
print(change(0, 1)) -- expect: 0
print(pcall(change, -1)) -- expect: false named_varargs.lua:14: vararg table has no proper 'n'
print(pcall(change, "2")) -- expect: false named_varargs.lua:14: vararg table has no proper 'n'
print(pcall(change, 1.0)) -- expect: false named_varargs.lua:14: vararg table has no proper 'n'

-- Where only fields are read there need be no table.
local function fields(...args)
  return args[1], args[2.0], args[3], args["1"], args.n, args["n"], args.m, args[0], args[-1], args[1.5]
end
print(fields("x", "y")) -- expect: x y nil nil 2 2 nil nil nil nil

-- Inner functions share the table.
local function counter(...counts)
  return function(i)
    counts[i] = counts[i] + 1
    return counts[i]
  end, function()
    return table.unpack(counts, 1, counts.n)
  end
end
local count, all = counter(10, 20, 30)
count(2)
count(2)
count(3)
print(all()) -- expect: 10 22 31

-- Every call has a table of its own.
local kept = {}
local function keep(...args)
  kept[#kept + 1] = args
  if #args > 0 then
    return keep(table.unpack(args, 2))
  end
end
keep(1, 2, 3)
print(#kept, #kept[1], #kept[2], #kept[3], #kept[4]) -- expect: 4 3 2 1 0

-- The variable is read only, and may even be the environment.
print(load("local function f(...t) t = 1 end", "=text")) -- expect: nil text:1: attempt to assign to const variable 't'
local function environment(..._ENV)
  x = n
  return x, ...
end
print(environment("p", "q")) -- expect: 2 p q
local function constant(..._ENV)
  return n
end
print(constant(nil, nil, nil)) -- expect: 3

-- It is a local of its own, named or not.
local function names(a, ...)
  local b
  return debug.getlocal(1, 2), (debug.getlocal(1, 3))
end
print(names(1, 2)) -- expect: (vararg table) b
local function named(a, ...extra)
  return debug.getlocal(1, 2), extra[1]
end
print(named(1, 2)) -- expect: extra 2
print(debug.getinfo(named, "u").nparams) -- expect: 1
