// Debugging sessions in VS Code, as a person has them: a program crashes, and they walk back to the cause, change the past,
// and look at a recording; then others (see `beginnings.cjs`).  Prints what was seen, as JSON.  The environment says where
// everything is (see `test_e2e_vscode.py`).
"use strict";

const { createRequire } = require("module");
const path = require("path");
const { attach, configure, input, whatIsLeft } = require("./beginnings.cjs");
const { Window } = require("./window.cjs");

const { ADDRESS, BROWSER, BROWSER_MODULES, HOST_PORT, PROGRAM, PROJECT, RECORDING, SHOTS, MOONWALK_PROBE } = process.env;
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
  await window.command("View: Close All Editors");
  await window.openFile(PROGRAM, 52);
  await page.keyboard.press("F9");
  await window.openFile(PROGRAM, 65);
  seen.breakpoint = await window.toStop(() => window.start());
  seen.crash = await window.press("Continue");
  seen.buttons = await window.buttons();
  await window.widen(420);
  for (const title of ["Watch", "Loaded Scripts", "Breakpoints"]) {
    await window.fold(title);
  }
  seen.stepBack = await window.press("Step Back");
  seen.stepOver = await window.press("Step Over");
  seen.reverse = await window.press("Reverse");
  seen.into = await window.press("Step Back Into");
  seen.out = await window.press("Step Back Out");
}

/** The timeline: it follows, goes to moments, and keeps marks. */
async function timeline(window, seen) {
  const view = await window.webviewWith(".position");
  const position = async (t) => {
    const begins = `t=${t.toLocaleString("en")} of `;
    await window.until("the timeline to follow", async () => (await view.locator(".position").innerText()).startsWith(begins));
    return view.locator(".position").innerText();
  };
  seen.positionOut = await position(seen.out.t);
  seen.slider = await window.toStop(async () => {
    const slider = view.locator("input[type=range]");
    await slider.focus();
    await slider.press("End");
  });
  const tick = view.locator(".tick.output").nth(2);
  seen.tick = await tick.getAttribute("aria-label");
  seen.output = await window.toStop(() => tick.click());
  seen.ticks = await view.locator(".tick.output").count();
  await window.toStop(() => view.getByTitle("Newest moment").click());
  seen.again = await window.press("Reverse");
  seen.position = await position(seen.again.t);
  await window.ask("Moonwalk: Mark This Moment", "the label goes");
  await view.locator(".tick.mark").waitFor();
  seen.mark = await view.locator(".tick.mark").getAttribute("aria-label");
  return view;
}

/** Values: in the Variables view, beside the lines, over time, and why they are here. */
async function values(window, seen) {
  seen.variables = await window.said("Variables");
  seen.beside = await window.until("values beside a line", async () => {
    const text = await window.lineText(47);
    return text.includes("shelf = ") && text;
  });
  await window.ask("Moonwalk: Show Its Values over Time", "shelf.label");
  seen.writes = await window.said("Value History");
  const last = window.rows("Value History").last();
  await window.pressAt(last, "Why Is This Value Here?");
  seen.origin = await window.said("Origin");
  seen.write = await window.toStop(() => window.pressAt(last, "Go to This Moment"));
  const shelf = window.rows("Variables").filter({ hasText: /^\s*ware\s*=/ }).first();
  await window.fromMenu(shelf, "Why Is This Value Here?");
  seen.originOfVariable = await window.said("Origin", seen.origin);
}

async function calls(window, seen) {
  await window.ask("Moonwalk: Show the Calls of a Function", "Shop.refund");
  seen.calls = await window.said("Call History");
  await window.command("Moonwalk: Show the Call Tree of the Run");
  seen.tree = await window.said("Call History", seen.calls);
}

/** The past is changed: a new branch, in which the program does not crash; the old one stays. */
async function branches(window, seen, view) {
  seen.back = await window.press("Reverse");
  seen.changed = await window.toStop(() => window.setField(/^\s*shelf\s*=/, /^\s*count\s*=\s*11/, "10"));
  await window.command("Debug Console: Focus on Debug Console View");
  await window.consoleSays("branch 1 begins");
  await view.locator("button.name").nth(1).waitFor();
  seen.branches = await view.locator("button.name").allInnerTexts();
  seen.end = await window.press("Continue");
  seen.backFromEnd = await window.press("Step Back");
  seen.switched = await window.toStop(() => view.locator("button.name", { hasText: seen.branches[0] }).click());
}

/** The picture for the README: the past of the crash, with everything that tells about it. */
async function picture(window, view) {
  await window.press("Reverse");
  for (const [command, view, name] of [
    ["Show Its Values over Time", "Value History", "shelf.count"],
    ["Why Is This Value Here?", "Origin", "self.till"],
    ["Show the Calls of a Function", "Call History", "Shop.sell"],
  ]) {
    await window.ask(`Moonwalk: ${command}`, name);
    await window.until(`${view} of ${name}`, async () => (await window.described(view)).includes(name));
    await window.said(view);
  }
  await window.page.mouse.move(900, 500); // off the buttons, which would show what they are
  await window.until("values beside the lines", async () => (await window.lineText(47)).includes("shelf = "));
  await view.locator(".tick.mark").waitFor();
  await window.shoot("vscode");
}

/** A recorded run is opened at its end. */
async function recording(window, seen) {
  await window.stop();
  seen.recording = await window.toStop(async () => {
    await window.command("Moonwalk: Open Recording");
    const dialog = window.page.locator(".quick-input-title", { hasText: "Open a recording" });
    await dialog.waitFor();
    const choose = async () => {
      await window.box().fill(RECORDING, { timeout: 2000 }); // again, where the dialog has put its folder in its place
      await window.box().press("Enter", { timeout: 2000 });
      await dialog.waitFor({ state: "hidden", timeout: 2000 });
    };
    await window.until("the dialog to close", () => choose().then(() => true, () => dialog.isHidden()));
  });
  seen.recordingBack = await window.press("Reverse");
}

/** Commands in the debug console, as clients without our buttons and views have them. */
async function consoleCommands(window, seen) {
  const answer = async (line, text) => {
    await window.inConsole(line);
    return window.consoleSays(text);
  };
  seen.consoleEnd = await window.toStop(() => window.inConsole(":end"));
  seen.consoleOrigin = await answer(":origin shelf.label", "shelf.label = nil");
  seen.who = await window.toStop(() => window.inConsole(":who shelf.label"));
  seen.consoleHistory = await answer(":history shelf.label", "→ nil");
  seen.consoleCalls = await answer(":calls Shop.refund", "Shop.refund(");
  seen.backIn = await window.toStop(() => window.inConsole(":back in"));
  seen.backOut = await window.toStop(() => window.inConsole(":back out"));
  seen.half = await window.toStop(() => window.inConsole(":goto 50%"));
  seen.where = await answer(":where", "(50 %)");
  await window.stop();
}

async function main() {
  const seen = {};
  const window = await Window.open(playwright, { browser: BROWSER, address: ADDRESS, probe: MOONWALK_PROBE, shots: SHOTS });
  try {
    await languageServer(window, seen);
    await debugging(window, seen);
    const view = await timeline(window, seen);
    await values(window, seen);
    await calls(window, seen);
    await branches(window, seen, view);
    await picture(window, view);
    await recording(window, seen);
    await consoleCommands(window, seen);
    configure(PROJECT, Number(HOST_PORT));
    await input(window, seen);
    await whatIsLeft(window, seen);
    await attach(window, seen);
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
