// SPDX-License-Identifier: EUPL-1.2
// Ports for the servers of a test. A port that the kernel picks may go to somebody's outgoing connection or to another
// test between the asking and the listening, and again while a killed server is down. So a port comes from below the
// kernel's own range, and a socket on 127.0.0.2, where nobody of ours serves, keeps other test processes off it for as
// long as this process lives.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { portTaken } from '../server/loopback.mjs';

const [kernelsFirst, kernelsLast] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
const [first, last] = kernelsFirst > 12000 ? [10000, kernelsFirst - 1] : [kernelsLast < 60000 ? kernelsLast + 1 : 10000, 65535];

const hold = (port) => new Promise((resolve) => {
  const holder = createServer();
  holder.once('error', () => resolve(false));
  holder.listen({ port, host: '127.0.0.2', exclusive: true }, () => { holder.unref(); resolve(true); });
});

// A port of 127.0.0.1 on which nobody serves, neither TCP nor UDP, and which no other test gets.
export async function freePort() {
  for (let tries = 0; tries < 1000; tries++) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    if (await hold(port) && !portTaken(port, 'tcp') && !portTaken(port, 'udp')) return port;
  }
  throw new Error(`no free port between ${first} and ${last}`);
}
