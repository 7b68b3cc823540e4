// SPDX-License-Identifier: EUPL-1.2
// The peers of the doors: a stock mosquitto, and behind it whoever stores what devices publish, as most people have it. A
// plain subscriber into SQLite (sqlite_peer.c), or Node-RED with its SQLite node.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Place, build, pause, source, until } from '../doors/place.mjs';
import { freePort } from '../ports.mjs';

const run = promisify(execFile);
const folder = join(source, 'tests', 'bench', 'peers');

// Node-RED is for the bench alone, so it is installed by it, beside and not among the packages of the tests. Its sqlite3 package
// carries the source of SQLite; told so it compiles that with Node's own headers and fetches nothing from elsewhere.
let installed;
export function installNodeRed() {
  installed ??= install();
  return installed;
}
async function install() {
  const list = join(folder, 'package-lock.json');
  const done = join(folder, 'node_modules', '.package-lock.json');
  const addon = join(folder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
  const prefix = dirname(dirname(process.execPath));
  const npm = async (...words) => {
    try {
      await run('npm', words, { cwd: folder, maxBuffer: 2 ** 26, timeout: 1800000, env: { ...process.env, npm_config_build_from_source: 'true', npm_config_nodedir: prefix } });
    } catch (fault) {
      throw new Error(`Node-RED cannot be installed for the bench: npm ${words.join(' ')} in tests/bench/peers failed. It needs the npm registry, a C++ compiler, make and Python (Debian: npm, build-essential).\n${`${fault.stdout}${fault.stderr}`.slice(-2000)}`);
    }
  };
  if (!existsSync(done) || statSync(list).mtimeMs > statSync(done).mtimeMs) await npm('ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund');
  if (existsSync(addon)) return;
  if (!existsSync(join(prefix, 'include', 'node', 'node_api.h')))
    throw new Error(`Node-RED cannot be installed for the bench: its SQLite node is compiled, and Node's headers are not in ${prefix}/include/node (Debian: libnode-dev, which npm brings).`);
  await npm('rebuild', 'sqlite3', '--foreground-scripts');
}

const listens = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
  socket.once('error', () => done(false));
});

// Both keep what they can by their own means: the broker everything queued and its store on disk, the receiver QoS 1 and a
// session that lasts, the database a flush for each transaction.
class Peer extends Place {
  async begin() {
    this.port = await freePort();
    this.probes = 0;
    this.database = this.path('inbox', 'peer.db');
    execFileSync('sqlite3', [this.database, 'PRAGMA journal_mode=WAL; CREATE TABLE reading (id INTEGER PRIMARY KEY, topic TEXT, payload TEXT)'], { stdio: 'ignore' });
    mkdirSync(this.path('store'));
    writeFileSync(this.path('stock.conf'), `listener ${this.port} 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\npersistence_location ${this.path('store')}/\nmax_queued_messages 0\nset_tcp_nodelay true\nconnection_messages false\n`);
    this.prepare();
    await this.startStock();
    this.startReceiver();
    await this.reached();
  }

  prepare() {}

  async startStock() {
    this.broker = this.start('stock', 'mosquitto', ['-c', this.path('stock.conf')], [], {});
    await until(() => listens(this.port), `the stock broker; ${this.logOf('stock')}`);
  }

