// SPDX-License-Identifier: EUPL-1.2
// Which room may use which: the table of docs/architecture.md as data.
export const root = new URL('../../', import.meta.url).pathname;

// folder -> rooms it may include, third-party headers it alone may include (by prefix)
export const rooms = [
  { folder: 'scoring', name: 'scoring', uses: ['scoring'], third: { 'scoring/plan_file': ['jansson.h'] } },
  { folder: 'devices/inbox', name: 'inbox', uses: ['inbox'], third: ['sqlite3.h', 'sodium.h'] },
  { folder: 'devices/broker', name: 'broker', uses: ['inbox', 'broker'], third: ['mosquitto', 'openssl/'] },
  { folder: 'devices/coap', name: 'coap', uses: ['inbox', 'scoring', 'coap'], third: ['coap3/'] },
  { folder: 'devices/subscriber', name: 'subscriber', uses: ['inbox', 'subscriber'], third: ['openssl/', 'ini.h'] },
  { folder: 'devices/payload', name: 'payload', uses: ['scoring', 'payload'], third: ['cbor.h'] },
  { folder: 'devices/fleet', name: 'fleet', uses: ['payload', 'scoring', 'fleet'], third: ['mosquitto.h', 'coap3/'] },
  { folder: 'server/base', name: 'base', uses: ['base'], third: ['jansson.h', 'ini.h'] },
  { folder: 'server/case_file', name: 'case_file', uses: ['base', 'scoring', 'case_file'], third: [] },
  { folder: 'server/vault', name: 'vault', uses: ['base', 'vault'], third: ['sodium.h', 'uni'] },
  { folder: 'server/pki', name: 'pki', uses: ['base', 'pki'], third: ['openssl/'] },
  { folder: 'server/store', name: 'store', uses: ['base', 'scoring', 'store'], third: ['sqlite3.h'] },
  {
    folder: 'server/service', name: 'service',
    uses: ['base', 'scoring', 'payload', 'inbox', 'vault', 'pki', 'store', 'case_file', 'service'], third: [],
  },
  { folder: 'server/http', name: 'http', uses: ['base', 'service', 'scoring', 'http'], third: ['microhttpd.h'] },
  {
    folder: 'server/cli', name: 'cli',
    uses: ['base', 'vault', 'pki', 'store', 'case_file', 'service', 'http', 'scoring', 'inbox', 'cli'], third: [],
  },
];

// Belongs to the platform: C library, POSIX, Linux.
export const platform = /^(sys\/|netinet\/|arpa\/|linux\/)?[a-z0-9_]+\.h$/;
export const thirdParty = [
  'jansson.h', 'sqlite3.h', 'sodium.h', 'mosquitto', 'coap3/', 'cbor.h', 'ini.h', 'microhttpd.h', 'openssl/', 'uni', 'systemd/', 'curl/',
];
