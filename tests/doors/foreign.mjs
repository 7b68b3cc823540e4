// SPDX-License-Identifier: EUPL-1.2
// A place with a broker that is not ours: a stock mosquitto without the plugin, and the subscriber door.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../ports.mjs';
import { Place, build, until } from './place.mjs';

const listens = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => { socket.destroy(); done(true); });
  socket.once('error', () => done(false));
});

export class Foreign extends Place {
  // Keeps what it has acknowledged as well as a broker can: everything queued, written down when it ends. `more` are further lines.
  async startForeign({ wrapper = [], more = [], tls = false } = {}) {
    this.foreignPort ??= await freePort();
    mkdirSync(this.path('store'), { recursive: true });
    if (tls) this.makeCertificates();
    const lines = ['max_queued_messages 0', 'connection_messages false', `listener ${this.foreignPort} 127.0.0.1`, ...(more.includes('allow_anonymous false') ? [] : ['allow_anonymous true']), 'user root', 'persistence true', `persistence_location ${this.path('store')}/`,
      ...(tls ? [`cafile ${this.path('tls', 'ca.crt')}`, `certfile ${this.path('tls', 'broker.crt')}`, `keyfile ${this.path('tls', 'broker.key')}`] : []), ...more];
    writeFileSync(this.path('foreign.conf'), lines.map((line) => `${line}\n`).join(''));
    this.foreign = this.start('foreign', 'mosquitto', ['-c', this.path('foreign.conf')], wrapper, {});
    await until(async () => this.foreign.gone || await listens(this.foreignPort), `the foreign broker; its log: ${this.logOf('foreign')}`);
    if (this.foreign.gone) throw new Error(`the foreign broker ended at start: ${this.logOf('foreign')}`);
    return this.foreign;
  }

  settings(more = {}) {
    const all = { broker: `mqtt://127.0.0.1:${this.foreignPort}`, 'client-id': 'sostegno-door', inbox: this.inbox('subscriber'), roster: this.path('run', 'devices.snapshot'),
      'door-key': this.path('keys', 'door.key'), 'server-key': this.path('keys', 'server.pub'), 'wake-socket': this.path('run', 'drain.sock'), ...more };
    return `[subscriber]\n${Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => `${name} = ${value}\n`).join('')}`;
  }

  // Starts the door and waits until the broker sends (or, with flowing false, until it is ready to take custody).
  async startSubscriber({ wrapper = [], settings = {}, mayDie = false, flowing = true } = {}) {
    const file = this.path('subscriber.conf');
    writeFileSync(file, this.settings(settings));
    const word = flowing ? 'the broker sends' : 'subscriber door ready';
    const before = this.#said(word);
    const from = Date.now();
    this.subscriber = this.start('subscriber', join(build, 'sostegno-subscriber'), ['--config', file], wrapper, { ASAN_OPTIONS: wrapper.length ? 'detect_leaks=0' : 'detect_leaks=1' });
    const part = this.subscriber;
    await until(() => part.gone || this.#said(word) > before, `${word}; the door's log: ${this.logOf('subscriber')}`);
    if (part.gone && !mayDie) throw new Error(`the subscriber door ended at start: ${this.logOf('subscriber')}`);
    part.ready = Date.now() - from;
    return part;
  }

  #said(word) {
    return existsSync(this.path('subscriber.log')) ? readFileSync(this.path('subscriber.log'), 'utf8').split(word).length : 1;
  }

  // What the door had logged (and strace beside it, with -o /dev/stderr) before it was connected.
  logOfStart() { return readFileSync(this.path('subscriber.log'), 'utf8').split('the broker sends')[0]; }

  // Waits for the n-th time (from 1) that the door's log says it.
  said(word, times = 1) { return until(() => this.#said(word) > times, `"${word}" ${times} times in the door's log: ${this.logOf('subscriber')}`); }

  async close() {
    for (const part of this.parts) await part.end(); // leaks are told at the end
    const report = this.logOf('subscriber');
    await super.close();
    if (/ERROR: (Address|Leak)Sanitizer|runtime error:/.test(report)) throw new Error(`sanitizer report of the subscriber door\n${report}`);
  }
}
