import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { toClientAddress, toProxyTrust } from './client-address.ts';

function request(from: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: from });
  const message = new IncomingMessage(socket);
  if (forwarded !== undefined) message.headers['x-forwarded-for'] = forwarded;
  return message;
}

test('without trusted proxies the address is that of the connection, whatever a header says', () => {
  assert.equal(toClientAddress(request('192.0.2.1', '198.51.100.7'), toProxyTrust()), '192.0.2.1');
});

test('a trusted proxy is believed as to whom it forwards, and its client is not as to others', () => {
  const trust = toProxyTrust(['10.0.0.0/8', '2001:db8::/32']);
  assert.equal(toClientAddress(request('10.0.0.2', '198.51.100.7'), trust), '198.51.100.7');
  assert.equal(toClientAddress(request('10.0.0.2', '1.1.1.1, 198.51.100.7'), trust), '198.51.100.7');
  assert.equal(toClientAddress(request('10.0.0.2', '198.51.100.7, 10.0.0.9'), trust), '198.51.100.7');
  assert.equal(toClientAddress(request('2001:db8::1', '198.51.100.7'), trust), '198.51.100.7');
  assert.equal(toClientAddress(request('192.0.2.1', '198.51.100.7'), trust), '192.0.2.1');
  assert.equal(toClientAddress(request('10.0.0.2'), trust), '10.0.0.2');
});

test('a port beside the address makes no other client of it', () => {
  const trust = toProxyTrust(['10.0.0.0/8']);
  assert.equal(toClientAddress(request('10.0.0.2', '198.51.100.7:4711'), trust), '198.51.100.7');
  assert.equal(toClientAddress(request('10.0.0.2', '[2001:db8::1]:4711'), trust), '2001:db8:0:0::/64');
  assert.equal(toClientAddress(request('10.0.0.2', '[2001:db8::1]'), trust), '2001:db8:0:0::/64');
});

test('a client by IPv6 counts by its network of 64 bits, however it is written', () => {
  const network = '2001:db8:0:5::/64';
  for (const address of [
    '2001:db8:0:5::',
    '2001:db8:0:5::1',
    '2001:0DB8:0:5:a:b:c:d',
    '2001:db8::5:1:2:3:4',
  ]) {
    assert.equal(toClientAddress(request(address), toProxyTrust()), network);
  }
  assert.equal(toClientAddress(request('2001:db8:0:6::1'), toProxyTrust()), '2001:db8:0:6::/64');
  assert.equal(toClientAddress(request('::1'), toProxyTrust()), '0:0:0:0::/64');
  assert.equal(toClientAddress(request('fe80::1%eth0'), toProxyTrust()), 'fe80:0:0:0::/64');
});

test('an IPv4 address is the same where it is written as IPv6', () => {
  assert.equal(toClientAddress(request('::ffff:192.0.2.1'), toProxyTrust()), '192.0.2.1');
});

test('an entry that is not an address is refused', () => {
  assert.throws(() => toProxyTrust(['proxy.example']), TypeError);
});
