// SPDX-License-Identifier: EUPL-1.2
// The CoAP door with a foreign client (coap-client of libcoap over DTLS-PSK): delivery, refusals,
// repeats, revocation, failing storage.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { Place, burst, pause, until } from './place.mjs';
import { freePort } from '../ports.mjs';

let place;
let device;
let other;

before(async () => {
  place = new Place();
  device = place.addDevice();
  other = place.addDevice();
  place.writeRoster();
  await place.startCoap();
});
after(() => place.close());

let rowsBefore = 0;
beforeEach(() => { rowsBefore = place.dump('coap').rows.length; });
const newRows = () => place.dump('coap').rows.slice(rowsBefore);

// Runs coap-client; `code` is the response code it printed ('2.04' prints nothing but a debug line).
function client(of, words, { port = place.coapPort, path = 'v1/r', method = 'post', key = of.psk, user = of.id, seconds = 60, scheme = 'coaps' } = {}) {
  const result = spawnSync('coap-client-openssl', ['-m', method, '-B', String(seconds), '-v', '7', ...(key ? ['-u', user, '-k', key] : []), ...words, `${scheme}://127.0.0.1:${port}/${path}`], { encoding: 'utf8', timeout: 120000 });
  const text = result.stdout + result.stderr;
  const codes = [...text.matchAll(/t:(?:ACK|NON|CON) c:([245]\.\d\d)/g)].map((match) => match[1]);
  return { code: codes.at(-1) ?? 'none', codes, text };
}

test('a confirmable message is in custody when 2.04 comes', () => {
  const { code } = client(device, ['-t', '50', '-e', '{"seq":1}']);
  assert.equal(code, '2.04');
  const [row] = newRows();
  assert.equal(row.text, '{"seq":1}');
  assert.equal(row.device, device.id);
  assert.equal(row.format, 50);
  assert.equal(row.flags & 2, 2);
  assert.equal(row.door, 'coap');
});

test('a non-confirmable message is stored and answered 2.04', async () => {
  assert.equal(client(device, ['-N', '-t', '60', '-e', 'non']).code, '2.04');
  const [row] = newRows();
  assert.equal(row.flags & 2, 0);
  assert.equal(row.format, 60);
});

test('no content format, empty body, bytes that are no JSON: taken as they are', () => {
  assert.equal(client(device, ['-e', '%00%ff%7b']).code, '2.04');
  assert.equal(client(device, []).code, '2.04');
  const rows = newRows();
  assert.deepEqual(rows[0].payload, Buffer.from([0, 255, 123]));
  assert.equal(rows[0].format, -1);
  assert.equal(rows[1].payload.length, 0);
});

test('two devices at once, 500 messages each, every one exactly as sent', async () => {
  const lines = [0, 1].map((at) => Array.from({ length: 500 }, (_, i) => `${at}:${i}`));
  const results = await Promise.all([burst(place, device, lines[0]), burst(place, other, lines[1])]);
  assert.deepEqual(results.map(({ code }) => code), [0, 0], results.map(({ error }) => error).join());
  const rows = newRows();
  for (const [at, of] of [device, other].entries()) assert.deepEqual(rows.filter((row) => row.device === of.id).map((row) => row.text).sort(), [...lines[at]].sort());
});

for (const size of [1024, 1025, 5000, 65536]) {
  test(`a ${size}-byte message comes in blocks and is in custody as one, whole`, () => {
    const text = Array.from({ length: size }, (_, i) => String.fromCharCode(97 + (i * 7 + (i >> 8)) % 26)).join('');
    writeFileSync(place.path('large'), text);
    const { code, text: log } = client(device, ['-t', '50', '-f', place.path('large')]);
    assert.equal(code, '2.04', log.slice(-3000));
    const [row, ...more] = newRows();
    assert.equal(more.length, 0);
    assert.equal(row.text, text);
    assert.equal(row.format, 50);
  });
}

for (const size of [16, 64, 512]) {
  test(`blocks of ${size} bytes, as the device wants them`, () => {
    writeFileSync(place.path('large'), 'ab'.repeat(650));
    assert.equal(client(device, ['-b', String(size), '-f', place.path('large')]).code, '2.04');
    assert.deepEqual(newRows().map((row) => row.text), ['ab'.repeat(650)]);
  });
}

