-- pack, unpack and packsize.
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(string.pack("<i4", 1)), hex(string.pack(">i4", 1)), hex(string.pack("<i2", -2)), hex(string.pack("b", -1)))
-- expect: 01000000 00000001 feff ff
print(hex(string.pack("<s1", "abc")), hex(string.pack("z", "hi")), hex(string.pack("c5", "abc")))
-- expect: 03616263 686900 6162630000
print(hex(string.pack(">d", 1.5)), hex(string.pack("<f", -2)), hex(string.pack("<n", 0)))
-- expect: 3ff8000000000000 000000c0 0000000000000000
print(hex(string.pack("<!4 b i4", 1, 2)), hex(string.pack("<b x h", 1, 2)), hex(string.pack("<!2 b Xh h", 1, 2)))
-- expect: 0100000002000000 01000200 01000200
print(string.unpack("<i4", "\1\0\0\0"), string.unpack("<I2", "\255\255"), string.unpack("<i2", "\255\255"))
-- expect: 1 65535 -1 3
print(string.unpack("z s1 B", "one\0\3two\7")) -- expect: one two 7 10
print(string.unpack("<i3", string.pack("<i3", -5)), string.unpack(">I5", string.pack(">I5", 1 << 33)))
-- expect: -5 8589934592 6
print(string.packsize("<i4 i8"), string.packsize("<!8 i4 i8"), string.packsize("c10 b")) -- expect: 12 16 11
print(string.unpack("<I16", string.pack("<I16", 7)), string.unpack("b", "abc", 2), string.unpack("b", "abc", -1))
-- expect: 7 98 99 4
print(pcall(string.pack, "i1", 200)) -- expect: false bad argument #2 to 'string.pack' (integer overflow)
print(pcall(string.pack, "I1", -1)) -- expect: false bad argument #2 to 'string.pack' (unsigned overflow)
print(pcall(string.unpack, "i4", "abc")) -- expect: false bad argument #2 to 'string.unpack' (data string too short)
print(pcall(string.pack, "i17", 1)) -- expect: false integral size (17) out of limits [1,16]
print(pcall(string.packsize, "s")) -- expect: false bad argument #1 to 'string.packsize' (variable-length format)
print(pcall(string.pack, "y", 1)) -- expect: false invalid format option 'y'
print(pcall(string.unpack, "z", "no zero"))
-- expect: false bad argument #2 to 'string.unpack' (unfinished string for format 'z')
print(pcall(string.unpack, "<i9", ("\255"):rep(8) .. "\1"))
-- expect: false 9-byte integer does not fit into Lua Integer
