// SPDX-License-Identifier: EUPL-1.2
// The MQTT door beside its peers, with the same load, and all of them through the same kill test: processes are killed while
// devices send, and whatever was acknowledged must be found where it is stored. The peers must be seen to lose.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { Place, build, pause } from '../doors/place.mjs';
import { inLanes, random } from '../faults/harness.mjs';
import { NodeRedPeer, SqlitePeer, installNodeRed } from './peers.mjs';

const run = promisify(execFile);
const SECONDS = 5;
const ROUNDS = 4; // of each kind of kill
const DEVICES = 8;
const EACH = 250;

class Ours extends Place {
  static what = 'our door';
  static kills = ['broker'];
  login = true;
  async begin() {
    this.writeRoster();
    await this.startBroker();
    this.port = this.mqttPort;
  }
  async kill() {
    await this.broker.end('SIGKILL');
    await this.startBroker();
  }
  settled() {}
  stored() { return new Set(this.dump('mqtt').rows.map((row) => row.text)); }
  storedCount() { return this.rowCount('mqtt'); }
}

async function withPlace(Kind, devices, use) {
  const place = new Kind();
  try {
    for (let at = 0; at < devices; at++) place.addDevice();
    await place.begin();
    return await use(place);
  } finally {
    await place.close();
  }
}

async function load(place) {
  writeFileSync(place.path('passwords'), place.devices.map(({ id, password }) => `${id} ${password}\n`).join(''));
  const words = [place.port, '-', place.path('passwords'), place.devices.length, 2, 0, SECONDS, 1, 1, Math.floor(Date.now() / 1000)];
  const { stdout } = await run(`${build}/bench/mqtt_load`, words.map(String), { maxBuffer: 2 ** 26 });
  const stored = place.storedCount();
  const result = JSON.parse(stdout.trim().split('\n').at(-1));
  return { ...result, stored, behind: result.acknowledged - stored };
}

const peerSpeed = (Kind) => async (t) => {
  await withPlace(Kind, 64, async (peer) => {
    const { rate, p99, acknowledged, stored, behind } = await load(peer);
    t.diagnostic(`evidence: ${Kind.what}, one reading each, QoS 1, 64 devices with 2 in flight: ${rate} messages/s acknowledged, p99 ${p99} ms, and ${(stored / SECONDS).toFixed(0)}/s stored: ${behind} (${(100 * behind / acknowledged).toFixed(0)} %) were stored nowhere when the last was acknowledged`);
    assert.ok(behind > 0, 'the peer acknowledges before it stores');
  });
};

// A device as ours must be: it keeps what is not acknowledged, and sends it again after a new connection.
async function device(place, of, messages, noted) {
  const open = new Set(messages);
  while (open.size > 0) {
    const client = mqtt.connect(`mqtt://127.0.0.1:${place.port}`, { clientId: of.id, ...(place.login ? { username: of.id, password: of.password } : {}), reconnectPeriod: 0, connectTimeout: 60000 });
    client.on('error', () => {});
    const closed = new Promise((done) => { client.once('close', () => done(false)); });
    if (await Promise.race([closed, new Promise((done) => { client.once('connect', () => done(true)); })])) {
      let up = true;
      closed.then(() => { up = false; });
      await inLanes(8, open, async (text) => {
        if (!up) return;
        const sent = new Promise((done) => { client.publish(`ltc/v1/${of.id}/up/readings`, text, { qos: 1 }, (fault) => done(!fault)); });
        if (!await Promise.race([sent, closed])) return;
        open.delete(text);
        noted(text);
      });
    }
    client.end(true);
    if (open.size > 0) await pause(50);
  }
}

// One round in a fresh place: how many acknowledged messages are stored nowhere when all is over.
const round = (Kind, who) => withPlace(Kind, DEVICES, async (place) => {
  const acknowledged = new Set();
  const moment = 1 + random(DEVICES * EACH * 0.75);
  let killing;
  await Promise.all(place.devices.map((of, d) => device(place, of, Array.from({ length: EACH }, (_, i) => `{"id":"${d}-${i}","v":${120 + (i % 40)}}`), (text) => {
    acknowledged.add(text);
    if (acknowledged.size >= moment) killing ??= place.kill(who);
  })));
  await killing;
  await place.settled();
  assert.equal(acknowledged.size, DEVICES * EACH, 'the devices were told that all is well');
  const stored = place.stored();
  return [...acknowledged].filter((text) => !stored.has(text)).length;
});

const killTest = (Kind, loses) => async (t) => {
  let all = 0;
  for (const who of Kind.kills) {
    const lost = [];
    for (let at = 0; at < ROUNDS; at++) lost.push(await round(Kind, who));
    all += lost.reduce((sum, one) => sum + one, 0);
    t.diagnostic(`evidence: ${Kind.what}, ${who} killed while devices send, ${ROUNDS} rounds of ${DEVICES * EACH} acknowledged messages: ${lost.join(', ')} lost`);
  }
  if (loses) assert.ok(all > 0, 'the peer is seen to lose');
  else assert.equal(all, 0, 'nothing that was acknowledged is lost');
};

test('the MQTT door under the load that the peers get', async (t) => {
  await withPlace(Ours, 64, async (place) => {
    const limit = Number(execFileSync(`${build}/bench/flush_rate`, [place.path('inbox'), '2'], { encoding: 'utf8' }));
    const { rate, p99, stored, acknowledged } = await load(place);
    t.diagnostic(`evidence: our door under the load of the peers: ${rate} messages/s acknowledged and as many stored = ${(rate / limit).toFixed(2)} × the disk's ${limit} flushes/s, p99 ${p99} ms; stored nowhere when the last was acknowledged: none, ever`);
    assert.ok(stored >= acknowledged, 'acknowledged means stored');
  });
});
test('the MQTT door is killed while devices send: nothing is lost', killTest(Ours, false));

test('plain mosquitto with a subscriber into SQLite under the same load', peerSpeed(SqlitePeer));
test('plain mosquitto with a subscriber into SQLite is killed while devices send: it loses', killTest(SqlitePeer, true));

test('Node-RED and its SQLite node can be installed for the bench', () => installNodeRed());
test('Node-RED with its SQLite node under the same load', peerSpeed(NodeRedPeer));
test('Node-RED with its SQLite node is killed while devices send: it loses', killTest(NodeRedPeer, true));
