// SPDX-License-Identifier: EUPL-1.2
// A node of its own for one test file: ports of its own, a folder below /tmp, the sanitizer build.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Loopback, source } from '../server/loopback.mjs';
import { Client } from './api/contract.mjs';
import { eventually } from './api/story.mjs';
import { freePort } from './ports.mjs';

const build = process.env.HOUSE_BUILD ?? join(source, '.build', 'asan');
const www = process.env.HOUSE_WWW ?? join(source, '.build', 'www');

export class House extends Loopback {
  // A test that is killed leaves nobody behind: the kernel ends its processes with it.
  start(part, wrapper = []) { return super.start(part, ['setpriv', '--pdeathsig', 'KILL', ...wrapper]); }

  // Signs in; `name` is a user name of the demo data.
  async client(name) {
    const client = new Client(this.url);
    await client.login(name, this.password(name));
    return client;
  }

  anonymous() { return new Client(this.url); }

  password(name) {
    const login = this.logins.find(({ username }) => username === name);
    if (!login) throw new Error(`no log-in '${name}'; there are ${this.logins.map(({ username }) => username).join(', ')}`);
    return login.password;
  }

  // [{ id, secret, transport, condition, meter }] as the fleet gets them
  devices() {
    return readFileSync(this.path('devices.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
      const [id, secret, transport, condition, meter] = line.split('\t');
      return { id, secret, transport, condition, meter };
    });
  }

  // Rows of a database or an inbox as texts, columns with a space between.
  rows(file, sql) { return execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 10000', '-separator', ' ', file, sql], { encoding: 'utf8' }).trim().split('\n').filter(Boolean); }

  // Waits until the server has taken over everything that these doors have in custody.
  caughtUp(doors = ['mqtt', 'coap']) {
    return eventually(() => doors.every((door) => {
      const [own] = this.rows(this.path('inbox', `${door}.inbox`), "SELECT lower(hex(id)), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'message'), 0) FROM inbox");
      const [id, last] = own.split(' ');
      return Number(this.rows(this.path('data', 'monitoring.db'), `SELECT coalesce(max(sequence), 0) FROM inbox_cursors WHERE inbox = '${id}'`)[0]) >= Number(last);
    }), 'the server has everything', 300000);
  }

  // Ends all processes and removes the folder. A process that had ended by itself or does not end when asked, a sanitizer
  // report, and a line in which the program blames itself are errors.
  async close() {
    const ends = [];
    for (const part of ['fleet', 'server', 'coap', 'broker']) {
      const how = await this.stop(part, 'SIGTERM', 60000);
      if (how === 'gone' || how === 'killed') ends.push(`${part} ${how === 'gone' ? 'had ended by itself' : 'did not end when asked'}:\n${this.logTail(part, 60)}`);
    }
    const reports = ['server', 'coap', 'broker', 'fleet'].filter((part) => /ERROR: (Address|Leak)Sanitizer|runtime error:|"blame":"ours"/.test(this.logTail(part, 1e6)));
    const texts = [...ends, ...reports.map((part) => `${part}:\n${this.logTail(part, 60)}`)].join('\n');
    rmSync(this.directory, { recursive: true, force: true });
    if (texts) throw new Error(`the logs tell of faults\n${texts}`);
  }
}

// parts: which processes to start beside the server; seed: 'demo' (the demo's data) or 'empty' (two funds, "first" and "second", with one staff account for each role)
export async function openHouse({ parts = [], seed = 'demo', speed = 1000, domainUs, settings, brokerWords } = {}) {
  const ports = { http: await freePort(), mqtt: await freePort(), coap: await freePort(), mqttCertificate: await freePort(), mqttPsk: await freePort() };
  const house = new House({ directory: mkdtempSync(join(tmpdir(), 'house-')), build, www, ports, speed, settings, brokerWords });
  try {
    if (domainUs !== undefined) house.writeClock(domainUs);
    house.prepare();
    house.sostegno(['demo', 'seed', ...(seed === 'demo' ? ['--devices', house.path('devices.tsv')] : ['--accounts-only'])]);
    house.start('server');
    await house.ready();
    house.logins = JSON.parse(house.sostegno(['demo', 'logins', '--json']));
    for (const part of parts) house.start(part);
    if (parts.includes('broker')) await house.brokerReady();
    return house;
  } catch (fault) {
    for (const part of ['server', ...parts]) await house.stop(part);
    throw new Error(`${fault.message}\n${fault.stderr ?? ''}\n${house.logTail('server')}`);
  }
}
