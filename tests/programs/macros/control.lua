-- lua: macro
-- Control structures that Lua has not, each as a macro.

@macro unless(condition, body)
  return @quote{ if not $condition then $body end }
end

@unless(1 > 2){
  print("one is not greater")
}
-- expect: one is not greater

@macro each(name, list, body)
  return @quote{
    for _, $name in ipairs($list) do
      $body
      ::continue::
    end
  }
end

-- The label is the macro's own: the program's goto means the program's label.
for round = 1, 2 do
  @each(word, {"a", "b"}){
    if round == 2 then
      goto continue
    end
    print(round, word)
  }
  ::continue::
end
-- expect: 1 a
-- expect: 1 b

@macro with(name, value, body)
  return @quote{
    do
      local $name <close> = $value
      $body
    end
  }
end

local function resource(text)
  return setmetatable({text = text}, {__close = function() print("close " .. text) end})
end

@with(outer, resource("outer")){
  @with(inner, resource("inner")){
    print(outer.text, inner.text)
  }
}
-- expect: outer inner
-- expect: close inner
-- expect: close outer

@macro try(body, handler)
  local ok, failure = @gensym(ok), @gensym(failure)
  return @quote{
    local $ok, $failure = pcall(function() $body end)
    if not $ok then
      ($handler)($failure)
    end
  }
end

@try(error({code = 7}), function(failure) print("caught", failure.code) end)
-- expect: caught 7
