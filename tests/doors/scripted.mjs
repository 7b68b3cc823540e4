// SPDX-License-Identifier: EUPL-1.2
// A broker that says what a test wants, byte by byte, and writes down what it is told.
import { createServer } from 'node:net';
import { freePort } from '../ports.mjs';
import { until } from './place.mjs';

const variable = (number) => { const bytes = []; do { bytes.push((number & 127) | (number > 127 ? 128 : 0)); number >>= 7; } while (number > 0); return Buffer.from(bytes); };
export const packet = (first, ...parts) => { const body = Buffer.concat(parts.map((part) => Buffer.from(part))); return Buffer.concat([Buffer.from([first]), variable(body.length), body]); };
const text = (value) => { const bytes = Buffer.from(value); return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]); };
export const publish = ({ topic, id = 0, qos = 1, dup = false, payload = '', properties = [0] }) => packet(0x30 | (dup ? 8 : 0) | (qos << 1), text(topic), qos ? [id >> 8, id & 255] : [], properties, payload);

export const CLOSE = 'close';

export class Scripted {
  // connack and suback: the bytes that answer CONNECT and SUBSCRIBE, CLOSE, or functions of the number of the connection.
  constructor({ connack = packet(0x20, [0, 0, 0]), suback = (_, id) => packet(0x90, id, [0, 1]) } = {}) {
    Object.assign(this, { connack, suback, heard: [], connections: 0 });
  }

  async listen() {
    this.port = await freePort();
    this.server = createServer((socket) => this.#meet(socket));
    await new Promise((done) => { this.server.listen(this.port, '127.0.0.1', done); });
    return this;
  }

  close() { this.socket?.destroy(); this.server.close(); }

  #meet(socket) {
    const connection = this.connections++;
    let bytes = Buffer.alloc(0);
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      for (let length; bytes.length >= 2; bytes = bytes.subarray(length)) { // nothing that a door sends here is longer than two bytes can say
        const long = bytes[1] > 127;
        if (long && bytes.length < 3) return;
        length = (long ? 3 + (bytes[1] & 127) + (bytes[2] << 7) : 2 + bytes[1]);
        if (bytes.length < length) return;
        this.#take(socket, connection, bytes[0], Buffer.from(bytes.subarray(long ? 3 : 2, length)));
      }
    });
  }

  #take(socket, connection, first, body) {
    this.heard.push({ type: first >> 4, first, body, at: Date.now(), connection });
    const say = (what, ...words) => { const answer = typeof what === 'function' ? what(connection, ...words) : what; if (answer === CLOSE) socket.destroy(); else if (answer) socket.write(answer); };
    if (first >> 4 === 1) say(this.connack);
    if (first >> 4 === 8) say(this.suback, body.subarray(0, 2));
  }

  send(...packets) { this.socket.write(Buffer.concat(packets)); return Date.now(); }
  ofType(type) { return this.heard.filter((one) => one.type === type); }
  told(type, count = 1) { return until(() => this.ofType(type).length >= count && this.ofType(type), `${count} packets of type ${type}`); }
}
