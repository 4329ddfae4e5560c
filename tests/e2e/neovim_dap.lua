-- Drives a debugging session in Neovim with nvim-dap, and prints what it sees, one line each.
-- NVIM_DAP is the directory of nvim-dap, MOONWALK_EDITORS that of `editors/`, MOONWALK the command, PROGRAM the program.

vim.opt.rtp:append(os.getenv("NVIM_DAP"))
package.path = os.getenv("MOONWALK_EDITORS") .. "/nvim/?.lua;" .. package.path
vim.cmd("runtime plugin/dap.lua")
local dap = require("dap")
require("moonwalk").setup { command = os.getenv("MOONWALK"), lsp = false }

local stops, terminated = {}, false
dap.listeners.after.event_stopped["test"] = function(_, body) table.insert(stops, body) end
dap.listeners.after.event_terminated["test"] = function() terminated = true end

-- On a line of its own: what Neovim prints itself ends without a new line.
local function say(...)
  io.stdout:write("\n", table.concat({ ... }, " "), "\n")
end

-- Waits until the cursor is where the next stop is.
local shown, previous = 0, nil
local function stop()
  shown = shown + 1
  local frame
  local function arrived()
    local session = dap.session()
    frame = session and session.current_frame
    return #stops >= shown and frame ~= nil and frame ~= previous and session.stopped_thread_id ~= nil
      and vim.api.nvim_win_get_cursor(0)[1] == frame.line
  end
  if not vim.wait(30000, arrived, 10) then
    say("no stop", shown)
    vim.cmd("cquit")
  end
  previous = frame
  say(stops[shown].reason, frame.line, (stops[shown].description:match("t=%d+")))
end

vim.cmd("edit " .. os.getenv("PROGRAM"))
vim.api.nvim_win_set_cursor(0, { 3, 0 })
dap.set_breakpoint()
dap.run(dap.configurations.lua[1])
stop()
dap.step_back() stop()
dap.step_over() stop()
dap.continue() stop()
vim.cmd("MoonwalkReverse") stop()
vim.cmd("MoonwalkBackInto") stop()
vim.cmd("MoonwalkGoto 5") stop()
local answer
dap.session():evaluate("n + 40", function(_, response) answer = response end)
vim.wait(30000, function() return answer end, 10)
say("n + 40 =", answer and answer.result or "nothing")
vim.cmd("MoonwalkWhere")

-- Shows the quickfix list that a command fills.
local function listed(command)
  vim.fn.setqflist({}, "r", { title = "", items = {} })
  vim.cmd(command)
  local list
  vim.wait(30000, function()
    list = vim.fn.getqflist { title = 0, items = 0 }
    return list.title:find("^Moonwalk: ") ~= nil
  end, 10)
  for _, item in ipairs(list.items) do
    say("listed", item.lnum, item.text)
  end
end

listed("MoonwalkHistory n")
vim.cmd("2cc")
vim.cmd("MoonwalkGoto") stop()
listed("MoonwalkOrigin n")
vim.cmd("cclose")
vim.cmd("MoonwalkWho n") stop()
dap.terminate()
vim.wait(30000, function() return terminated end, 10)
say("terminated", tostring(terminated))
vim.cmd("qa!")
