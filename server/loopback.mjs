// SPDX-License-Identifier: EUPL-1.2
// One whole node on loopback: keys, certificates, configuration, and its processes (broker with our
// plugin, CoAP door, server, fleet). server/demo and the tests lay out and run a node with it.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const source = new URL('..', import.meta.url).pathname.replace(/\/$/, '');

// Addresses of /proc/net that answer at 127.0.0.1: itself, any, and both as IPv6.
const HERE = ['0100007F', '00000000', '0'.repeat(32), '0000000000000000FFFF00000100007F'];
const LISTENS = '0A';

// Whether somebody already listens there. Nothing is tried at the port itself: who waits for a part
// to listen would take the port from it.
export function portTaken(port, kind = 'tcp') {
  const word = port.toString(16).toUpperCase().padStart(4, '0');
  return [kind, `${kind}6`].some((table) => existsSync(`/proc/net/${table}`) && readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1).some((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address, where] = local.split(':');
    return where === word && HERE.includes(address) && (kind === 'udp' || state === LISTENS);
  }));
}

// When a process began, in ticks since the boot; '' when it is gone or a zombie. Numbers of processes
// come again, a number with its beginning does not (but for a reboot within the same tick).
const beginning = (pid) => {
  try {
    const [state, ...facts] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    // A killed process is gone when its last thread is: until then it holds its locks.
    return state === 'Z' && readdirSync(`/proc/${pid}/task`).length < 2 ? '' : facts[18];
  } catch {
    return '';
  }
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Loopback {
  // directory: the node's folder; build: folder of the binaries; www: folder of the web application
  // brokerWords: other values for words of the broker's configuration template
  constructor({ directory, build, www, ports, speed = 1000, demo = true, settings = {}, brokerWords = {} }) {
    Object.assign(this, { directory, build, www, ports, speed, demo, settings, brokerWords });
    this.config = this.path('sostegno.conf');
    this.url = `http://127.0.0.1:${ports.http}`;
  }

  path(...names) { return join(this.directory, ...names); }
  binary(name) { return join(this.build, name); }

  // Makes folders, keys, certificates and configuration files. Never replaces a key.
  prepare() {
    for (const name of ['data', 'inbox', 'run', 'tls', 'log', 'pid']) mkdirSync(this.path(name), { recursive: true });
    chmodSync(this.directory, 0o700);
    if (!existsSync(this.path('keys', 'root.key'))) this.sostegno(['key', 'init', this.path('keys')]);
    if (!existsSync(this.path('tls', 'broker.crt'))) this.makeCertificates();
    if (!existsSync(this.path('authority', 'devices.crt'))) this.sostegno(['device', 'ca', this.path('authority')]);
    this.writeClock();
    writeFileSync(this.config, this.configuration());
    writeFileSync(this.path('mosquitto.conf'), this.brokerConfiguration());
  }

  makeCertificates() {
    const ssl = (...words) => execFileSync('openssl', words, { cwd: this.path('tls'), stdio: ['ignore', 'ignore', 'pipe'] });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
    ssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '30', '-subj', '/CN=Sostegno loopback CA');
    ssl('req', ...key, '-keyout', 'broker.key', '-out', 'broker.csr', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    ssl('x509', '-req', '-in', 'broker.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-copy_extensions', 'copy', '-out', 'broker.crt');
    rmSync(this.path('tls', 'broker.csr'));
  }

  // Domain time starts at the real instant of the first preparation and runs `speed` permille.
  writeClock(domainUs) {
    const file = this.path('clock');
    if (existsSync(file) && domainUs === undefined) return;
    const now = BigInt(Date.now()) * 1000n;
    writeFileSync(`${file}.new`, `domain 1 ${now} ${domainUs ?? now} ${this.speed}\n`);
    renameSync(`${file}.new`, file);
  }

  // Another pace from now on: domain time neither jumps nor turns back. The server reads the clock when it starts.
  changeSpeed() {
    const [, , real, domain, speed] = readFileSync(this.path('clock'), 'utf8').trim().split(' ').map((word) => (/^\d+$/.test(word) ? BigInt(word) : 0n));
    this.writeClock(domain + ((BigInt(Date.now()) * 1000n - real) * speed) / 1000n);
  }

  configuration() {
    const sections = {
      data: { directory: this.path('data') },
      keys: { root: this.path('keys', 'root.key') },
      plans: { directory: join(source, 'scoring', 'plans') },
      clock: { file: this.path('clock') },
      devices: { authority: this.path('authority') },
      doors: { inboxes: this.path('inbox'), roster: this.path('run', 'devices.snapshot'), wake: this.path('run', 'drain.sock') },
      http: { listen: `127.0.0.1:${this.ports.http}`, www: this.www, 'secure-cookies': 'no' },
      demo: { enabled: this.demo ? 'yes' : 'no' },
      ...this.settings,
    };
    return Object.entries(sections)
      .map(([name, keys]) => `[${name}]\n${Object.entries(keys).map(([key, value]) => `${key} = ${value}\n`).join('')}`)
      .join('\n');
  }

  brokerConfiguration() {
    const template = readFileSync(join(source, 'devices', 'broker', 'mosquitto.conf.in'), 'utf8');
    const words = {
      PORT: String(this.ports.mqtt),
      ADDRESS: '127.0.0.1',
      CAFILE: this.path('tls', 'ca.crt'),
      CERTFILE: this.path('tls', 'broker.crt'),
      KEYFILE: this.path('tls', 'broker.key'),
      PLUGIN: this.binary('sostegno_broker.so'),
      INBOX: this.path('inbox', 'mqtt.inbox'),
      ROSTER: this.path('run', 'devices.snapshot'),
      DOOR_KEY: this.path('keys', 'door.key'),
      SERVER_KEY: this.path('keys', 'server.pub'),
      WAKE_SOCKET: this.path('run', 'drain.sock'),
      CERTIFICATE_PORT: String(this.ports.mqttCertificate), DEVICE_CA: this.path('authority', 'devices.crt'),
      PSK_PORT: String(this.ports.mqttPsk), RATE: '20', BURST: '2000',
      ...this.brokerWords,
    };
    return template.replace(/@([A-Z_]+)@/g, (all, name) => words[name] ?? all);
  }

  // Runs a subcommand of the program against this node; returns what it printed.
  sostegno(words, options = {}) {
    return execFileSync(this.binary('sostegno'), words, {
      encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(existsSync(this.config) ? { SOSTEGNO_CONFIG: this.config } : {}) }, ...options,
    });
  }

  // Variables of the README's tour: addresses, and one meter of each transport with its member's pseudonym.
  writeTour(file) {
    const rows = readFileSync(this.path('devices.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
    const of = (transport, condition) => rows.find((row) => row[2] === transport && row[3] === condition);
    const [mqtt, coap] = [of('mqtt', 'hypertension'), of('coap', 'copd')];
    const lines = {
      URL: this.url, JAR: this.path('tour.cookies'), CAFILE: this.path('tls', 'ca.crt'), OPERATOR: 'operatore', ADMIN: 'amministratrice',
      MQTT_PORT: this.ports.mqtt, MQTT_DEVICE: mqtt[0], MQTT_SECRET: mqtt[1], MQTT_SUBJECT: mqtt[5],
      COAP_PORT: this.ports.coap, COAP_DEVICE: coap[0], COAP_SECRET: coap[1], COAP_SUBJECT: coap[5],
    };
    // Domain time now, by the mapping that server and fleet share.
    const clock = `read -r _ _ REAL0 DOMAIN0 SPEED <${this.path('clock')}
AT=$(((DOMAIN0 + ($(date +%s%6N) - REAL0) * SPEED / 1000) / 1000000))
NOW=$(date -u -d @$AT +%FT%TZ) FROM=$(date -u -d @$((AT - 86400)) +%FT%TZ) TO=$(date -u -d @$((AT + 86400)) +%FT%TZ)
`;
    writeFileSync(file, Object.entries(lines).map(([name, value]) => `${name}=${value}\n`).join('') + clock, { mode: 0o600 });
  }

  commands() {
    return {
      broker: ['mosquitto', ['-c', this.path('mosquitto.conf')]],
      coap: [this.binary('sostegno-coap'), [
        '--listen', `127.0.0.1:${this.ports.coap}`, '--inbox', this.path('inbox', 'coap.inbox'), '--roster', this.path('run', 'devices.snapshot'),
        '--door-key', this.path('keys', 'door.key'), '--server-key', this.path('keys', 'server.pub'), '--wake-socket', this.path('run', 'drain.sock'),
        '--clock', this.path('clock'), '--rate', this.brokerWords.RATE ?? '20', '--burst', this.brokerWords.BURST ?? '2000', // the broker's, as its certificate is: both doors are this node
        '--certificate', this.path('tls', 'broker.crt'), '--key', this.path('tls', 'broker.key'), '--device-ca', this.path('authority', 'devices.crt')]],
      server: [this.binary('sostegno'), ['serve', '--config', this.config]],
      fleet: [this.binary('sostegno-fleet'), this.fleetArguments ?? []],
    };
  }

  // Starts one part with its log in log/<part>.log; it goes on when this process ends.
  start(part, wrapper = []) {
    const [command, words] = this.commands()[part];
    const all = [...wrapper, command, ...words];
    const log = openSync(this.path('log', `${part}.log`), 'a', 0o600);
    // The plugin is built with the sanitizers in tests; a foreign broker loads their runtime first.
    const env = { ...process.env, ...(part === 'broker' ? this.brokerEnvironment() : {}) };
    const child = spawn(all[0], all.slice(1), { detached: true, stdio: ['ignore', log, log], env });
    closeSync(log);
    child.unref();
    writeFileSync(this.path('pid', part), `${child.pid} ${beginning(child.pid)}\n`);
    return child.pid;
  }

  brokerEnvironment() {
    const runtime = this.sanitizerRuntime();
    return runtime ? { LD_PRELOAD: runtime, ASAN_OPTIONS: 'detect_leaks=0:verify_asan_link_order=0' } : {};
  }

  sanitizerRuntime() {
    const linked = execFileSync('ldd', [this.binary('sostegno_broker.so')], { encoding: 'utf8' });
    return /libasan\S* => (\S+)/.exec(linked)?.[1];
  }

  // The number of the process that start() left running, 0 when it is gone.
  pid(part) {
    try {
      const [pid, began] = readFileSync(this.path('pid', part), 'utf8').trim().split(' ');
      return began && beginning(pid) === began ? Number(pid) : 0;
    } catch {
      return 0;
    }
  }

  running(part) { return this.pid(part) > 0; }

  // Ends a part. 'absent': it had not been started, 'gone': it had ended by itself, 'ended', 'killed': not within the patience.
  async stop(part, signal = 'SIGTERM', patience = 30000) {
    if (!existsSync(this.path('pid', part))) return 'absent';
    const pid = this.pid(part);
    let how = pid > 0 ? 'ended' : 'gone';
    if (pid > 0) process.kill(pid, signal);
    for (let waited = 0; this.running(part) && waited < patience; waited += 20) await pause(20);
    if (this.running(part)) {
      how = 'killed';
      process.kill(pid, 'SIGKILL');
    }
    for (let waited = 0; this.running(part); waited += 20) {
      if (waited > patience) throw new Error(`${part}: process ${pid} is killed and does not end`);
      await pause(20);
    }
    rmSync(this.path('pid', part), { force: true });
    return how;
  }

  // Waits until the server says that it is ready; throws with the end of its log when it is not.
  async ready(patience = 60000) {
    const until = Date.now() + patience;
    while (Date.now() < until) {
      if (!this.running('server')) break;
      try {
        const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) });
        await answer.text();
        if (answer.ok) return;
      } catch {
        // not listening yet, or too busy to answer
      }
      await pause(50);
    }
    throw new Error(`the server is not ready:\n${this.logTail('server')}`);
  }

  // Waits until the broker takes connections at each of its ports.
  async brokerReady(patience = 60000) {
    const until = Date.now() + patience;
    const { mqtt, mqttCertificate, mqttPsk } = this.ports;
    while (![mqtt, mqttCertificate, mqttPsk].every((port) => portTaken(port))) {
      if (Date.now() > until || !this.running('broker')) throw new Error(`the broker is not ready:\n${this.logTail('broker')}`);
      await pause(20);
    }
  }

  // Waits until the CoAP door listens.
  async coapReady(patience = 60000) {
    const until = Date.now() + patience;
    while (!portTaken(this.ports.coap, 'udp')) {
      if (Date.now() > until || !this.running('coap')) throw new Error(`the CoAP door is not ready:\n${this.logTail('coap')}`);
      await pause(20);
    }
  }

  logTail(part, lines = 20) {
    try {
      return readFileSync(this.path('log', `${part}.log`), 'utf8').split('\n').slice(-lines).join('\n');
    } catch {
      return '(no log)';
    }
  }
}
