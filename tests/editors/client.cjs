// Drives the debug adapter with Microsoft's client for tests, as its own suite of a mock adapter does.
// MOONWALK is the command, PROGRAM and FAILING are programs; LOADING is one that loads the file MODULE.
"use strict";

const assert = require("assert");
const { DebugClient } = require("@vscode/debugadapter-testsupport");

const { MOONWALK, PROGRAM, FAILING, LOADING, MODULE } = process.env;

describe("moonwalk dap", function () {
  this.timeout(60000);
  let client;

  beforeEach(() => {
    client = new DebugClient(MOONWALK, "dap", "moonwalk");
    client.defaultTimeout = 60000;
    return client.start();
  });
  afterEach(() => client.stop());

  it("refuses unknown requests", () => assert.rejects(client.send("illegal_request"), /not supported/));

  it("says what it can do", async () => {
    const { body } = await client.initializeRequest();
    assert.ok(body.supportsConfigurationDoneRequest && body.supportsStepBack);
  });

  it("refuses a form of paths that is unknown", () =>
    assert.rejects(
      client.initializeRequest({ adapterID: "x", linesStartAt1: true, columnsStartAt1: true, pathFormat: "url" }),
    ));

  it("runs to the end", () =>
    Promise.all([
      client.configurationSequence(),
      client.launch({ program: PROGRAM, stopAtEnd: false }),
      client.waitForEvent("terminated"),
    ]));

  it("stops on entry", () =>
    Promise.all([
      client.configurationSequence(),
      client.launch({ program: PROGRAM, stopOnEntry: true }),
      client.assertStoppedLocation("entry", { path: PROGRAM, line: 1 }),
    ]));

  it("shows output", () =>
    Promise.all([
      client.configurationSequence(),
      client.launch({ program: PROGRAM }),
      client.assertOutput("stdout", "6\n"),
    ]));

  it("stops at a breakpoint, goes back and comes again", async () => {
    const at = (reason, line) => client.assertStoppedLocation(reason, { path: PROGRAM, line });
    await client.hitBreakpoint({ program: PROGRAM }, { path: PROGRAM, line: 3 });
    await Promise.all([client.stepBackRequest({ threadId: 1 }), at("step", 2)]);
    await Promise.all([client.nextRequest({ threadId: 1 }), at("breakpoint", 3)]);
    await Promise.all([client.continueRequest({ threadId: 1 }), at("breakpoint", 3)]);
    await Promise.all([client.reverseContinueRequest({ threadId: 1 }), at("breakpoint", 3)]);
    await Promise.all([client.reverseContinueRequest({ threadId: 1 }), at("entry", 1)]);
  });

  it("tells when the file of a breakpoint is loaded", () =>
    Promise.all([
      client
        .waitForEvent("initialized")
        .then(() => client.setBreakpointsRequest({ source: { path: MODULE }, breakpoints: [{ line: 2 }] }))
        .then(({ body }) => assert.strictEqual(body.breakpoints[0].verified, false))
        .then(() => client.configurationDoneRequest()),
      client.launch({ program: LOADING }),
      client
        .waitForEvent("breakpoint")
        .then(({ body }) => assert.deepStrictEqual([body.reason, body.breakpoint.verified], ["changed", true])),
      client.assertStoppedLocation("breakpoint", { path: MODULE, line: 2 }),
    ]));

  it("stops at an error that nothing catches", () =>
    Promise.all([
      client
        .waitForEvent("initialized")
        .then(() => client.setExceptionBreakpointsRequest({ filters: ["uncaught"] }))
        .then(() => client.configurationDoneRequest()),
      client.launch({ program: FAILING }),
      client.assertStoppedLocation("exception", { line: 2 }),
    ]));
});