test('the block-wise 2.04 comes after 2.31 for each block before the last', () => {
  writeFileSync(place.path('large'), 'x'.repeat(2500));
  assert.deepEqual(client(device, ['-f', place.path('large')]).codes, ['2.31', '2.31', '2.04']);
});

test('a message above the cap is refused with 4.13, names the cap, and leaves nothing', () => {
  writeFileSync(place.path('large'), 'x'.repeat(70000));
  const { code, text } = client(device, ['-f', place.path('large')]);
  assert.equal(code, '4.13');
  assert.match(text, /Size1:65536/);
  assert.equal(newRows().length, 0);
});

test('a device with a cap of its own is held to it', async () => {
  const small = place.addDevice({ max: 2000 });
  place.writeRoster();
  await place.rosterKnown();
  writeFileSync(place.path('large'), 'x'.repeat(2001));
  assert.equal(client(small, ['-f', place.path('large')]).code, '4.13');
  writeFileSync(place.path('large'), 'x'.repeat(2000));
  assert.equal(client(small, ['-f', place.path('large')]).code, '2.04');
  assert.equal(newRows().length, 1);
});

test('a heartbeat is in custody under its own kind', () => {
  assert.equal(client(device, ['-t', '50', '-e', '{"battery":81}'], { path: 'v1/hb' }).code, '2.04');
  const [row] = newRows();
  assert.equal(row.kind, 'hb');
  assert.equal(row.text, '{"battery":81}');
});

test('other paths and methods: 4.04, 4.05', () => {
  assert.equal(client(device, ['-e', 'x'], { path: 'v1/x' }).code, '4.04');
  assert.equal(client(device, ['-e', 'x'], { method: 'put' }).code, '4.05');
  assert.equal(client(device, [], { method: 'get' }).code, '4.05');
  assert.equal(newRows().length, 0);
});

test('wrong key, unknown identity, foreign identity with the own key, no DTLS: nothing gets in', () => {
  const seconds = 2;
  assert.equal(client(device, ['-e', 'x'], { key: other.psk, seconds }).code, 'none');
  assert.equal(client(device, ['-e', 'x'], { user: 'f'.repeat(32), seconds }).code, 'none');
  assert.equal(client(device, ['-e', 'x'], { user: other.id, seconds }).code, 'none');
  assert.equal(client(device, ['-e', 'x'], { user: device.id.toUpperCase(), seconds }).code, 'none');
  assert.equal(client(device, ['-e', 'x'], { key: null, scheme: 'coap', seconds }).code, 'none');
  assert.equal(newRows().length, 0);
});

test('the door has one network socket: its DTLS port', () => {
  const process = `/proc/${place.coap.child.pid}`;
  const own = new Set(readdirSync(`${process}/fd`).map((fd) => { try { return readlinkSync(`${process}/fd/${fd}`); } catch { return ''; } }));
  const found = ['udp', 'udp6', 'tcp', 'tcp6', 'raw', 'raw6'].flatMap((kind) => readFileSync(`${process}/net/${kind}`, 'utf8').split('\n').slice(1)
    .map((line) => line.trim().split(/\s+/)).filter((words) => own.has(`socket:[${words[9]}]`)).map((words) => `${kind} ${words[1]}`));
  assert.deepEqual(found, [`udp 0100007F:${place.coapPort.toString(16).toUpperCase().padStart(4, '0')}`]);
});

// A path that loses the first answer after the handshake (DTLS content type 23 = application data).
async function lossyPath() {
  const port = await freePort();
  const front = createSocket('udp4');
  const back = createSocket('udp4');
  let lost = 0;
  let peer;
  front.on('message', (bytes, from) => { peer = from; back.send(bytes, place.coapPort, '127.0.0.1'); });
  back.on('message', (bytes) => {
    if (bytes[0] === 23 && lost++ === 0) return;
    front.send(bytes, peer.port, peer.address);
  });
  await new Promise((done) => { front.bind(port, '127.0.0.1', done); });
  return { port, lost: () => lost, close: () => { front.close(); back.close(); } };
}

