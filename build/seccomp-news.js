// Compares two filters by what they answer, not by how they are written: for each processor, for containers with no
// capability, with each one and with all, for each call and the arguments at which a condition may turn.
'use strict';
const fs = require('fs');

const folder = 'src/OciInterceptor/Rules/Seccomp/Filters/';
const parts = {
  'docker-default': ['common', 'docker-and-containerd', 'docker-default'],
  'containerd-default': ['common', 'docker-and-containerd', 'containerd-default'],
  'podman-default': ['common', 'podman-default'],
};
const EPERM = 1;
const ENOSYS = 38;
// AF_MAX of linux/socket.h: the kernel has no family from here on.
const families = 46n;

const fail = message => { console.error(`seccomp-news.sh: ${message}`); process.exit(2); };
function parse(path) {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8'));
  } catch (e) {
    return fail(`cannot read ${path}: ${e.message}`);
  }
}

const [upstreamPath, name] = process.argv.slice(2);
if (!parts[name]) fail(`unknown filter ${name}: want ${Object.keys(parts).join(', ')}`);
const upstream = parse(upstreamPath);
if (!Array.isArray(upstream?.syscalls)) fail(`${upstreamPath} has no "syscalls"`);
const files = parts[name].map(part => parse(`${folder}${part}.json`));
const ours = { ...files[0], syscalls: files.flatMap(file => file.syscalls) };

const isBare = e => !(e.args || []).length && !caps(e.includes).length && !caps(e.excludes).length;
function caps(filter) { return (filter && filter.caps) || []; }
const arches = filter => (filter && filter.arches) || [];
const namesOf = e => e.names || [e.name];
const errnos = { EPERM, ENOSYS, EINVAL: 22 };
const errnoOf = e => e.errno ? errnos[e.errno] ?? Number(e.errno) : e.errnoRet ?? EPERM;
const answer = (action, errno) => action === 'SCMP_ACT_ERRNO' ? `errno ${errno}` : action.replace('SCMP_ACT_', '').toLowerCase();

// The entries for a container, by call; ours refuse with EPERM what no other entry names (SeccompProfile.Refused).
function filterOf(profile, arch, held, yields) {
  const fits = e => (!arches(e.includes).length || arches(e.includes).includes(arch)) && !arches(e.excludes).includes(arch)
    && caps(e.includes).every(c => held.has(c)) && !caps(e.excludes).some(c => held.has(c));
  const isRefusal = e => yields && e.action === 'SCMP_ACT_ERRNO' && errnoOf(e) === EPERM && isBare(e);
  const calls = new Map();
  const add = e => namesOf(e).forEach(n => calls.set(n, [...(calls.get(n) || []), e]));
  profile.syscalls.filter(e => fits(e) && !isRefusal(e)).forEach(add);
  const named = new Set(calls.keys());
  profile.syscalls.filter(e => fits(e) && isRefusal(e)).forEach(e => namesOf(e).filter(n => !named.has(n)).forEach(n => calls.set(n, [e])));
  return calls;
}

const comparisons = {
  NE: (v, a) => v !== a, LT: (v, a) => v < a, LE: (v, a) => v <= a, EQ: (v, a) => v === a, GE: (v, a) => v >= a, GT: (v, a) => v > a,
  MASKED_EQ: (v, a, b) => (v & a) === b,
};
const holds = (c, args) => comparisons[c.op.replace('SCMP_CMP_', '')](args[c.index], BigInt(c.value), BigInt(c.valueTwo || 0));

// Runtimes make an entry of its own of each condition where two are for one argument.
function matches(e, args) {
  const conditions = e.args || [];
  const isOneEach = new Set(conditions.map(c => c.index)).size === conditions.length;
  return conditions.length === 0 || (isOneEach ? conditions.every(c => holds(c, args)) : conditions.some(c => holds(c, args)));
}

// A denial is meant to hold beside an allowance that is wider.
function outcome(profile, entries, args) {
  const hit = (entries || []).filter(e => matches(e, args));
  const allowed = hit.find(e => e.action !== 'SCMP_ACT_ERRNO');
  const unconditional = hit.find(e => e === allowed && isBare(e));
  const denied = hit.find(e => e.action === 'SCMP_ACT_ERRNO');
  const chosen = unconditional || denied || allowed;
  return chosen ? answer(chosen.action, errnoOf(chosen)) : answer(profile.defaultAction, profile.defaultErrno ? errnos[profile.defaultErrno] : profile.defaultErrnoRet ?? EPERM);
}

function samples(call, entries) {
  const values = [0, 1, 2].map(index => {
    const found = new Set([0n]);
    for (const c of entries.flatMap(e => e.args || []).filter(c => c.index === index)) {
      for (const v of [BigInt(c.value), BigInt(c.valueTwo || 0)]) {
        [v - 1n, v, v + 1n].filter(x => x >= 0n).forEach(x => found.add(x));
      }
      if (c.op === 'SCMP_CMP_MASKED_EQ') for (let bit = 1n; bit <= BigInt(c.value); bit <<= 1n) found.add(bit);
    }
    return [...found].filter(v => call !== 'socket' || index !== 0 || v < families);
  });
  return values[0].flatMap(a => values[1].flatMap(b => values[2].map(c => [a, b, c])));
}

// Where a condition decides, ours leave the rest to the default action: two actions for socket(2) exclude each other in libseccomp.
// What an engine denies by default, without a word, is for ours a call that nobody knows.
const isSame = (theirs, own, isNamed, isConditional) => theirs === own
  || (theirs === `errno ${EPERM}` && own === `errno ${ENOSYS}` && (isConditional || !isNamed));

const all = new Set([...upstream.syscalls, ...ours.syscalls].flatMap(e => [...caps(e.includes), ...caps(e.excludes)]));
const containers = [['no capability', new Set()], ...[...all].sort().map(c => [c, new Set([c])]), ['all capabilities', all]];
const lines = new Map();
for (const arch of ['amd64', 'arm64']) {
  for (const [label, held] of containers) {
    const theirs = filterOf(upstream, arch, held, false);
    const own = filterOf(ours, arch, held, true);
    for (const call of [...new Set([...theirs.keys(), ...own.keys()])].sort()) {
      const entries = [...(theirs.get(call) || []), ...(own.get(call) || [])];
      const isConditional = entries.some(e => (e.args || []).length);
      for (const args of samples(call, entries)) {
        const [a, b] = [outcome(upstream, theirs.get(call), args), outcome(ours, own.get(call), args)];
        if (isSame(a, b, theirs.has(call), isConditional)) continue;
        const isKnown = ours.syscalls.some(e => namesOf(e).includes(call));
        const kind = !isKnown ? 'new' : !upstream.syscalls.some(e => namesOf(e).includes(call)) ? 'gone' : 'different';
        const where = isConditional ? `${call}(${args.slice(0, Math.max(...entries.flatMap(e => (e.args || []).map(c => c.index))) + 1).join(', ')})` : call;
        const line = `${kind}: ${where}: ${a} there, ${b} here`;
        lines.set(line, [...(lines.get(line) || []), `${arch} with ${label}`]);
      }
    }
  }
}
for (const [line, places] of lines) {
  const isEverywhere = places.length === containers.length * 2;
  console.log(isEverywhere ? line : `${line} (${places.length > 4 ? `${places.slice(0, 3).join(', ')} and ${places.length - 3} more` : places.join(', ')})`);
}
console.log(lines.size ? `${lines.size} differences from ${name}` : `nothing new for ${name}`);
process.exitCode = lines.size ? 1 : 0;
