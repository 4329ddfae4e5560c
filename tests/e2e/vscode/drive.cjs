// A debugging session in VS Code, as a person has it: a program crashes, and they walk back to the cause.
// Prints what was seen, as JSON.  The environment says where everything is (see `test_vscode.py`).
"use strict";

const { createRequire } = require("module");
const path = require("path");
const { Window } = require("./window.cjs");

const { ADDRESS, BROWSER, BROWSER_MODULES, PROGRAM, SHOTS, MOONWALK_PROBE } = process.env;
const playwright = createRequire(path.join(BROWSER_MODULES, "any.js"))("playwright-core");

async function languageServer(window, seen) {
  const told = await window.until("the language features", () =>
    window.told().find((one) => one.kind === "language" || one.kind === "error"),
  );
  seen.language = told;
  seen.version = window.told().find((one) => one.kind === "active").version;
}

async function debugging(window, seen) {
  const { page } = window;
  await window.openFile(PROGRAM, 52);
  await page.keyboard.press("F9");
  await window.openFile(PROGRAM, 65);
  seen.breakpoint = await window.toStop(() => page.keyboard.press("F5"));
  seen.crash = await window.press("Continue");
  seen.buttons = await window.buttons();
  seen.stepBack = await window.press("Step Back");
  seen.stepOver = await window.press("Step Over");
  seen.reverse = await window.press("Reverse");
  seen.into = await window.press("Step Back Into");
  seen.out = await window.press("Step Back Out");
}

async function views(window, seen) {
  const timeline = await window.webviewWith(".position");
  await window.until("the timeline to follow", async () =>
    (await timeline.locator(".position").innerText()).startsWith(`t=${seen.out.t} of `),
  );
  seen.slider = await window.toStop(async () => {
    const slider = timeline.locator("input[type=range]");
    await slider.focus();
    await slider.press("End");
  });
}

async function main() {
  const seen = {};
  const window = await Window.open(playwright, { browser: BROWSER, address: ADDRESS, probe: MOONWALK_PROBE, shots: SHOTS });
  try {
    await languageServer(window, seen);
    await debugging(window, seen);
    await views(window, seen);
    await window.shoot("vscode");
  } catch (error) {
    await window.shoot("failure");
    seen.failure = String(error.stack ?? error);
  } finally {
    await window.close();
  }
  console.log(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
