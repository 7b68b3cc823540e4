// SPDX-License-Identifier: EUPL-1.2
// The CoAP door case by case (RFC 7252, 7959, 9175; telemonitoring §1.1 and §5 case 44) with two foreign clients: npm
// coap and its codec over the probe's plain port, coap-client of libcoap over DTLS. Each case says what comes back and
// what is in custody afterwards.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Agent, request as npmRequest } from 'coap';
import { generate, parse } from 'coap-packet';
import { portTaken } from '../../server/loopback.mjs';
import { Place, build, pause, until } from './place.mjs';
import { freePort } from '../ports.mjs';

let place;
let device;
let wire;
let mid = 1;

// One UDP peer of a port; `ask` sends bytes and gives what came back: as many as `count`, and what comes within `more` ms after them.
// Where no answer is wanted (`none`) a ping follows: the server answers in turn, so that what came before its answer is all.
let pings = 0xe000;
async function peer(port) {
  const socket = createSocket('udp4');
  const got = [];
  socket.on('error', () => {}); // the port of a server that has ended
  socket.on('message', (bytes) => { got.push(bytes); });
  await new Promise((done) => { socket.connect(port, '127.0.0.1', done); });
  return {
    async ask(bytes, { patience = 60000, count = 1, none = false, more = 0 } = {}) {
      got.length = 0;
      for (const one of Array.isArray(bytes) ? bytes : [bytes]) socket.send(one);
      const first = pings;
      const pong = (one) => one.length === 4 && one[0] === 0x70 && one.readUInt16BE(2) >= first && one.readUInt16BE(2) < pings;
      const begun = Date.now();
      const end = begun + patience;
      while (!(none ? got.some(pong) : got.length >= count) && Date.now() < end) {
        // Not every one is answered: what came before may have been taken for the beginning of an exchange.
        if (none && Date.now() - begun >= 250 * (pings - first)) socket.send(Buffer.from([0x40, 0, pings >> 8, pings++ & 255]));
        await pause(5);
      }
      if (more) await pause(more);
      return got.filter((one) => !pong(one));
    },
    close: () => socket.close(),
  };
}

before(async () => {
  place = new Place();
  device = place.addDevice({ every: 900 });
  place.writeRoster();
  writeFileSync(place.path('clock'), 'domain 1 0 86400000000 1000\n'); // a day ahead
  await place.startCoap({ speaker: device, more: ['--clock', place.path('clock')] });
  await place.startCoap();
  wire = await peer(place.plainPort);
});
after(async () => {
  wire?.close();
  await place.close();
});

