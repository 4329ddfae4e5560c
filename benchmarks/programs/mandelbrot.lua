-- The Mandelbrot set: an inner loop of float arithmetic and a comparison.
local N = tonumber((...)) or 800

local inside, checksum = 0, 0
for py = 0, N - 1 do
  local ci = 2.0 * py / N - 1.0
  for px = 0, N - 1 do
    local cr = 2.0 * px / N - 1.5
    local zr, zi, turns = 0.0, 0.0, 0
    while turns < 50 do
      local rr, ii = zr * zr, zi * zi
      if rr + ii > 4.0 then break end
      zr, zi = rr - ii + cr, 2.0 * zr * zi + ci
      turns = turns + 1
    end
    if turns == 50 then inside = inside + 1 end
    checksum = (checksum * 31 + turns) % 1000003
  end
end

print(inside, checksum)
