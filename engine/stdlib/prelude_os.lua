-- os.time for a date table with metamethods: its fields are read and written as a program would.
local native <const> = ...
local library = {}

local FIELDS <const> = {"year", "month", "day", "hour", "min", "sec", "isdst"}
local RESULTS <const> = {"year", "month", "day", "hour", "min", "sec", "yday", "wday", "isdst"}

library["os.time"] = function(date)
  local plain <const> = {}
  for i = 1, #FIELDS do plain[FIELDS[i]] = date[FIELDS[i]] end
  local seconds <const> = native.time(plain)
  for i = 1, #RESULTS do date[RESULTS[i]] = plain[RESULTS[i]] end
  return seconds
end

return library
