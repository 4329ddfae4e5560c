-- Moonwalk in Neovim: a configuration of nvim-dap, and commands for going back.
--
--   require("moonwalk").setup()                                -- `moonwalk` is on the path
--   require("moonwalk").setup { command = "/venv/bin/moonwalk", lua = "5.1" }

local M = {}

-- Sends a request of Moonwalk's own to the session.
local function ask(request, arguments)
  local session = require("dap").session()
  if not session then
    vim.notify("Moonwalk: no debugging session", vim.log.levels.WARN)
    return
  end
  arguments = vim.tbl_extend("force", { threadId = session.stopped_thread_id or 1 }, arguments or {})
  session:request(request, arguments, function(problem)
    if problem then
      vim.notify("Moonwalk: " .. (problem.message or tostring(problem)), vim.log.levels.WARN)
    end
  end)
end

function M.reverse_step_into()
  ask("moonwalk/reverseStepIn")
end

function M.reverse_step_out()
  ask("moonwalk/reverseStepOut")
end

function M.seek(t)
  ask("moonwalk/seek", { t = t })
end

function M.setup(options)
  options = options or {}
  local dap = require("dap")
  dap.adapters.moonwalk = function(callback, configuration)
    if configuration.port then
      callback { type = "server", host = configuration.host or "127.0.0.1", port = configuration.port }
    else
      callback { type = "executable", command = options.command or "moonwalk", args = { "dap" } }
    end
  end
  dap.configurations.lua = dap.configurations.lua or {}
  table.insert(dap.configurations.lua, {
    type = "moonwalk",
    request = "launch",
    name = "Moonwalk: this file",
    program = "${file}",
    cwd = "${workspaceFolder}",
    lua = options.lua,
  })
  local commands = {
    MoonwalkBack = { dap.step_back, "step back, over calls" },
    MoonwalkBackInto = { M.reverse_step_into, "step back, into calls" },
    MoonwalkBackOut = { M.reverse_step_out, "back to before the function was called" },
    MoonwalkReverse = { dap.reverse_continue, "back to the previous breakpoint" },
  }
  for name, command in pairs(commands) do
    vim.api.nvim_create_user_command(name, function() command[1]() end, { desc = "Moonwalk: " .. command[2] })
  end
  vim.api.nvim_create_user_command("MoonwalkGoto", function(given)
    M.seek(tonumber(given.args))
  end, { nargs = 1, desc = "Moonwalk: go to the moment after so many steps" })
end

return M
