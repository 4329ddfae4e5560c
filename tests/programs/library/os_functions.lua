-- The parts of os that give the same on every run.
print(type(os.time()), type(os.clock()), type(os.date())) -- expect: number number string
print(os.time({ year = 2000, month = 1, day = 1, hour = 12 }) - os.time({ year = 2000, month = 1, day = 1, hour = 11 }))
-- expect: 3600
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%x", 86400)) -- expect: 1970-01-01 00:00:00 01/02/70
local d = os.date("!*t", 86400 * 365)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst) -- expect: 1971 1 1 0 0 0 6 1 false
print(os.getenv("NO_SUCH_VARIABLE_AT_ALL"), os.difftime(10, 5)) -- expect: nil 5.0
print(pcall(os.time, { year = 2000 })) -- expect: false field 'month' missing in date table
print(pcall(os.date, "%Ez", 0)) -- expect: false bad argument #1 to 'os.date' (invalid conversion specifier '%Ez')
print(pcall(os.time, { year = 2000, month = "x", day = 1 })) -- expect: false field 'month' is not an integer
print(pcall(os.time, { year = 2000, month = 1.5, day = 1 })) -- expect: false field 'month' is not an integer
local t = { year = 2024, month = 14, day = 35, hour = 12 }
os.time(t)
print(t.year, t.month, t.day) -- expect: 2025 3 7
print(os.remove("no/such/file")) -- expect: nil no/such/file: No such file or directory 2
print(os.rename("no/such/file", "other")) -- expect: nil No such file or directory 2
print(os.setlocale("C"), os.setlocale("C", "numeric"), os.setlocale("no such locale")) -- expect: C C nil
