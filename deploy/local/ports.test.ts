import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { assertPortsFree } from './ports.ts';

let server: Server;
let port: number;
const signal = new AbortController().signal;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => server.close());

test('names the port, what is for it, and the variable that changes it', async () => {
  await assert.rejects(assertPortsFree({ GATEWAY_PORT: port }, { waitMs: 0, signal }), {
    code: 'PORT_IN_USE',
    message: new RegExp(`Port ${port} for the gateway is in use.*GATEWAY_PORT=\\d+ npm start`),
  });
});

test('waits for a port that is about to be free', async () => {
  const free = assertPortsFree({ GATEWAY_PORT: port }, { waitMs: 10_000, signal });
  server.close();
  await free;
});
