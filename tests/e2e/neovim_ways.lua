-- Other ways to debug in Neovim: commands in nvim-dap's console, a program that asks for input there and in a terminal, and
-- a Python program that embeds Lua.
-- ASKS is the program that asks; RULES is run by HOST, which listens at HOST_PORT; see `neovim_session.lua` for the rest.

local S = dofile(vim.fs.dirname(vim.fn.expand("<sfile>:p")) .. "/neovim_session.lua")
local dap, repl, say, stop = S.dap, require("dap.repl"), S.say, S.stop

local function lines_of(buffer)
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

-- The lines of nvim-dap's console.
local function console()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].filetype == "dap-repl" then
      return lines_of(buffer)
    end
  end
  return {}
end

-- Waits for a line that matches, after the last one that ends with `since`, if that is given.
local function line_with(pattern, lines, since)
  local function what() return pattern .. " in:\n" .. table.concat(lines(), "\n") end
  return S.wait(what, function()
    local all, found = lines(), nil
    for _, line in ipairs(all) do
      if since and vim.endswith(line, since) then
        found = nil
      elseif line:find(pattern) then
        found = found or vim.trim(line)
      end
    end
    return found
  end)
end

-- Types a line into the console; what it answers, if something is to be said that matches.
local function typed(line, answer)
  repl.execute(line)
  if answer then
    say(line, "says", line_with(answer, console, "> " .. line))
  end
end

local function breakpoint(path, line)
  vim.cmd("edit " .. path)
  vim.api.nvim_win_set_cursor(0, { line, 0 })
  dap.set_breakpoint()
end

local function ended()
  local before = S.ends
  dap.terminate()
  S.wait("the end", function() return S.ends > before and not dap.session() end)
end

local asks = require("moonwalk").configuration { program = os.getenv("ASKS") }
breakpoint(asks.program, 2)
repl.open()
dap.run(asks)
line_with("The program waits for input", console)
typed("Ada") stop()
typed(":calls greet", "^t=%d+  greet")
typed(":back out") stop()
typed(":history name", "^t=%d+ .*→")
typed(":origin name", "^name = ")
typed(":who name") stop()
typed(":goto 0") stop()
typed(":goto nowhere", "nowhere")
typed(":end") stop()
typed(":where", "^t=")
ended()

dap.clear_breakpoints()
local before = S.ends
dap.run(vim.tbl_extend("force", asks, { console = "integratedTerminal", stopAtEnd = false }))
local terminal = S.wait("a terminal", function() return dap.session() and dap.session().term_buf end)
local function shown() return lines_of(terminal) end
line_with("name%?", shown)
vim.fn.chansend(vim.bo[terminal].channel, "Bob\n")
say("the terminal says", line_with("^hello", shown))
S.wait("the end", function() return S.ends > before and not dap.session() end)

breakpoint(os.getenv("HOST"), 7)
breakpoint(os.getenv("RULES"), 4)
vim.cmd("MoonwalkAttach " .. os.getenv("HOST_PORT"))
stop()
local lua = dap.session()
S.wait("the session in Python", function()
  local _, python = next(lua.children)
  return python and python.initialized and next(python.threads)
end)
dap.continue() stop()
dap.continue()
dap.set_session(lua) stop()
vim.cmd("MoonwalkReverse") stop()
dap.disconnect()
S.wait("the end", function() return not dap.session() end)
say("left")
vim.cmd("qa!")
