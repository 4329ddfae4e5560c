-- format: strings, characters, quoting, and bad formats.
print(("%s|%10s|%-10s|%.2s|%10.3s|"):format("text", "right", "left", "cut", "abcdef"))
-- expect: text|     right|left      |cu|       abc|
print(("%s %s %s %s"):format(nil, true, 1, 1.0), ("%c%c%c"):format(76, 117, 97), ("%%"):format())
-- expect: nil true 1 1.0 Lua %
print(("%q"):format('say "hi"\\ \n\0001\r'))
-- expect: "say \"hi\"\\ \
-- expect: \0001\13"
print(("%q %q %q %q"):format(1, 1.5, math.mininteger, 1 / 0), ("%q"):format(nil), ("%q"):format(true))
-- expect: 1 0x1.8p+0 0x8000000000000000 1e9999 nil true
print(("%s"):format(setmetatable({}, { __tostring = function() return "via __tostring" end })))
-- expect: via __tostring
print(#("%s"):format("a\0b"), ("%5s|%5s"):format(true, nil)) -- expect: 3  true|  nil
print(pcall(string.format, "%y", 1)) -- expect: false invalid conversion '%y' to 'format'
print(pcall(string.format, "%", 1)) -- expect: false invalid conversion '%' to 'format'
print(pcall(string.format, "%10")) -- expect: false bad argument #2 to 'string.format' (no value)
print(pcall(string.format, "%q", {}))
-- expect: false bad argument #2 to 'string.format' (value has no literal form)
print(pcall(string.format, "%s")) -- expect: false bad argument #2 to 'string.format' (no value)
print(pcall(string.format, "%0123d", 1)) -- expect: false invalid conversion specification: '%0123d'
