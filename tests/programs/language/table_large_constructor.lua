-- A constructor of more items than one batch holds.
local t = {
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
  31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
}
print(#t, t[1], t[50], t[51], t[60]) -- expect: 60 1 50 51 60
local source = {}
for i = 1, 1000 do source[i] = tostring(i) end
local big = load("return {" .. table.concat(source, ",") .. ", x = 'named', ...}")(1001, 1002)
print(#big, big[1], big[500], big[1000], big[1002], big.x) -- expect: 1002 1 500 1000 1002 named
