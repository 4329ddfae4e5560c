-- The parts of the string library that call Lua functions.  The chunk gets the natives that it is built
-- from, and gives the functions that the natives of the library hand over to.  Positions count from 0.
local native = ...
local add_piece <const> = native.add_piece
local capture_count <const> = native.capture_count
local captures_at <const> = native.captures_at
local convert <const> = native.convert
local format <const> = native.format
local join_pieces <const> = native.join_pieces
local next_match <const> = native.next_match
local put_text <const> = native.put_text

-- string.gsub with a function
local function gsub_call(subject, pattern, replacement, limit)
  local captures = capture_count(pattern)
  local pieces, count, copied, begun, last, changed = {}, 0, 0, -1, -1, false
  while count < limit do
    local start, stop, first, second = next_match(subject, pattern, begun, last)
    if not start then break end
    count = count + 1
    local value
    if captures == 1 then
      value = replacement(first)
    elseif captures == 2 then
      value = replacement(first, second)
    else
      value = replacement(captures_at(subject, pattern, start))
    end
    add_piece(pieces, count, subject, copied, start, stop, value)
    changed = changed or value
    copied, begun, last = stop, start, stop
  end
  if not changed then return subject, count end
  return join_pieces(pieces, count, subject, copied), count
end

-- string.gsub with a table that has a metatable
local function gsub_index(subject, pattern, replacement, limit)
  local pieces, count, copied, begun, last, changed = {}, 0, 0, -1, -1, false
  while count < limit do
    local start, stop, first = next_match(subject, pattern, begun, last)
    if not start then break end
    count = count + 1
    local value = replacement[first]
    add_piece(pieces, count, subject, copied, start, stop, value)
    changed = changed or value
    copied, begun, last = stop, start, stop
  end
  if not changed then return subject, count end
  return join_pieces(pieces, count, subject, copied), count
end

-- string.format with an argument that has __tostring: argument `at` is `value`
local function format_meta(at, value, ...)
  local text = convert(value)
  local result = format(put_text(at, text, ...))
  return result
end

return { gsub_call = gsub_call, gsub_index = gsub_index, format_meta = format_meta }
