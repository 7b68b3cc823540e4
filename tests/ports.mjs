// SPDX-License-Identifier: EUPL-1.2
// Ports for the servers of a test. A port that the kernel picks may go to somebody's outgoing connection or to another
// test between the asking and the listening, and again while a killed server is down. So a port comes from below the
// kernel's own range, and a socket on 127.0.0.2, where nobody of ours serves, keeps other test processes off it for as
// long as this process lives.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { portTaken } from '../server/loopback.mjs';

const [kernelsFirst, kernelsLast] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
const below = kernelsFirst > 12000 ? [10000, kernelsFirst - 1] : [kernelsLast < 60000 ? kernelsLast + 1 : 10000, 65535];

// The socket that keeps others off; undefined when somebody else has it.
const hold = (port) => new Promise((resolve) => {
  const holder = createServer();
  holder.once('error', () => resolve());
  holder.listen({ port, host: '127.0.0.2', exclusive: true }, () => { holder.unref(); resolve(holder); });
});

// A port of 127.0.0.1 on which nobody serves, neither TCP nor UDP, and which no other test gets. `among`: the first and
// last of those to choose from.
export async function freePort(among = below) {
  const [first, last] = among;
  const count = last - first + 1;
  const start = Math.floor(Math.random() * count);
  for (let tries = 0; tries < Math.min(count, 1000); tries++) {
    const port = first + ((start + tries) % count);
    const holder = await hold(port);
    if (!holder) continue;
    if (!portTaken(port, 'tcp') && !portTaken(port, 'udp')) return port;
    holder.close();
  }
  throw new Error(`no free port between ${first} and ${last}`);
}