test('an answer lost on the way: the repeat gets 2.04 again and is not stored again', async () => {
  const path = await lossyPath();
  const result = await burst({ coapPort: path.port }, device, ['once only']);
  path.close();
  assert.equal(result.code, 0, result.error);
  assert.ok(path.lost() >= 2, 'the first answer was lost and a second one came');
  assert.deepEqual(newRows().map((row) => row.text), ['once only']);
});

test('a revoked device loses its session and gets no new one', async () => {
  const lost = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  assert.equal(client(lost, ['-e', 'before']).code, '2.04');
  lost.state = 'revoked';
  place.writeRoster();
  await place.rosterKnown();
  assert.equal(client(lost, ['-e', 'after'], { seconds: 2 }).code, 'none');
  assert.equal(client(device, ['-e', 'others go on']).code, '2.04');
  assert.deepEqual(newRows().map((row) => row.text), ['before', 'others go on']);
});

// One request a second on one session; the device loses its right in between.
async function refusedWithinItsSession(lose) {
  const lost = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const child = spawn('coap-client-openssl', ['-m', 'post', '-G', '60', '-B', '120', '-u', lost.id, '-k', lost.psk, '-e', 'tick', `coaps://127.0.0.1:${place.coapPort}/v1/r`], { stdio: 'ignore' });
  await until(() => newRows().length > 1, 'a second message of the session: it goes on as long as nobody ends it');
  lose(lost);
  place.writeRoster();
  await place.rosterKnown();
  const count = newRows().length;
  await pause(2500);
  assert.equal(newRows().length, count);
  child.kill();
}

test('a revoked device is refused within its open session', () => refusedWithinItsSession((device) => { device.state = 'revoked'; }));

test('a session opened with a secret that was replaced ends', () => refusedWithinItsSession((device) => { device.psk = 'e'.repeat(64); }));

test('stopped cleanly and killed: everything is there for a reader', async () => {
  assert.equal(client(device, ['-e', 'before the stop']).code, '2.04');
  assert.equal((await place.coap.end()).code, 0);
  assert.equal(place.dump('coap').rows.at(-1).text, 'before the stop');
  await place.startCoap();
  assert.equal(client(device, ['-e', 'before the kill']).code, '2.04');
  await place.coap.end('SIGKILL');
  assert.equal(place.dump('coap').rows.at(-1).text, 'before the kill');
  await place.startCoap();
});

test('trimmed to empty and restarted: no sequence comes twice', async () => {
  assert.equal(client(device, ['-e', 'x']).code, '2.04');
  const { bounds } = place.dump('coap');
  await until(() => { place.trim('coap', bounds.newest); return place.dump('coap').rows.length === 0; }, 'the trim');
  await place.coap.end();
  await place.startCoap();
  assert.equal(client(device, ['-e', 'y']).code, '2.04');
  const { rows } = place.dump('coap');
  assert.equal(rows.length, 1);
  assert.ok(rows[0].sequence > bounds.last);
});

test('case 51: a device that sends too often gets 4.29 with Max-Age, is let in again, and others are not held back', async () => {
  await place.coap.end();
  await place.startCoap({ more: ['--rate', '1', '--burst', '3'] });
  const { refused, error } = await burst(place, device, Array.from({ length: 100 }, (_, n) => String(n))); // faster than one a second on any machine
  assert.equal(refused, '4.29', error);
  assert.match(error, /^refused 4\.29 max-age [1-3]$/m);
  const taken = (of) => newRows().filter((row) => row.device === of.id).length;
  await until(() => taken(device) >= 3, 'the first three');
  assert.equal(client(other, ['-e', 'mine']).code, '2.04');
  assert.equal(taken(other), 1);
  assert.ok(taken(device) < 100, `${taken(device)} taken`);
  await pause(2100);
  assert.equal(client(device, ['-e', 'later']).code, '2.04');
  writeFileSync(place.path('large'), 'x'.repeat(30000));
  await pause(1100); // a second's worth of messages again
  assert.equal(client(device, ['-f', place.path('large')]).code, '2.04', 'blocks of one message count once');
  await place.coap.end();
  await place.startCoap();
});

test('wrong options end with a clear line and status', async () => {
  await place.coap.end();
  const { status, stderr } = spawnSync(place.coap.child.spawnfile, ['--listen', 'nonsense'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /usage: sostegno-coap/);
});
