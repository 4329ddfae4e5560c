-- A debugging session in Neovim with nvim-dap, for the scripts that drive one and print what they see, one line each.
-- NVIM_DAP is the directory of nvim-dap, MOONWALK_EDITORS that of `editors/`, MOONWALK the command.

vim.opt.rtp:append(os.getenv("NVIM_DAP"))
package.path = os.getenv("MOONWALK_EDITORS") .. "/nvim/?.lua;" .. package.path
vim.cmd("runtime plugin/dap.lua")
local dap = require("dap")
require("moonwalk").setup { command = os.getenv("MOONWALK"), lsp = false }

local S = { dap = dap, ends = 0 }
local stops = {}
dap.listeners.after.event_stopped["test"] = function(_, body) table.insert(stops, body) end
dap.listeners.after.event_terminated["test"] = function() S.ends = S.ends + 1 end

-- On a line of its own: what Neovim prints itself ends without a new line.
function S.say(...)
  io.stdout:write("\n", table.concat({ ... }, " "), "\n")
end

-- Waits for something, which a text or a function names; what it is.
function S.wait(what, holds)
  local found
  vim.wait(30000, function()
    found = holds()
    return found
  end, 10)
  if not found then
    S.say("waited in vain for", type(what) == "function" and what() or what)
    vim.cmd("cquit")
  end
  return found
end

-- Waits until the cursor is where the next stop is.
local shown, previous = 0, nil
function S.stop()
  shown = shown + 1
  local frame
  local function arrived()
    local session = dap.session()
    frame = session and session.current_frame
    return #stops >= shown and frame ~= nil and frame ~= previous and session.stopped_thread_id ~= nil
      and vim.api.nvim_win_get_cursor(0)[1] == frame.line
  end
  S.wait("stop " .. shown, arrived)
  previous = frame
  S.say(stops[shown].reason, frame.line, ((stops[shown].description or ""):match("t=%d+")))
end

return S
