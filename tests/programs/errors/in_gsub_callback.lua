-- An error inside a replacement function passes through gsub.
print((("abc"):gsub("%a", function(c) return c:upper() end))) -- expect: ABC
print((("abc"):gsub("%a", function(c)
  return c.missing.field -- expect error: attempt to index a nil value (field 'missing')
end)))
