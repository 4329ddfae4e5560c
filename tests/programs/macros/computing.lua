-- lua: macro
-- Code that is computed while the program is compiled.

@macro unroll(count, body)
  local copies = {}
  for number = 1, count.value do
    copies[number] = body
  end
  return copies
end

local n = 0
@unroll(5){ n = n + 1 }
print(n)
-- expect: 5

@macro table_of(count, make)
  local values = {}
  for x = 1, count.value do
    values[x] = @quote{ ($make)($x) }
  end
  return @quote{ { $(code.join(values)) } }
end

print(table.concat(@table_of(4, function(x) return x * x end), " "))
-- expect: 1 4 9 16

@macro log(level, ...)
  if level.value < 2 then
    return nil
  end
  local prefix = ("[%s:%d]"):format(level.value, level.line)
  return @quote{ print($prefix, $(code.join({...}))) }
end

@log(1, never_computed())
@log(2, "two", n)
-- expect: [2:37] two 5

-- Macros of one chunk share their globals.
@macro intern(text)
  strings = strings or {}
  strings[text.value] = strings[text.value] or #text.value
  return strings[text.value]
end

print(@intern("abc"), @intern("abc"), @intern("x"))
-- expect: 3 3 1

@if(_VERSION == "Lua 5.5"){
  print("base: 5.5")
} @else {
  this is no Lua at all
}
-- expect: base: 5.5

print(@unquote(string.format("%q", 1 / 3)))
-- expect: 0x1.5555555555555p-2
