-- format: numeric conversions.
print(("%d|%5d|%-5d|%05d|%+d|% d|%i"):format(42, 42, 42, 42, 42, 42, 7.0)) -- expect: 42|   42|42   |00042|+42| 42|7
print(("%x|%X|%#x|%o|%5.3d"):format(255, 255, 255, 8, 7)) -- expect: ff|FF|0xff|10|  007
print(("%f|%.2f|%8.3f|%-8.1f|%+.0f|%e|%.3E"):format(3.14159, 3.14159, 3.14159, 3.14159, 2.5, 12345.678, 0.00012))
-- expect: 3.141590|3.14|   3.142|3.1     |+2|1.234568e+04|1.200E-04
print(("%g|%g|%g|%g|%.3g|%#g"):format(1e20, 0.1, 100000, 1000000, 1234.5, 1.0))
-- expect: 1e+20|0.1|100000|1e+06|1.23e+03|1.00000
print(("%a|%A"):format(1, 0.5)) -- expect: 0x1p+0|0X1P-1
print(("%d"):format("10"), ("%f"):format("1.5"), ("%g"):format(10), ("%.14g"):format(2 ^ 53))
-- expect: 10 1.500000 10 9.007199254741e+15
print(("%x"):format(-1), ("%d"):format(math.mininteger)) -- expect: ffffffffffffffff -9223372036854775808
print(("%f %g %d"):format(1 / 0, -1 / 0, 3)) -- expect: inf -inf 3
print(pcall(string.format, "%d", 1.5))
-- expect: false bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", "x"))
-- expect: false bad argument #2 to 'string.format' (number expected, got string)
print(pcall(string.format, "%d")) -- expect: false bad argument #2 to 'string.format' (no value)
