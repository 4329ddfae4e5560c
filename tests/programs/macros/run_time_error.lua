-- lua: macro
-- An error in what a macro made is raised on the line of the call, one in an argument on its own.

@macro assert_field(object, field, body)
  return @quote{
    if $object.$field == nil then
      error("no field " .. $(tostring(field)))
    end
    $body
  }
end

local point = {x = 1}
print(pcall(function()
  @assert_field(point, y){ print("unreachable") }
  -- expect: false run_time_error.lua:15: no field y
end))

print(pcall(function()
  @assert_field(point, x){

    print(point.x.y.z)
    -- expect: false run_time_error.lua:22: attempt to index a number value (field 'x')
  }
end))

@assert_field(point, z){} -- expect error: no field z
