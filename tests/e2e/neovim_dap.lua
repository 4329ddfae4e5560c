-- Drives a debugging session in Neovim: forward, backward, and what our commands tell of the run.
-- PROGRAM is the program, PROJECT the folder that it is in; see `neovim_session.lua` for the rest.

local S = dofile(vim.fs.dirname(vim.fn.expand("<sfile>:p")) .. "/neovim_session.lua")
local dap, say, stop = S.dap, S.say, S.stop

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
say("n + 40 =", S.wait("an answer", function() return answer end).result)
vim.cmd("MoonwalkWhere")

-- Shows the quickfix list that a command fills.
local function listed(command)
  vim.fn.setqflist({}, "r", { title = "", items = {} })
  vim.cmd(command)
  local items = S.wait("a list", function()
    local list = vim.fn.getqflist { title = 0, items = 0 }
    return list.title:find("^Moonwalk: ") and list.items
  end)
  for _, item in ipairs(items) do
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
S.wait("the end", function() return S.ends == 1 and not dap.session() end)
say("terminated")

-- A run is recorded where the project is, whatever the current directory.
vim.cmd("MoonwalkRecord") stop()
say("recorded", vim.fn.fnamemodify(vim.fn.glob(os.getenv("PROJECT") .. "/.moonwalk/*.mwk"), ":t"))
vim.cmd("qa!")
