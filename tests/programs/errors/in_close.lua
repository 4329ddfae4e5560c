-- An error raised by __close, uncaught.
do
  local guard <close> = setmetatable({}, { __close = function()
    error("while closing") -- expect error: while closing
  end })
  print("body") -- expect: body
end
