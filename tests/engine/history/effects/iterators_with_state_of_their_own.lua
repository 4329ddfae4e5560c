-- Iterators with state of their own: every kind of effect on them is undone and redone.
for w in ('a bc d'):gmatch('%a+') do
local x = w
end
for k, v in ipairs({1, 2, nil, 4}) do
end
