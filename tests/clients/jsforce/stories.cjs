// Stories with jsforce, unmodified, against the practice org. One a run: node stories.cjs NAME.
// What a story needs comes as JSON in the environment variable WORLD.
"use strict";
const assert = require("node:assert/strict");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const world = JSON.parse(process.env.WORLD);
const jsforce = createRequire(join(world.packages, "from.cjs"))("jsforce");
const KEY = "External_Person_ID__c";
const PERSON = { LastName: "Ruiz", Company: "Acme" };
const shared = { httpProxy: world.proxy, version: "62.0", logLevel: "NONE" };
const app = { loginUrl: world.url, clientId: world.key, clientSecret: world.secret };

async function byCredentials(more = {}) {
  const connection = new jsforce.Connection({
    ...shared,
    instanceUrl: world.url,
    oauth2: { ...app, httpProxy: world.proxy },
    ...more,
  });
  await connection.authorize({ grant_type: "client_credentials" });
  return connection;
}

async function works(connection) {
  const limits = await connection.request("/limits");
  assert.equal(limits.DailyApiRequests.Max, 15000);
}

async function refusedWith(code, promise) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.errorCode ?? error.name, code);
    return true;
  });
}

const stories = {
  async soap() {
    const connection = new jsforce.Connection({ ...shared, loginUrl: world.url });
    const who = await connection.login(world.username, world.password);
    assert.equal(who.organizationId, world.org);
    await works(connection);
    await connection.logout();
    const stranger = new jsforce.Connection({ ...shared, loginUrl: world.url });
    await assert.rejects(stranger.login(world.username, "wrong"), /^Error: INVALID_LOGIN: /);
    const late = new jsforce.Connection({ ...shared, loginUrl: world.url, version: "65.0" });
    await assert.rejects(late.login(world.username, world.password), /UNSUPPORTED_API_VERSION/);
  },

  async password() {
    const oauth2 = { ...app, httpProxy: world.proxy };
    const connection = new jsforce.Connection({ ...shared, oauth2 });
    await connection.login(world.username, world.password);
    await works(connection);
    assert.equal((await connection.identity()).username, world.username);
  },

  async credentials() {
    const connection = await byCredentials();
    await works(connection);
    const { accessToken } = connection;
    await works(new jsforce.Connection({ ...shared, instanceUrl: world.url, accessToken }));
  },

  async describes() {
    const connection = await byCredentials();
    const all = await connection.describeGlobal();
    assert.ok(all.sobjects.some((one) => one.name === "Lead"));
    const names = (await connection.sobject("Lead").describe()).fields.map((one) => one.name);
    for (const name of ["LastName", "Company", KEY]) assert.ok(names.includes(name));
    assert.ok(connection.limitInfo.apiUsage.used >= 2);
  },

  async records() {
    const connection = await byCredentials();
    const leads = connection.sobject("Lead");
    const made = await leads.create({ ...PERSON, [KEY]: "P-1" });
    assert.ok(made.success);
    assert.ok((await leads.update({ Id: made.id, Title: "CTO" })).success);
    assert.ok((await leads.upsert({ [KEY]: "P-1", Phone: "1" }, KEY)).success);
    const kept = await leads.retrieve(made.id);
    assert.deepEqual([kept.LastName, kept.Title, kept.Phone], ["Ruiz", "CTO", "1"]);
    assert.ok((await leads.destroy(made.id)).success);
    await refusedWith("NOT_FOUND", leads.retrieve(made.id));
  },

  async pages() {
    const connection = await byCredentials();
    const soql = "SELECT LastName FROM Contact ORDER BY LastName";
    const first = await connection.query(soql);
    const second = await connection.queryMore(first.nextRecordsUrl);
    assert.deepEqual([first.records.length, second.records.length, second.done], [2000, 100, true]);
    const all = await connection.query(soql, { autoFetch: true, maxFetch: 5000 });
    assert.deepEqual(
      all.records.map((one) => Number(one.LastName)),
      [...Array(2100).keys()],
    );
  },

  async collections() {
    const connection = await byCredentials();
    const people = [0, 1, 2].map((n) => ({ ...PERSON, [KEY]: `P-${n}` }));
    const made = await connection.sobject("Lead").create([...people, { LastName: "Alone" }]);
    assert.deepEqual(made.map((one) => one.success), [true, true, true, false]);
    assert.equal(made[3].errors[0].errorCode ?? made[3].errors[0].statusCode,
      "REQUIRED_FIELD_MISSING");
    const found = await connection.sobject("Lead").find({ Company: "Acme" }, ["Id"]);
    assert.equal(found.length, 3);
    const gone = await connection.sobject("Lead").destroy(found.map((one) => one.Id));
    assert.ok(gone.every((one) => one.success));
  },

  async composite() {
    const connection = await byCredentials();
    const answer = await connection.requestPost("/composite", {
      compositeRequest: [
        {
          method: "POST", referenceId: "lead", body: PERSON,
          url: "/services/data/v62.0/sobjects/Lead",
        },
        {
          method: "GET", referenceId: "read",
          url: "/services/data/v62.0/sobjects/Lead/@{lead.id}?fields=LastName",
        },
      ],
    });
    assert.equal(answer.compositeResponse[1].body.LastName, "Ruiz");
  },

  async bulk() {
    const connection = await byCredentials();
    const options = { object: "Lead", pollInterval: 300, pollTimeout: 60000 };
    const people = [...Array(30).keys()].map((n) => ({
      LastName: `N${n}`, Company: "Acme", [KEY]: `P-${n}`,
    }));
    const load = (more) => connection.bulk2.loadAndWaitForResults({ ...options, ...more });
    const made = await load({ operation: "insert", input: people });
    assert.deepEqual([made.successfulResults.length, made.failedResults.length], [30, 0]);
    const changed = await load({
      operation: "upsert", externalIdFieldName: KEY,
      input: [{ [KEY]: "P-1", LastName: "New" }, { [KEY]: "P-99", LastName: "Alone" }],
    });
    assert.equal(changed.successfulResults[0].sf__Created, "false");
    assert.match(changed.failedResults[0].sf__Error, /^REQUIRED_FIELD_MISSING:/);
    const read = await connection.bulk2.query("SELECT Id, LastName FROM Lead ORDER BY LastName", {
      pollInterval: 300, pollTimeout: 60000,
    });
    const rows = await read.toArray();
    assert.deepEqual([rows.length, rows.at(-1).LastName], [30, "New"]);
    const gone = await load({ operation: "delete", input: rows.map(({ Id }) => ({ Id })) });
    assert.equal(gone.successfulResults.length, 30);
  },

  async search() {
    const connection = await byCredentials();
    const found = await connection.search("FIND {Ruiz} IN NAME FIELDS RETURNING Lead(Id, LastName)");
    assert.deepEqual(found.searchRecords.map((one) => one.LastName), ["Ruiz"]);
  },

  async errors() {
    const connection = await byCredentials();
    await refusedWith("REQUIRED_FIELD_MISSING", connection.sobject("Lead").create({ LastName: "A" }));
    await refusedWith("INVALID_FIELD", connection.query("SELECT Planet__c FROM Lead"));
    const twin = { ...PERSON, FirstName: "Ana", Email: "ana@x.example" };
    await connection.sobject("Lead").create(twin);
    await refusedWith("DUPLICATES_DETECTED", connection.sobject("Lead").create(twin));
  },
};

stories[process.argv[2]]().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
