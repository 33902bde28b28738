import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { SubgraphAddresses } from './balancer.ts';
import { DnsAddresses } from './dns-addresses.ts';

const url = 'http://shop.internal:4001/graphql';

let answers: Map<string, readonly string[] | Error>;
let told: SubgraphAddresses[];
let logLines: string[];
let dns: DnsAddresses;

beforeEach(() => {
  answers = new Map();
  told = [];
  logLines = [];
  dns = new DnsAddresses({
    refreshMs: 5,
    onAddresses: (addresses) => void told.push(addresses),
    log: createLog({
      name: 'test',
      level: 'info',
      destination: { write: (line) => void logLines.push(line) },
    }),
    async lookUp(host) {
      const answer = answers.get(host) ?? new Error('ENOTFOUND');
      if (answer instanceof Error) throw answer;
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  });
});
afterEach(() => dns.close());

const ipsOf = (subgraph = 'shop') =>
  told
    .at(-1)
    ?.get(subgraph)
    ?.map(({ ip }) => ip);

test('all addresses of a host are found, and looked up again', async () => {
  answers.set('shop.internal', ['10.0.0.2', '10.0.0.1', '10.0.0.1', 'fd00::1']);
  dns.follow(new Map([['shop', url]]));
  await dns.open();
  assert.deepEqual(told.at(-1)?.get('shop'), [
    { url, ip: '10.0.0.1' },
    { url, ip: '10.0.0.2' },
    { url, ip: 'fd00::1' },
  ]);
  answers.set('shop.internal', ['10.0.0.3']);
  await waitFor('the next addresses', () => ipsOf()?.[0] === '10.0.0.3');
});

test('a host that cannot be looked up keeps the addresses that it had, and the log says so once', async () => {
  answers.set('shop.internal', ['10.0.0.1']);
  dns.follow(new Map([['shop', url]]));
  await dns.open();
  answers.set('shop.internal', new Error('SERVFAIL'));
  const before = told.length;
  await waitFor('further lookups', () => told.length > before + 3);
  assert.deepEqual(ipsOf(), ['10.0.0.1']);
  assert.equal(logLines.filter((line) => line.includes('SERVFAIL')).length, 1);
});

test('an address that names no host is not looked up, and one that was never found has none', async () => {
  dns.follow(
    new Map([
      ['four', 'http://127.0.0.1:4001/graphql'],
      ['six', 'http://[::1]:4001/graphql'],
      ['shop', url],
    ]),
  );
  await dns.open();
  assert.deepEqual([...(told.at(-1)?.keys() ?? [])], ['shop']);
  assert.deepEqual(ipsOf(), []);
});

test('the hosts of another supergraph are looked up in the place of the earlier ones', async () => {
  answers.set('shop.internal', ['10.0.0.1']);
  answers.set('other.internal', ['10.0.0.9']);
  dns.follow(new Map([['shop', url]]));
  await dns.open();
  dns.follow(new Map([['shop', 'http://other.internal/graphql']]));
  await waitFor('the other host', () => ipsOf()?.[0] === '10.0.0.9');
});

test('the addresses of an earlier host are told no longer as soon as another supergraph comes', async () => {
  answers.set('shop.internal', ['10.0.0.1']);
  answers.set('users.internal', ['10.0.0.2']);
  const users = 'http://users.internal/graphql';
  dns.follow(new Map(Object.entries({ shop: url, users })));
  await dns.open();
  dns.follow(new Map(Object.entries({ shop: 'http://other.internal/graphql', users })));
  assert.deepEqual([...(told.at(-1) ?? [])], [['users', [{ url: users, ip: '10.0.0.2' }]]]);
});

test('a resolver that does not answer is asked for two hosts at once at most, and not again meanwhile', async () => {
  let asked = 0;
  const silent = new DnsAddresses({
    refreshMs: 5,
    onAddresses: () => {},
    log: createLog({ name: 'test', level: 'silent' }),
    answerMs: 10,
    lookUp: () => {
      asked += 1;
      return new Promise(() => {});
    },
  });
  silent.follow(new Map(['a', 'b', 'c', 'd'].map((name) => [name, `http://${name}.internal/graphql`])));
  await silent.open();
  const fromMs = performance.now();
  await waitFor('further rounds', () => performance.now() - fromMs > 100);
  await silent.close();
  assert.equal(asked, 2);
});

test('by default hosts are looked up as the operating system does', async () => {
  const found: SubgraphAddresses[] = [];
  const own = new DnsAddresses({
    refreshMs: 60_000,
    onAddresses: (addresses) => void found.push(addresses),
    log: createLog({ name: 'test', level: 'silent' }),
  });
  own.follow(new Map([['shop', 'http://localhost:4001/graphql']]));
  await own.open();
  await own.close();
  const ips = found[0]?.get('shop')?.map(({ ip }) => ip) ?? [];
  assert.ok(ips.length > 0 && ips.every((ip) => ip === '127.0.0.1' || ip === '::1'), String(ips));
});