  query(sql) { return execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 60000', this.database, sql], { encoding: 'utf8', maxBuffer: 2 ** 28 }); }
  stored() { return new Set(this.query('SELECT payload FROM reading').split('\n')); }
  storedCount() { return Number(this.query("SELECT count(*) FROM reading WHERE payload NOT LIKE 'probe %'")); }

  // Waits until what is published is stored: whoever comes late subscribes late.
  async reached() {
    const word = `probe ${this.probes++}`;
    const publish = () => run('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(this.port), '-q', '1', '-t', `ltc/v1/${'0'.repeat(32)}/up/probe`, '-m', word]).then(() => true, () => false);
    await until(async () => {
      if (this.process.gone) throw new Error(`${this.constructor.what} ended: ${this.logOf('receiver')}`);
      await publish();
      await pause(100);
      return this.query(`SELECT count(*) FROM reading WHERE payload = '${word}'`) > 0;
    }, `${this.constructor.what}: stored; ${this.logOf('receiver')}`, 180000);
  }

  // Nothing more comes: a word sent now is stored, and for two seconds nothing else.
  async settled() {
    await this.reached();
    let [last, since] = [-1, 0];
    await until(() => {
      const count = this.storedCount();
      if (count !== last) [last, since] = [count, Date.now()];
      return Date.now() - since > 2000;
    }, `${this.constructor.what}: the end of storing`, 300000);
  }

  // Kills `who` without a word and starts it again.
  async kill(who) {
    const broker = who.startsWith('broker');
    const receiver = who !== 'broker';
    await Promise.all([broker && this.broker.end('SIGKILL'), receiver && this.process.end('SIGKILL')]);
    if (broker && this.endsWithBroker) await this.process.ended;
    if (broker) await this.startStock();
    if (receiver || this.process.gone) this.startReceiver();
  }
}

export class SqlitePeer extends Peer {
  static what = 'plain mosquitto with a subscriber into SQLite';
  static kills = ['subscriber', 'broker', 'broker and subscriber'];

  endsWithBroker = true; // and a service manager starts it again

  startReceiver() { this.process = this.start('receiver', `${build}/bench/sqlite_peer`, [String(this.port), this.database], [], { ASAN_OPTIONS: 'detect_leaks=0' }); }
}

export class NodeRedPeer extends Peer {
  static what = 'Node-RED 4 with its SQLite node behind plain mosquitto';
  static kills = ['Node-RED', 'broker', 'broker and Node-RED'];

  async begin() {
    await installNodeRed();
    await super.begin();
  }

  // No editor, no HTTP, nothing told to anybody; a broker that went away is tried again after a second instead of fifteen.
  prepare() {
    const node = (id, type, more) => ({ id, type, z: 'flow', ...more });
    const flow = [
      { id: 'flow', type: 'tab', label: 'readings' },
      { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(this.port), clientid: 'node-red', autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: false, autoUnsubscribe: false },
      { id: 'database', type: 'sqlitedb', db: this.database, mode: 'RW' },
      node('in', 'mqtt in', { topic: 'ltc/v1/+/up/#', qos: '1', datatype: 'utf8', broker: 'broker', wires: [['take']] }),
      node('take', 'function', { func: 'return { params: { $topic: msg.topic, $payload: msg.payload } };', outputs: 1, wires: [['store']] }),
      node('store', 'sqlite', { mydb: 'database', sqlquery: 'prepared', sql: 'INSERT INTO reading (topic, payload) VALUES ($topic, $payload)', wires: [[]] }),
    ];
    const settings = {
      httpAdminRoot: false, httpNodeRoot: false, disableEditor: true, flowFile: this.path('red', 'flows.json'), credentialSecret: false, mqttReconnectTime: 1000,
      telemetry: { enabled: false, updateNotification: false }, logging: { console: { level: 'info', metrics: false, audit: false } },
      externalModules: { autoInstall: false, palette: { allowInstall: false, allowUpload: false }, modules: { allowInstall: false } },
    };
    mkdirSync(this.path('red'));
    writeFileSync(settings.flowFile, JSON.stringify(flow));
    writeFileSync(this.path('red', 'settings.js'), `module.exports = ${JSON.stringify(settings)};\n`);
  }

  startReceiver() {
    const words = ['--userDir', this.path('red'), '--settings', this.path('red', 'settings.js')];
    this.process = this.start('receiver', process.execPath, [join(folder, 'node_modules', 'node-red', 'red.js'), ...words], [], { NODE_RED_DISABLE_TELEMETRY: 'true' });
  }
}
