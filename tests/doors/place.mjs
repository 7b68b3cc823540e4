// SPDX-License-Identifier: EUPL-1.2
// A place for door tests: keys, roster, a real mosquitto with the plugin, the real CoAP door, and the
// probe that reads an inbox. No server is needed. Everything lies in one folder below /tmp.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import mqtt from 'mqtt';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../ports.mjs';

export const source = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const build = process.env.HOUSE_BUILD ?? join(source, '.build', 'asan');
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const SOAK = process.env.HOUSE_SOAK === '1';

const probe = (name) => join(build, 'probes', name);
const plugin = join(build, 'sostegno_broker.so');

const answers = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => { socket.destroy(); done(true); });
  socket.once('error', () => done(false));
});

// What never comes is a fault; what a busy machine brings late is none.
export async function until(condition, what, patience = 60000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not in ${patience} ms: ${what}`);
    await pause(20);
  }
}

// The sanitizer runtime that a foreign process must load before our plugin; undefined in release.
export function sanitizerRuntime() {
  return /libasan\S* => (\S+)/.exec(execFileSync('ldd', [plugin], { encoding: 'utf8' }))?.[1];
}

// One process of the place; `lives` ends with { code, signal }.
class Part {
  constructor(name, command, words, { environment = {}, log }) {
    this.name = name;
    this.log = log;
    const out = openSync(log, 'a');
    this.child = spawn(command, words, { stdio: ['ignore', out, out], env: { ...process.env, ...environment } });
    closeSync(out);
    this.ended = new Promise((done) => {
      this.child.once('error', (fault) => { appendFileSync(log, `${fault}\n`); done({ code: -1 }); });
      this.child.once('exit', (code, signal) => { this.gone = true; done({ code, signal }); });
    });
  }

  async end(signal = 'SIGTERM') {
    if (!this.gone) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 60000);
    const result = await this.ended;
    clearTimeout(timer);
    return result;
  }
}

export class Place {
  // apart: each door has a folder of its own for its inbox, as the units have it.
  constructor({ apart = false } = {}) {
    this.apart = apart;
    this.folder = mkdtempSync(join(tmpdir(), 'sostegno-doors-'));
    chmodSync(this.folder, 0o755);
    for (const name of ['inbox', 'keys', 'run']) mkdirSync(this.path(name));
    execFileSync(probe('roster_make'), ['keys', this.path('keys')]);
    this.devices = [];
    this.parts = [];
  }

  path(...names) { return join(this.folder, ...names); }
  inbox(door) { return this.path('inbox', ...(this.apart ? [door] : []), `${door}.inbox`); }

  // A new device in the roster; writeRoster() makes it known.
  addDevice({ password = randomBytes(32).toString('hex'), psk = randomBytes(32).toString('hex'), state = 'active', max = 0, every = 0 } = {}) {
    const device = { id: randomBytes(16).toString('hex'), password, psk, state, max, every, certificates: [] };
    this.devices.push(device);
    return device;
  }

  // Each roster has a device of its own that says nothing: where it is let in, the roster is in force.
  writeRoster() {
    const [id, password, psk] = [16, 32, 32].map((size) => randomBytes(size).toString('hex'));
    this.scout = { id, state: 'active', password, psk, max: 0, every: 0, certificates: [] };
    const input = [...this.devices, this.scout].map((d) => `${d.id} ${d.state} ${d.password ?? '-'} ${d.psk ?? '-'} ${d.max}/${d.every} ${d.certificates.map((c) => `${c.fingerprint}:${c.until}`).join(',') || '-'}\n`).join('');
    execFileSync(probe('roster_make'), ['roster', this.path('keys', 'door.key'), this.path('run', 'devices.snapshot')], { input });
  }

  // Waits until the doors that run go by the last roster that was written.
  async rosterKnown() {
    const { id, password, psk } = this.scout;
    await pause(500); // doors look at it every second
    if (this.broker && !this.broker.gone) {
      const options = { clientId: id, username: id, password, reconnectPeriod: 0, connectTimeout: 30000, rejectUnauthorized: false };
      const enter = () => new Promise((done) => {
        const client = mqtt.connect(`${this.tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${this.mqttPort}`, options);
        client.on('error', () => {});
        client.once('connect', () => { done(true); client.end(true); });
        client.once('close', () => { setTimeout(done, 100, false); client.end(true); });
      });
      await until(enter, 'the broker lets the new device in');
    }
    if (this.coap && !this.coap.gone) {
      const words = ['-m', 'get', '-B', '2', '-v', '7', '-u', id, '-k', psk, `coaps://127.0.0.1:${this.coapPort}/v1/r`];
      const enter = () => new Promise((done) => { execFile('coap-client-openssl', words, { timeout: 30000 }, (_, out, errors) => done(/ c:4\.05/.test(out + errors))); });
      await until(enter, 'the CoAP door lets the new device in');
    }
  }

  makeCertificates() {
    if (existsSync(this.path('tls'))) return;
    mkdirSync(this.path('tls'));
    const ssl = (...words) => execFileSync('openssl', words, { cwd: this.path('tls'), stdio: 'ignore' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
    ssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=door test CA');
    ssl('req', ...key, '-keyout', 'broker.key', '-out', 'broker.csr', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    ssl('x509', '-req', '-in', 'broker.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy', '-out', 'broker.crt');
  }

  // A client certificate as a device would have it, signed by `signer` (name in tls/) and in the roster
  // at the next writeRoster() unless it is `unlisted`. Days are from now; negative ones have passed.
  addCertificate(device, { name = device.id, days = 30, signer = 'ca', unlisted = false } = {}) {
    const ssl = (...words) => execFileSync('openssl', words, { cwd: this.path('tls'), stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    const stem = `device${this.certificates = (this.certificates ?? 0) + 1}`;
    const at = (day) => new Date(Date.now() + day * 86400000).toISOString().replace(/[-:T]/g, '').slice(0, 14).concat('Z');
    ssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', `${stem}.key`, '-out', `${stem}.csr`, '-subj', `/CN=${name}`);
    mkdirSync(this.path('tls', `${stem}.ca`));
    writeFileSync(this.path('tls', `${stem}.ca`, 'index.txt'), '');
    writeFileSync(this.path('tls', `${stem}.cnf`), `[ca]\ndefault_ca=one\n[one]\ndatabase=${stem}.ca/index.txt\nnew_certs_dir=${stem}.ca\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nx509_extensions=device\n[any]\ncommonName=supplied\n[device]\nextendedKeyUsage=clientAuth\n`);
    ssl('ca', '-batch', '-notext', '-config', `${stem}.cnf`, '-cert', `${signer}.crt`, '-keyfile', `${signer}.key`, '-in', `${stem}.csr`, '-out', `${stem}.crt`, '-startdate', at(Math.min(days, 0) - 1), '-enddate', at(days));
    const fingerprint = ssl('x509', '-in', `${stem}.crt`, '-noout', '-fingerprint', '-sha256').split('=')[1].replace(/[:\s]/g, '').toLowerCase();
    const certificate = { cert: this.path('tls', `${stem}.crt`), key: this.path('tls', `${stem}.key`), fingerprint, until: Math.floor(Date.now() / 1000 + days * 86400) };
    if (!unlisted) device.certificates.push(certificate);
    return certificate;
  }

  // The reference configuration; without tls the listener is plain, so that traces can be read.
  writeBrokerConfiguration(tls, { rate = 0, burst = 2000 } = {}) {
    const words = {
      PORT: this.mqttPort, ADDRESS: '127.0.0.1', PLUGIN: plugin, INBOX: this.inbox('mqtt'),
      ROSTER: this.path('run', 'devices.snapshot'), DOOR_KEY: this.path('keys', 'door.key'), SERVER_KEY: this.path('keys', 'server.pub'),
      WAKE_SOCKET: this.path('run', 'drain.sock'), CAFILE: this.path('tls', 'ca.crt'), CERTFILE: this.path('tls', 'broker.crt'), KEYFILE: this.path('tls', 'broker.key'),
      CERTIFICATE_PORT: this.certificatePort, DEVICE_CA: this.path('tls', 'ca.crt'), PSK_PORT: this.pskPort, RATE: rate, BURST: burst,
    };
    let text = readFileSync(join(source, 'devices', 'broker', 'mosquitto.conf.in'), 'utf8').replace(/@([A-Z_]+)@/g, (all, name) => words[name] ?? all);
    if (!tls) text = text.replace(/# Devices with a certificate.*$/s, '').replace(/^(cafile|certfile|keyfile|tls_version) .*\n/gm, '');
    writeFileSync(this.path('mosquitto.conf'), text);
  }

  start(name, command, words, wrapper, environment) {
    const traced = wrapper.length > 0 && wrapper[0] === 'strace';
    const settings = Object.entries(environment).flatMap(([key, value]) => ['-E', `${key}=${value}`]);
    const all = traced ? [...wrapper, ...settings, command, ...words] : [...wrapper, command, ...words];
    const part = new Part(name, all[0], all.slice(1), { environment: traced ? {} : environment, log: this.path(`${name}.log`) });
    this.parts.push(part);
    return part;
  }

  // Starts mosquitto and waits until it listens; `ready` is how long that took. A wrapper is a command
  // before it, such as strace -D (the tracer must not stand between us and the broker).
  async startBroker({ tls = false, wrapper = [], mayDie = false, rate, burst } = {}) {
    this.mqttPort ??= await freePort();
    this.tls = tls;
    if (tls) {
      this.certificatePort ??= await freePort();
      this.pskPort ??= await freePort();
      this.makeCertificates();
    }
    this.writeBrokerConfiguration(tls, { rate, burst });
    const runtime = sanitizerRuntime();
    const environment = runtime ? { LD_PRELOAD: runtime, ASAN_OPTIONS: 'detect_leaks=0:verify_asan_link_order=0' } : {};
    const from = Date.now();
    this.broker = this.start('broker', 'mosquitto', ['-c', this.path('mosquitto.conf')], wrapper, environment);
    await this.#settled(this.broker, () => answers(tls ? this.pskPort : this.mqttPort), mayDie); // the last listener
    this.broker.ready = Date.now() - from;
    return this.broker;
  }

  // With a speaker it is the probe with a plain port instead: whoever sends is that device. `more` are further options.
  async startCoap({ wrapper = [], mayDie = false, speaker, more = [] } = {}) {
    const name = speaker ? 'plain' : 'coap';
    this[`${name}Port`] ??= await freePort();
    const words = ['--listen', `127.0.0.1:${this[`${name}Port`]}`, '--inbox', this.inbox(name), '--roster', this.path('run', 'devices.snapshot'),
      '--door-key', this.path('keys', 'door.key'), '--server-key', this.path('keys', 'server.pub'), '--wake-socket', this.path('run', 'drain.sock'), ...more];
    const environment = { ASAN_OPTIONS: wrapper.length ? 'detect_leaks=0' : 'detect_leaks=1', ...(speaker ? { HOUSE_COAP_SPEAKER: speaker.id } : {}) };
    const before = this.#lines(name);
    const from = Date.now();
    const part = this.start(name, speaker ? probe('coap_plain_door') : join(build, 'sostegno-coap'), words, wrapper, environment);
    this[name] = part;
    await this.#settled(part, () => this.#lines(name) > before, mayDie);
    part.ready = Date.now() - from;
    return part;
  }

  #lines(name) {
    return existsSync(this.path(`${name}.log`)) ? readFileSync(this.path(`${name}.log`), 'utf8').split('CoAP door ready').length : 1;
  }

  async #settled(part, isReady, mayDie) {
    await until(async () => part.gone || await isReady(), `${part.name} ready; its log: ${this.logOf(part.name)}`);
    if (part.gone && !mayDie) throw new Error(`${part.name} ended at start: ${this.logOf(part.name)}`);
  }

  logOf(name) { return existsSync(this.path(`${name}.log`)) ? readFileSync(this.path(`${name}.log`), 'utf8').slice(-4000) : ''; }

  // { rows, bounds } of a door's inbox; payloads as text.
  dump(door, { copy = false } = {}) {
    let file = this.inbox(door);
    if (copy) {
      mkdirSync(this.path('copy'), { recursive: true });
      for (const suffix of ['', '-wal', '-shm']) copyFileSync(file + suffix, this.path('copy', `${door}.inbox${suffix}`));
      file = this.path('copy', `${door}.inbox`);
    }
    return this.dumpWith(file);
  }

  dumpWith(file, wrapper = []) {
    const all = [...wrapper, probe('inbox_dump'), file, this.path('keys', 'server.key')];
    const text = execFileSync(all[0], all.slice(1), { encoding: 'utf8', maxBuffer: 1 << 28 });
    const lines = text.trim().split('\n').map((line) => JSON.parse(line));
    const bounds = lines.pop();
    for (const row of lines) {
      row.payload = Buffer.from(row.payload, 'hex');
      row.text = row.payload.toString('utf8');
      row.media = Buffer.from(row.media, 'hex').toString('utf8');
    }
    return { rows: lines, bounds };
  }

  integrity(door) {
    return execFileSync('sqlite3', [this.inbox(door), 'PRAGMA integrity_check'], { encoding: 'utf8' }).trim();
  }

  rowCount(door) { return Number(execFileSync('sqlite3', ['-readonly', this.inbox(door), 'SELECT count(*) FROM message'], { encoding: 'utf8' })); }

  trim(door, upto) {
    const id = execFileSync('sqlite3', ['-readonly', this.inbox(door), 'SELECT lower(hex(id)) FROM inbox'], { encoding: 'utf8' }).trim();
    execFileSync(probe('roster_make'), ['trim', `${this.inbox(door)}.sock`, id, String(upto)]);
  }

  // Ends what runs and removes the folder; a crash, or a sanitizer report in a log, is an error.
  async close() {
    const crashed = [];
    for (const part of this.parts) {
      const { signal } = await part.end();
      if (/^SIG(SEGV|ABRT|BUS|ILL|FPE)$/.test(signal)) crashed.push(`${part.name} ended with ${signal}:\n${this.logOf(part.name)}`);
    }
    const reports = ['broker', 'coap', 'plain'].map((name) => this.logOf(name)).filter((text) => /ERROR: (Address|Leak)Sanitizer|runtime error:/.test(text));
    rmSync(this.folder, { recursive: true, force: true });
    if (crashed.length + reports.length) throw new Error(`crashes and sanitizer reports\n${[...crashed, ...reports].join('\n')}`);
  }
}

// Runs coap_burst with the given lines; { code, refused, error }. The promise carries the child.
export function burst(place, device, lines, { oracle = '-', seconds = 60 } = {}) {
  const child = spawn(probe('coap_burst'), [String(place.coapPort), device.id, device.psk, oracle, String(seconds)], { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
  let error = '';
  child.stderr.on('data', (bytes) => { error += bytes; });
  child.stdin.on('error', () => {});
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const running = new Promise((done) => { child.once('exit', (code) => done({ code, refused: /refused (\S+)/.exec(error)?.[1], error })); });
  running.child = child;
  return running;
}
