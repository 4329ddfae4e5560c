-- Ways of writing numbers.
print(3, 345, 0xff, 0xBEBADA, 0XA) -- expect: 3 345 255 12499674 10
print(3.0, 3.1416, 314.16e-2, 0.31416E1, 34e1, .5, 3.) -- expect: 3.0 3.1416 3.1416 3.1416 340.0 0.5 3.0
print(0x0.1E, 0xA23p-4, 0X1.921FB54442D18P+1, 0x.8p1) -- expect: 0.1171875 162.1875 3.1415926535898 1.0
print(9223372036854775807, 9223372036854775808, 0x10000000000000000)
-- expect: 9223372036854775807 9.2233720368548e+18 0
print(math.type(1), math.type(1.0), math.type(1e0), math.type(0x1p0)) -- expect: integer float float float
print(1e308 * 10, 1e-400, 5e-324) -- expect: inf 0.0 4.9406564584125e-324