const uint = (value) => {
  const bytes = [];
  for (let left = value; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.from(bytes);
};
const path = (text) => text.split('/').map((segment) => ({ name: 'Uri-Path', value: Buffer.from(segment) }));
const block1 = (number, more, szx) => ({ name: 'Block1', value: uint(number * 16 + (more ? 8 : 0) + szx) });
const block2 = (number, szx) => ({ name: 'Block2', value: uint(number * 16 + szx) });
const format = (number) => ({ name: 'Content-Format', value: uint(number) });
const size1 = (value) => ({ name: 'Size1', value: uint(value) });
const tag = (text) => ({ name: '292', value: Buffer.from(text) });
const hex = (text) => Buffer.from(text.replaceAll(' ', ''), 'hex');

// A request as bytes; by default a confirmable POST of one small message.
function make({ code = '0.02', at = 'v1/r', options = [], payload = '{"x":1}', confirmable = true, id = ++mid, token = `t${mid}` } = {}) {
  return generate({ code, confirmable, messageId: id, token: Buffer.from(token), options: [...path(at), ...options], payload: Buffer.from(payload) }, 1400);
}
const text = (packet) => (packet === undefined ? 'nothing' : packet.reset ? 'RST' : packet.code);
async function answerTo(words, more) {
  const [bytes] = await wire.ask(Buffer.isBuffer(words) ? words : make(words), more);
  return bytes && parse(bytes);
}
const rowsOf = (door) => place.dump(door).rows;
const option = (packet, name) => packet.options.find((one) => one.name === name)?.value;

const POST = {};
const get = (at, ...options) => ({ code: '0.01', at, options, payload: '' });
const body = (length, from = 97) => Buffer.from(Array.from({ length }, (_, i) => from + (i * 5 + (i >> 6)) % 26));
const big = body(160);
const part = (number, more, { szx = 0, of = big, options = [], ...rest } = {}) => ({
  options: [block1(number, more, szx), ...options], payload: of.subarray(number << (szx + 4), (number + 1) << (szx + 4)), ...rest });

// name, what is sent, what comes back, rows in custody. A list of requests has a list of answers.
const CASES = [
  // messages, RFC 7252 §4
  ['a confirmable message', POST, '2.04', 1],
  ['a non-confirmable one', { confirmable: false }, '2.04', 1],
  ['an empty payload', { payload: '' }, '2.04', 1],
  ['bytes that are nothing', { payload: Buffer.from([0, 255, 1]) }, '2.04', 1],
  ['no token', { token: '' }, '2.04', 1],
  ['a token of eight bytes', { token: '12345678' }, '2.04', 1],
  ['1,100 bytes in one datagram', { payload: body(1100) }, '2.04', 1],
  ['1,300 bytes in one datagram: blocks are for that', { payload: body(1300) }, 'RST', 0],
  ['the same message id twice', [{ id: 60001, token: 'a' }, { id: 60001, token: 'a' }], ['2.04', '2.04'], 1],
  ['the same message id without confirmation, three times', Array(3).fill({ id: 60002, token: 'a', confirmable: false }), ['2.04', '2.04', '2.04'], 1],
  ['the same message id with another content: the device restarted', [{ id: 60003, payload: 'one' }, { id: 60003, payload: 'two' }], ['2.04', '2.04'], 2],
  ['a ping', hex('40 00 12 34'), 'RST', 0],
  ['an acknowledgement of nothing', hex('60 00 12 34'), 'nothing', 0],
  ['a reset of nothing', hex('70 00 12 34'), 'nothing', 0],
  ['a response nobody asked for', hex('41 45 12 35 aa'), 'no success', 0],
  ['version 2 of the protocol', hex('81 02 12 36 aa b1 76 31'), 'no success', 0],
  ['three bytes', hex('40 02 12'), 'nothing', 0],
  ['an empty datagram', Buffer.alloc(0), 'nothing', 0],
  ['a token length of nine', hex('49 02 12 37 010203040506070809'), 'no success', 0],
  ['a token longer than the message', hex('48 02 12 38 0102'), 'no success', 0],
  ['an empty message with bytes behind it', hex('40 00 12 39 ff 01'), 'no success', 0],
  ['a payload marker without payload', hex('40 02 12 3a b2 7631 01 72 ff'), 'no success', 0],
  ['an option longer than the message', hex('40 02 12 3b b9 76'), 'no success', 0],
  ['an option of reserved length', hex('40 02 12 3c bf 76'), 'no success', 0],
  ['an option of reserved delta', hex('40 02 12 3d f1 76'), 'no success', 0],
  ['a request code without a meaning', { code: '0.31' }, '4.05', 0],
  // options, RFC 7252 §5.4
  ['a critical option nobody knows', { options: [{ name: '2049', value: Buffer.from('x') }] }, '4.02', 0],
  ['the same without confirmation', { confirmable: false, options: [{ name: '2049', value: Buffer.from('x') }] }, 'RST', 0],
  ['an elective option nobody knows', { options: [{ name: '2048', value: Buffer.from('x') }] }, '2.04', 1],
  ['If-Match', { options: [{ name: 'If-Match', value: Buffer.from('x') }] }, '4.02', 0],
  ['If-None-Match', { options: [{ name: 'If-None-Match', value: Buffer.alloc(0) }] }, '4.02', 0],
  ['a query', { options: [{ name: 'Uri-Query', value: Buffer.from('device=1') }] }, '4.02', 0],
  ['Accept twice', { options: [{ name: 'Accept', value: uint(50) }, { name: 'Accept', value: uint(60) }] }, '4.02', 0],
  ['Uri-Host and Uri-Port', { options: [{ name: 'Uri-Host', value: Buffer.from('door.example') }, { name: 'Uri-Port', value: uint(5684) }] }, '2.04', 1],
  ['Proxy-Uri', { options: [{ name: 'Proxy-Uri', value: Buffer.from('coap://door.example/v1/r') }] }, '5.05', 0],
  ['Proxy-Scheme', { options: [{ name: 'Proxy-Scheme', value: Buffer.from('http') }] }, '5.05', 0],
  // paths and methods
  ['another case of the path', { at: 'V1/R' }, '4.04', 0],
  ['half of the path', { at: 'v1' }, '4.04', 0],
  ['an empty segment behind the path', { at: 'v1/r/' }, '4.04', 0],
  ['a segment behind the path', { at: 'v1/r/x' }, '4.04', 0],
  ['a path through a parent', { at: 'v1/x/../r' }, '4.04', 0],
  ['GET of the readings', get('v1/r'), '4.05', 0],
  ['PUT', { code: '0.03' }, '4.05', 0],
  ['DELETE', { code: '0.04', payload: '' }, '4.05', 0],
  ['FETCH', { code: '0.05' }, '4.05', 0],
  ['DELETE of what is not there', { code: '0.04', at: 'v1/x', payload: '' }, '4.04', 0],
  ['PUT of what is not there', { code: '0.03', at: 'v1/x' }, '4.04', 0],
  // content formats
  ...[0, 42, 50, 60, 110, 112, 65001, 65002].map((number) => [`content format ${number}`, { options: [format(number)] }, '2.04', 1]),
  ...[41, 47, 11050, 65000].map((number) => [`content format ${number}`, { options: [format(number)] }, '4.15', 0]),
  // heartbeat, configuration, time
  ['a heartbeat without confirmation', { at: 'v1/hb', confirmable: false, payload: '{"battery":81}' }, '2.04', 1],
  ['GET of the heartbeat', get('v1/hb'), '4.05', 0],
  ['the configuration', get('v1/cfg'), '2.05', 0],
  ['the configuration to be observed', get('v1/cfg', { name: 'Observe', value: Buffer.alloc(0) }), '2.05', 0],
  ['the configuration in XML', get('v1/cfg', { name: 'Accept', value: uint(41) }), '4.06', 0],
  ['a block of the configuration that is not there', get('v1/cfg', block2(9, 0)), '4.00', 0],
  ['POST to the configuration', { at: 'v1/cfg' }, '4.05', 0],
  ['the time', get('v1/time'), '2.05', 0],
  // blocks, RFC 7959 (case 44)
  ['a first block that is the only one', part(0, false, { of: body(16) }), '2.04', 1],
  ['ten blocks without Size1', [...Array(10).keys()].map((n) => part(n, n < 9)), [...Array(9).fill('2.31'), '2.04'], 1],
  ['ten blocks without confirmation', [...Array(10).keys()].map((n) => part(n, n < 9, { confirmable: false })), [...Array(9).fill('2.31'), '2.04'], 1],
  ['a block in the middle of nothing', part(3, true), '4.08', 0],
  ['a missing block', [part(0, true), part(2, true), part(9, false)], ['2.31', '4.08', '4.08'], 0],
  ['the last block alone', part(9, false), '4.08', 0],
  ['a repeated block', [part(0, true), part(1, true, { id: 61001 }), part(1, true, { id: 61001 }), part(2, false)], ['2.31', '2.31', '2.31', '2.04'], 1],
  ['the last block repeated', [part(0, true), part(1, false, { id: 61002, token: 'z' }), part(1, false, { id: 61002, token: 'z' })], ['2.31', '2.04', '2.04'], 1],
  ['the ids of an upload used again by the next, with the same last block: both are taken',
    [65, 66].flatMap((letter) => [part(0, true, { id: 61010, token: 'r', of: body(160, letter) }), part(1, false, { id: 61011, token: 'r' })]), ['2.31', '2.04', '2.31', '2.04'], 2],
  ['a block in the middle that looks like the last one of before', [part(0, true, { id: 61020 }), part(1, false, { id: 61021, token: 's' }), part(0, true, { id: 61022, of: body(160, 67) }),
    part(1, true, { id: 61021, token: 's' }), part(2, false)], ['2.31', '2.04', '2.31', '2.31', '2.04'], 2],
  ['a block with other bytes than before', [part(0, true), part(1, true), part(1, true, { of: body(160, 65) })], ['2.31', '2.31', '4.08'], 0],
  ['another content format midway', [part(0, true, { options: [format(50)] }), part(1, false, { options: [format(60)] })], ['2.31', '4.08'], 0],
  ['smaller blocks midway', [part(0, true, { szx: 2 }), part(4, true), part(5, false)], ['2.31', '2.31', '2.04'], 1],
  ['two transfers mixed without Request-Tag', [part(0, true), part(0, true, { of: body(160, 65) }), part(1, true), part(1, false, { of: body(160, 65) })], ['2.31', '2.31', '2.31', '4.08'], 0],
  ['two transfers with Request-Tags', [part(0, true, { options: [tag('a')] }), part(0, true, { options: [tag('b')] }), part(1, false, { options: [tag('a')] }), part(1, false, { options: [tag('b')] })], ['2.31', '2.31', '2.04', '2.04'], 2],
  ['transfers to two paths', [part(0, true), part(0, true, { at: 'v1/hb' }), part(1, false), part(1, false, { at: 'v1/hb' })], ['2.31', '2.31', '2.04', '2.04'], 2],
  ['a Size1 of 4 GiB', part(0, true, { options: [size1(0xfffffffe)] }), '4.13', 0],
  ['a Size1 below what comes', [part(0, true, { options: [size1(3)] }), part(1, false)], ['2.31', '2.04'], 1],
  ['a Size1 just above the cap', part(0, true, { options: [size1(65537)] }), '4.13', 0],
  ['a block far behind the cap', { options: [block1(1048575, true, 0)], payload: body(16) }, '4.13', 0],
  ['the reserved block size', { options: [block1(0, false, 7)] }, '4.00', 0],
  ['a block that is too short', { options: [block1(0, true, 1)], payload: body(31) }, '4.00', 0],
  ['a block that is too long', { options: [block1(0, false, 0)], payload: body(17) }, '4.00', 0],
  ['Block1 twice', { options: [block1(0, true, 0), block1(0, true, 0)], payload: body(16) }, '4.02', 0],
  ['Block1 of four bytes', { options: [{ name: 'Block1', value: Buffer.alloc(4, 1) }], payload: body(16) }, 'no success', 0],
];

for (const [name, sent, wanted, rows] of CASES) {
  test(`npm: ${name}: ${[wanted].flat().slice(-1)}`, async () => {
    const before = rowsOf('plain').length;
    const requests = Array.isArray(sent) ? sent : [sent];
    const answers = [];
    for (const one of requests) answers.push(text(await answerTo(one, wanted === 'nothing' || wanted === 'no success' ? { none: true } : undefined)));
    if (wanted === 'no success') for (const answer of answers) assert.match(answer, /^(nothing|RST|0\.00|4\.)/);
    else assert.deepEqual(answers, [wanted].flat());
    assert.equal(rowsOf('plain').length - before, rows);
  });
}

test('what came in blocks is in custody byte for byte, with its content format', async () => {
  const whole = body(3000);
  for (let n = 0; n < 6; n++) assert.equal(text(await answerTo(part(n, n < 5, { szx: 5, of: whole, options: [format(60)] }))), n < 5 ? '2.31' : '2.04');
  const row = rowsOf('plain').at(-1);
  assert.deepEqual(row.payload, whole);
  assert.equal(row.format, 60);
  assert.equal(row.device, device.id);
});

test('acknowledgements carry message id and token, Block1 as asked; a repeat gets the same bytes', async () => {
  await answerTo(part(0, true, { token: 'k' }));
  const last = make(part(1, false, { id: 62001, token: 'k' }));
  const [first] = await wire.ask(last);
  const [second] = await wire.ask(last);
  const packet = parse(first);
  assert.deepEqual([packet.ack, packet.messageId, packet.token.toString(), packet.payload.length], [true, 62001, 'k', 0]);
  assert.deepEqual(option(packet, 'Block1'), uint(16));
  assert.deepEqual(second, first);
});

test('4.13 names the cap', async () => {
  const refused = await answerTo(part(0, true, { options: [size1(70000)] }));
  assert.deepEqual(option(refused, 'Size1'), uint(65536));
});

test('the configuration: JSON, CBOR, known by its ETag, in blocks as small as asked', async () => {
  const json = await answerTo(get('v1/cfg'));
  assert.deepEqual(JSON.parse(json.payload), { maxMessage: 65536, reportEvery: 900 });
  assert.deepEqual(option(json, 'Content-Format'), uint(50));
  const etag = option(json, 'ETag');
  assert.equal(etag.length, 8);
  const again = await answerTo(get('v1/cfg', { name: 'ETag', value: etag }));
  assert.equal(again.code, '2.03');
  assert.equal(again.payload.length, 0);
  assert.deepEqual(option(again, 'ETag'), etag);
  assert.equal((await answerTo(get('v1/cfg', { name: 'ETag', value: Buffer.from('other') }))).code, '2.05');
  const cbor = await answerTo(get('v1/cfg', { name: 'Accept', value: uint(60) }));
  assert.deepEqual(cbor.payload, Buffer.concat([hex('a2 6a'), Buffer.from('maxMessage'), hex('1a00010000 6b'), Buffer.from('reportEvery'), hex('190384')]));
  let joined = Buffer.alloc(0);
  for (let n = 0, more = true; more; n++) {
    const piece = await answerTo(get('v1/cfg', block2(n, 0)));
    assert.deepEqual(option(piece, 'ETag'), etag);
    more = (option(piece, 'Block2').at(-1) & 8) !== 0;
    joined = Buffer.concat([joined, piece.payload]);
  }
  assert.deepEqual(joined, json.payload);
});

test('the time is the domain clock, to the second, and not to be kept', async () => {
  const packet = await answerTo(get('v1/time'));
  const { time, unix } = JSON.parse(packet.payload);
  assert.ok(Math.abs(unix - (Date.now() / 1000 + 86400)) < 60, `${time} is a day ahead`);
  assert.equal(new Date(unix * 1000).toISOString().replace('.000', ''), time);
  assert.deepEqual(option(packet, 'Max-Age'), Buffer.alloc(0));
});

test('nothing is observed', async () => {
  const packet = await answerTo(get('v1/cfg', { name: 'Observe', value: Buffer.alloc(0) }));
  assert.equal(option(packet, 'Observe'), undefined);
});

// npm's own client: its retries, its tokens, its splitting of answers.
const npm = (words, payload = '') => new Promise((done, fail) => {
  const request = npmRequest({ hostname: '127.0.0.1', port: place.plainPort, agent: new Agent({ type: 'udp4' }), ...words });
  request.on('response', (response) => { done({ code: response.code, payload: response.payload }); });
  request.on('error', fail);
  request.end(payload);
});

test('npm client: readings, heartbeat, configuration, refusals', async () => {
  const before = rowsOf('plain').length;
  assert.equal((await npm({ method: 'POST', pathname: '/v1/r', options: { 'Content-Format': 'application/json' } }, '{"npm":1}')).code, '2.04');
  assert.equal((await npm({ method: 'POST', pathname: '/v1/hb', confirmable: false }, '{}')).code, '2.04');
  assert.equal((await npm({ method: 'GET', pathname: '/v1/cfg' })).code, '2.05');
  assert.equal((await npm({ method: 'PUT', pathname: '/v1/r' })).code, '4.05');
  assert.equal((await npm({ method: 'GET', pathname: '/v1/none' })).code, '4.04');
  assert.deepEqual(rowsOf('plain').slice(before).map((row) => [row.kind, row.text]), [['', '{"npm":1}'], ['hb', '{}']]);
});

// coap-client of libcoap over DTLS: the last code it printed.
function libcoap(method, at, ...words) {
  const run = spawnSync('coap-client-openssl', ['-m', method, '-B', words.includes('-P') || words.includes('2049,x') ? '8' : '60', '-v', '7', '-u', device.id, '-k', device.psk, ...words, `coaps://127.0.0.1:${place.coapPort}/${at}`], { encoding: 'utf8', timeout: 120000 });
  return [...(run.stdout + run.stderr).matchAll(/t:(?:ACK|NON|CON) c:([245]\.\d\d)/g)].at(-1)?.[1] ?? 'nothing';
}

const DTLS = [
  ['post', 'v1/r', ['-e', 'x'], '2.04', 1], ['post', 'v1/r', ['-N', '-e', 'x'], '2.04', 1], ['post', 'v1/hb', ['-e', '{}'], '2.04', 1],
  ['post', 'v1/r', ['-T', 'abcdefgh', '-e', 'x'], '2.04', 1], ['post', 'v1/r', ['-t', '60', '-e', '%A0'], '2.04', 1],
  ['post', 'v1/r', ['-t', '41', '-e', 'x'], '4.15', 0], ['post', 'v1/r', ['-O', '2049,x', '-e', 'x'], '4.02', 0], ['post', 'v1/r', ['-O', '2048,x', '-e', 'x'], '2.04', 1],
  ['post', 'v1/r', ['-O', '1,x', '-e', 'x'], '4.02', 0], ['post', 'v1/r?a=b', ['-e', 'x'], '4.02', 0], ['post', 'v1/R', ['-e', 'x'], '4.04', 0],
  ['put', 'v1/hb', ['-e', 'x'], '4.05', 0], ['delete', 'v1/x', [], '4.04', 0], ['get', 'v1/cfg', [], '2.05', 0], ['get', 'v1/cfg', ['-A', '60'], '2.05', 0],
  ['get', 'v1/cfg', ['-A', '41'], '4.06', 0], ['get', 'v1/cfg', ['-b', '16'], '2.05', 0], ['get', 'v1/time', [], '2.05', 0],
  ['get', 'v1/cfg', ['-P', 'coap://elsewhere.example'], 'nothing', 0], ['fetch', 'v1/r', ['-e', 'x'], '4.05', 0],
];
for (const [method, at, words, wanted, rows] of DTLS) {
  test(`libcoap: ${method} ${at} ${words.join(' ')}: ${wanted}`, () => {
    const before = rowsOf('coap').length;
    assert.equal(libcoap(method, at, ...words), wanted);
    assert.equal(rowsOf('coap').length - before, rows);
  });
}

test('before the handshake nobody is sent more than they sent: a cookie is asked for first', async () => {
  // A ClientHello without a cookie, as from a forged address: version, random, and every suite of PSK.
  const hello = (length) => {
    const inner = Buffer.concat([hex('fefd'), Buffer.alloc(32, 7), hex('00 00 0004 00a8 c0a8 01 00'), Buffer.alloc(length)]);
    const size = Buffer.from([inner.length >> 16, inner.length >> 8 & 255, inner.length & 255]);
    const handshake = Buffer.concat([hex('01'), size, hex('0000 000000'), size, inner]);
    return Buffer.concat([hex('16 feff 0000 000000000000'), Buffer.from([handshake.length >> 8, handshake.length & 255]), handshake]);
  };
  const stranger = await peer(place.coapPort);
  const asked = hello(0);
  const answers = await stranger.ask(asked, { more: 600 });
  assert.equal(answers.length, 1);
  assert.equal(answers[0][13], 3, 'HelloVerifyRequest');
  assert.ok(answers[0].length <= asked.length + 32, `${answers[0].length} bytes for ${asked.length}`);
  for (const noise of [Buffer.alloc(1), Buffer.alloc(1400, 22), make(POST), hex('17 fefd 0001 000000000000 0004 00000000')])
    assert.deepEqual(await stranger.ask(noise, { count: 0, more: 150 }), [], 'plain CoAP and noise get no answer');
  stranger.close();
});

// The faults of libcoap 4.3.1 (telemonitoring §0), shown on a server that leaves blocks to it, then tried on the door.
const memory = (pid) => Number(/VmSize:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

async function single() {
  const port = await freePort();
  const child = spawn(`${build}/probes/coap_single_body`, [String(port)], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0' } });
  const server = { port, pid: child.pid, calls: '', stop: () => child.kill() };
  child.once('close', (code, signal) => { server.ended = signal ?? code; }); // all that it said has been read
  child.stdout.on('data', (bytes) => { server.calls += bytes; });
  await until(() => portTaken(port, 'udp'), 'the server of libcoap');
  return server;
}

async function attack(port) {
  const attacker = await peer(port);
  const size = 160;
  const blocks = (sized) => [0, 1, 2].map((n) => make({ ...part(n, n < 2, { szx: 2 }), ...(sized ? { options: [block1(n, n < 2, 2), size1(size)] } : {}) }));
  for (const bytes of [...blocks(false), ...blocks(true), ...blocks(true)]) await attacker.ask(bytes, { patience: 250 });
  attacker.close();
}

test('libcoap fault: without Size1 every block is a whole message to it, and a sized upload behind that ends it; the door lives and has all', async () => {
  const theirs = await single();
  await attack(theirs.port);
  await until(() => theirs.ended !== undefined, 'it ends');
  assert.ok(theirs.calls.startsWith('0 64 64\n0 64 64\n0 32 32\n'), theirs.calls);
  assert.equal(theirs.ended, 'SIGSEGV');
  const before = rowsOf('plain').length;
  await attack(place.plainPort);
  assert.equal(text(await answerTo(POST)), '2.04');
  assert.deepEqual(rowsOf('plain').slice(before).map((row) => row.payload.length), [160, 160, 160, 7]);
});

test('libcoap fault: a Size1 of 4 GiB makes it grow by as much; the door does not', async () => {
  const theirs = await single();
  const bytes = make(part(0, true, { options: [size1(0xfffffffe)] }));
  const from = memory(theirs.pid);
  const attacker = await peer(theirs.port);
  await attacker.ask(bytes, { patience: 0 });
  await until(() => memory(theirs.pid) - from > 3_900_000, 'theirs grows');
  attacker.close();
  theirs.stop();
  const before = memory(place.plain.child.pid);
  assert.equal((await wire.ask(bytes)).length, 1);
  assert.ok(memory(place.plain.child.pid) - before < 10_000);
});

test('libcoap fault: a repeated confirmable message reaches its handler twice; the door stores it once', async () => {
  const theirs = await single();
  const twice = make({ id: 63001, token: 'd' });
  const attacker = await peer(theirs.port);
  await attacker.ask(twice);
  await attacker.ask(twice);
  await until(() => theirs.calls.split('\n').length > 2, 'both are told');
  attacker.close();
  theirs.stop();
  assert.equal(theirs.calls, '0 7 7\n0 7 7\n');
  const before = rowsOf('plain').length;
  const [first] = await wire.ask(twice);
  assert.deepEqual(await wire.ask(twice), [first]);
  assert.equal(rowsOf('plain').length - before, 1);
});

test('a flood of first blocks holds a bounded number of transfers, and others are served', async () => {
  const flood = [...Array(300).keys()].map((n) => make(part(0, true, { options: [tag(`f${n}`)] })));
  await wire.ask(flood, { none: true });
  assert.equal(text(await answerTo(POST)), '2.04');
  assert.equal(text(await answerTo(part(1, false, { options: [tag('f0')] }))), '4.08', 'the oldest gave way');
  assert.equal(text(await answerTo(part(1, false, { options: [tag('f299')] }))), '2.04');
});
