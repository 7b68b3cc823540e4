// SPDX-License-Identifier: EUPL-1.2
// Starts, stops and describes the demo node below .demo/; server/demo has built everything before.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Loopback, portTaken, source } from './loopback.mjs';

const options = { port: 8080, speed: 60 };
for (let at = 2; at < process.argv.length; at++) {
  const word = process.argv[at];
  if (word === '--port' || word === '--speed') {
    const value = Number(process.argv[++at]);
    if (!Number.isInteger(value) || value < 1 || value > 65000) fail(`${word} wants a number`);
    options[word.slice(2)] = value;
    options[`${word.slice(2)}Given`] = true;
  } else if (['--down', '--reset', '--logins', '--no-install'].includes(word)) options[word.slice(2)] = true;
  else fail(`unknown option ${word}; see server/demo --help`);
}

function fail(text) {
  console.error(`server/demo: ${text}`);
  process.exit(1);
}

// The tests run the demo of the sanitizer build in a folder of their own.
const directory = process.env.HOUSE_DEMO ?? join(source, '.demo');
const remembered = join(directory, 'demo.json');
const memory = existsSync(remembered) ? JSON.parse(readFileSync(remembered, 'utf8')) : {};
if (memory.port && !options.portGiven) options.port = memory.port;

const node = new Loopback({
  directory,
  build: process.env.HOUSE_BUILD ?? join(source, '.build', 'release'),
  www: join(source, '.build', 'www'),
  ports: { http: options.port, mqtt: options.port + 1, coap: options.port + 2, mqttCertificate: options.port + 3, mqttPsk: options.port + 4 },
  speed: options.speed * 1000,
});
const PARTS = ['fleet', 'server', 'coap', 'broker'];

async function down() {
  for (const part of PARTS) await node.stop(part);
}

// Accounts of the demo with a new one-time password each; only hashes are kept, so this is the one time to read them.
function logins() {
  const rows = JSON.parse(node.sostegno(['demo', 'logins', '--json']));
  const width = Math.max(...rows.map(({ username }) => username.length));
  console.log('\nlog-ins (the passwords are new, random, and stored nowhere; server/demo --logins makes others):');
  for (const { username, role, password } of rows) {
    const app = role === 'family' ? '/' : '/staff/';
    console.log(`  ${username.padEnd(width)}  ${password}  ${role.padEnd(21)} ${node.url}${app}`);
  }
}

async function up() {
  if (memory.port && memory.port !== options.port) await down();
  if (options.speedGiven && node.running('server')) fail('the pace of time is set at a start: server/demo --down, then again with --speed');
  for (const [name, port] of Object.entries(node.ports)) {
    const part = { http: 'server', coap: 'coap' }[name] ?? 'broker';
    if (!node.running(part) && portTaken(port, name === 'coap' ? 'udp' : 'tcp'))
      fail(`port ${port} (${name}) is taken by another program; choose others with --port N`);
  }
  // The list of devices is the last thing that the invented data bring: without it a first start was interrupted.
  const fresh = !existsSync(node.path('devices.tsv'));
  if (fresh) {
    await down();
    for (const part of ['data', 'inbox']) rmSync(join(directory, part), { recursive: true, force: true });
  }
  node.prepare();
  if (options.speedGiven) node.changeSpeed();
  writeFileSync(remembered, JSON.stringify({ port: options.port }));
  if (fresh) node.sostegno(['demo', 'seed', '--devices', node.path('devices.tsv')]);
  if (!node.running('server')) node.start('server');
  await node.ready();
  if (!node.running('broker')) node.start('broker');
  await node.brokerReady();
  if (!node.running('coap')) node.start('coap');
  await node.coapReady();
  node.writeTour(node.path('tour.env'));
  node.fleetArguments = ['--devices', node.path('devices.tsv'), '--mqtt', `127.0.0.1:${node.ports.mqtt}`, '--cafile', node.path('tls', 'ca.crt'),
    '--coap', `127.0.0.1:${node.ports.coap}`, '--clock', node.path('clock'), '--seed', '1', ...(fresh ? ['--days-back', '30'] : [])];
  if (!node.running('fleet')) node.start('fleet');
  for (const part of ['broker', 'coap', 'fleet'])
    if (!node.running(part)) fail(`${part} did not start:\n${node.logTail(part)}`);
  console.log(`Sostegno runs with invented data below ${directory.startsWith(source) ? '.demo' : directory}/

  families  ${node.url}/
  staff     ${node.url}/staff/
  meters    mqtts://127.0.0.1:${node.ports.mqtt}  coaps://127.0.0.1:${node.ports.coap}`);
  if (fresh) logins();
  console.log(`\n${fresh ? '' : 'new passwords: server/demo --logins; '}stop it with: server/demo --down`);
}

try {
  if (options.reset) {
    await down();
    rmSync(directory, { recursive: true, force: true });
  }
  if (options.down) await down();
  else if (options.logins) {
    if (!node.running('server')) fail('the demo is not running; start it with server/demo');
    logins();
  } else await up();
} catch (fault) {
  fail(`${fault.message}${fault.stderr ? `\n${fault.stderr}` : ''}`);
}
