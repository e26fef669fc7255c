// Called by check-schema.sh: node check-schema.js SCHEMA [MARKDOWN...]. The last line is the sum.
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020");

// What the schema must refuse, and a word of the reason.
const wrong = [
  ["an unknown member", { rule: [] }, "additional"],
  ["rules that are no list", { rules: {} }, "array"],
  ["a rule without a type", { rules: [{ name: "x" }] }, "type"],
  ["an unknown type", { rules: [{ type: "device" }] }, "allowed values"],
  ["a member of another type", { rules: [{ type: "umask", value: "0027", add: [] }] }, "additional"],
  ["a member of the wrong kind", { rules: [{ type: "env", default: ["A=B"] }] }, "object"],
  ["a required member left out", { rules: [{ type: "umask" }] }, "value"],
  ["a denial without a condition", { rules: [{ type: "deny", message: "no" }] }, "when"],
  ["an unknown condition", { rules: [{ type: "deny", when: { priviledged: true } }] }, "additional"],
  ["an unknown condition inside another", { rules: [{ type: "deny", when: { not: { any: [{ x: 1 }] } } }] }, "additional"],
  ["an unknown mode", { rules: [{ type: "readonly-rootfs", mode: "on" }] }, "allowed values"],
  ["an unknown level", { log: { level: "Loud" } }, "allowed values"],
  ["an unknown member inside a device", { rules: [{ type: "devices", add: [{ path: "/dev/kvm", mode: "0666" }] }] }, "match a schema"],
  ["a condition that says nothing", { rules: [{ type: "deny", when: {} }] }, "fewer than 1"],
  ["an empty list of patterns", { rules: [{ type: "deny", when: { verb: [] } }] }, "fewer than 1"],
  ["an operation without what it adds", { rules: [{ type: "patch", operations: [{ op: "add", path: "/a" }] }] }, "match a schema"],
  ["an operation without where from", { rules: [{ type: "patch", operations: [{ op: "move", path: "/a" }] }] }, "match a schema"],
  ["a user without anything", { rules: [{ type: "user" }] }, "uid"],
  ["an affinity without CPUs", { rules: [{ type: "cpu-affinity", value: {} }] }, "fewer than 1"],
  ["a mask that is not octal", { rules: [{ type: "umask", value: "0999" }] }, "pattern"],
  ["a null", { rules: null }, "array"],
  ["a null inside a rule", { rules: [{ type: "env", default: null }] }, "object"],
  ["a schema that is no string", { $schema: 1 }, "string"],
];

// Comments and trailing commas become blanks, as in the program.
function parse(text) {
  const token = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;
  return JSON.parse(text.replace(token, (found) => (found[0] === '"' ? found : " ")));
}

function* files(directory, name) {
  if (!fs.existsSync(directory)) return;
  for (const entry of fs.readdirSync(directory, { recursive: true }).map(String).sort()) {
    if (name.test(entry)) yield path.join(directory, entry);
  }
}

function* examples(markdown) {
  for (const file of markdown) {
    const text = fs.readFileSync(file, "utf8");
    for (const block of text.matchAll(/^( *)```jsonc\n([\s\S]*?)^\1```$/gm)) {
      yield [`${file}:${text.slice(0, block.index).split("\n").length}`, block[2]];
    }
  }
}

const [schema, ...further] = process.argv.slice(2);
const compile = (file) => new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(fs.readFileSync(file, "utf8")));
const validate = compile(schema);
const why = () => validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("; ");
// The schema of files with tests is beside that of policies.
const ofTests = compile(path.join(path.dirname(schema), "test.schema.json"));
const whyTests = () => ofTests.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("; ");

let passed = 0, failed = 0;
function check(ok, complaint) {
  ok ? passed++ : failed++;
  if (!ok) console.log(`FAILED ${complaint}`);
}

const markdown = [...files("docs", /^(rules\/)?[^/]*\.md$/), ...further];
// A page's file with tests is told from its policies by what only such a file has.
const shown = [...examples(markdown)].map(([name, text]) => [name, text, /^\s*\{\s*"(policy|tests)":/.test(text)]);
const documented = shown.filter(([, , isTests]) => !isTests);
const documentedTests = shown.filter(([, , isTests]) => isTests);
const policies = [
  ...files("src/OciInterceptor/Policy/Profiles", /(?<!\.test)\.json$/),
  ...files("tests/OciInterceptor.Tests/TestData/Rules", /(^|\/)policy\.json$/),
].map((file) => [file, fs.readFileSync(file, "utf8")]);
check(documented.length > 0, "there is no example in docs/");
check(policies.length > 0, "there is no policy of the tests");
for (const [name, text] of [...documented, ...policies]) {
  try {
    check(validate(parse(text)), `${name}: ${validate.errors ? why() : ""}`);
  } catch (e) {
    check(false, `${name}: ${e.message}`);
  }
}
for (const [name, policy, reason] of wrong) {
  const taken = validate(policy);
  check(!taken && why().includes(reason), `${name}: ${taken ? "is taken" : why()}`);
}
const tests = [...files("src/OciInterceptor/Policy/Profiles", /\.test\.json$/), ...files("docs", /\.test\.json$/)]
  .map((file) => [file, fs.readFileSync(file, "utf8")]);
check(tests.length > 0, "there is no file with tests");
check(documentedTests.length > 0, "there is no file with tests in a page of docs/");
for (const [name, text] of [...documentedTests, ...tests]) check(ofTests(parse(text)), `${name}: ${ofTests.errors ? whyTests() : ""}`);
for (const [name, test, reason] of [
  ["a test that expects nothing", { name: "x", expect: {} }, "fewer than 1"],
  ["a test without a name", { expect: { unchanged: true } }, "name"],
  ["an unknown expectation", { name: "x", expect: { value: {} } }, "additional"],
  ["an unknown fact of the machine", { name: "x", host: { kernal: "6" }, expect: { unchanged: true } }, "additional"],
  ["an outcome that no rule has", { name: "x", expect: { rules: { a: "gone" } } }, "allowed values"],
  ["a device without its numbers", { name: "x", host: { devices: { "/dev/a": "c" } }, expect: { unchanged: true } }, "pattern"],
]) {
  const taken = ofTests({ policy: "a.json", tests: [test] });
  check(!taken && whyTests().includes(reason), `${name}: ${taken ? "is taken" : whyTests()}`);
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed > 0 ? 1 : 0);
