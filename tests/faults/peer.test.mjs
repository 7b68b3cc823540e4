// SPDX-License-Identifier: EUPL-1.2
// The control: the same device, script and oracle on a stock mosquitto with a plain subscriber and no
// plugin. It must be seen to lose acknowledged readings, or the harness could not see a loss at all.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Place, build, pause, until } from '../doors/place.mjs';
import { freePort } from '../ports.mjs';
import { Oracle, holdAt, script, sendMqtt } from './harness.mjs';

class Stock extends Place {
  async begin() {
    this.port = await freePort();
    mkdirSync(this.path('store'));
    // Durable by its own means: persistence on, everything queued, a persistent session.
    writeFileSync(this.path('stock.conf'), `listener ${this.port} 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\npersistence_location ${this.path('store')}/\nmax_queued_messages 0\n`);
    await this.startStock();
  }

  async startStock() {
    this.broker = this.start('broker', 'mosquitto', ['-c', this.path('stock.conf')], [], {});
    await until(() => sendable(this.port), 'the stock broker');
  }

  // mosquitto_sub keeps its place in the stream by QoS 1 and a persistent session.
  startSubscriber(wrapper = []) {
    const out = openSync(this.path('received'), 'a');
    const words = [...wrapper, 'mosquitto_sub','-h', '127.0.0.1', '-p', String(this.port), '-c', '-i', 'server', '-q', '1', '-t', 'ltc/v1/+/up/#'];
    this.subscriber = spawn(words[0], words.slice(1), { stdio: ['ignore', out, 'ignore'] });
    this.subscriberEnded = new Promise((done) => { this.subscriber.once('exit', done); });
    closeSync(out);
    return pause(300);
  }

  // Waits until the subscriber stands still before the write that is held.
  held() {
    let still = 0;
    const stopped = () => readdirSync(`/proc/${this.subscriber.pid}/task`).some((task) => /\) t /.test(readFileSync(`/proc/${this.subscriber.pid}/task/${task}/stat`, 'utf8')));
    return until(() => { still = stopped() ? still + 1 : 0; return still > 15; }, 'the write that is held');
  }

  // A subscriber that stores each message in a flushed SQLite transaction (tests/bench/sqlite_peer.c).
  async startStoring(wrapper = []) {
    this.stores = true;
    const words = [...wrapper, `${build}/bench/sqlite_peer`, String(this.port), this.path('peer.db')];
    this.subscriber = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
    this.subscriberEnded = new Promise((done) => { this.subscriber.once('exit', done); });
    await Promise.race([new Promise((ready) => { this.subscriber.stdout.once('data', ready); }), this.subscriberEnded]);
  }

  // One that is held ends when its tracer lets go of it.
  endSubscriber(signal) {
    const tracer = signal === 'SIGKILL' ? Number(/TracerPid:\t(\d+)/.exec(readFileSync(`/proc/${this.subscriber.pid}/status`, 'utf8'))[1]) : 0;
    this.subscriber.kill(signal);
    if (tracer > 0) process.kill(tracer, 'SIGKILL');
    return this.subscriberEnded;
  }

  received() {
    const text = this.stores ? execFileSync('sqlite3', [this.path('peer.db'), 'SELECT payload FROM reading'], { encoding: 'utf8' }) : readFileSync(this.path('received'), 'utf8');
    return new Set(text.split('\n'));
  }
}

async function sendable(port) {
  const { connect } = await import('node:net');
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
    socket.once('error', () => done(false));
  });
}

async function losses(t, what, during) {
  const stock = new Stock();
  const device = stock.addDevice();
  const oracle = new Oracle(stock.path('oracle'));
  const messages = script();
  try {
    await stock.begin();
    await stock.startSubscriber();
    await during(stock, (each) => sendMqtt({ port: stock.port, device, oracle, messages, login: false, each }));
    await pause(500);
    await stock.endSubscriber('SIGTERM');
    const acknowledged = oracle.acknowledged();
    assert.equal(acknowledged.size, messages.length, 'the device was told that all is well');
    const received = stock.received();
    const lost = [...acknowledged].filter((message) => !received.has(message));
    t.diagnostic(`evidence: stock mosquitto without our plugin, ${what}: ${lost.length} of ${acknowledged.size} acknowledged readings lost`);
    return lost.length;
  } finally {
    stock.subscriber?.kill('SIGKILL');
    oracle.close();
    await stock.close();
  }
}

// The same placed kill as for our doors: at the entry to the write that would have kept the reading.
// libmosquitto has sent the PUBACK before it called the subscriber; the write is held until that is out.
test('stock mosquitto, subscriber killed at its writes: readings are lost', async (t) => {
  let lost = 0;
  for (const k of [1, 30]) {
    lost += await losses(t, `subscriber killed at write ${k}`, async (stock, send) => {
      await stock.endSubscriber('SIGTERM');
      await stock.startSubscriber(holdAt('write', k, stock.path('received'), 600));
      await send();
      await stock.held();
      await stock.endSubscriber('SIGKILL');
      await stock.startSubscriber();
    });
  }
  assert.ok(lost > 0, 'the harness sees the loss');
});

test('stock mosquitto, killed while the subscriber restarts: readings are lost', async (t) => {
  const lost = await losses(t, 'broker killed', async (stock, send) => {
    await stock.endSubscriber('SIGTERM');
    await send();
    await stock.broker.end('SIGKILL');
    await stock.startStock();
    await stock.startSubscriber();
  });
  assert.ok(lost > 0, 'the harness sees the loss');
});

test('stock mosquitto with a subscriber into SQLite, killed at its writes: readings are lost', async (t) => {
  let lost = 0;
  for (const k of [40]) {
    lost += await losses(t, `with a subscriber into SQLite killed at write ${k}`, async (stock, send) => {
      await stock.endSubscriber('SIGTERM');
      await stock.startStoring();
      await stock.endSubscriber('SIGTERM');
      await stock.startStoring(holdAt('pwrite64', k, stock.path('peer.db-wal'), 600));
      await send();
      await stock.held();
      await stock.endSubscriber('SIGKILL');
      await stock.startStoring();
    });
  }
  assert.ok(lost > 0, 'the harness sees the loss');
});
