import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { SubgraphRoute, SubgraphRoutes } from '../upstream/subgraph-routes.ts';
import { Balancer } from './balancer.ts';

const supergraphUrl = 'http://shop.example/graphql';
const urlOf = (name: string) => `http://${name}.example/graphql`;

let nowMs: number;
let told: string[];
let balancer: Balancer;
let routes: SubgraphRoutes;

beforeEach(() => {
  nowMs = 1_000;
  told = [];
  const tell =
    (what: string) =>
    (subgraph: string, ...more: unknown[]) =>
      void told.push([what, subgraph, ...more.map((one) => JSON.stringify(one))].join(' '));
  balancer = new Balancer({
    observer: {
      joined: tell('joined'),
      left: tell('left'),
      counted: tell('counted'),
      ejected: tell('ejected'),
      repeated: tell('repeated'),
    },
    times: { firstMs: 1_000, maxMs: 4_000, trialMs: 500 },
    now: () => nowMs,
  });
  routes = balancer.createRoutes(new Map([['shop', supergraphUrl]]));
});

function replace(...names: readonly string[]): void {
  balancer.replace(new Map([['shop', names.map((name) => ({ id: name, url: urlOf(name) }))]]));
}

function open(tried: readonly SubgraphRoute[] = []): SubgraphRoute {
  const route = routes.find('shop', 'request', tried);
  assert.ok(route);
  return route;
}

/** The addresses that so many requests are sent to, each ended at once. */
function countUrls(requests: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let index = 0; index < requests; index += 1) {
    const { url, end } = open();
    counts.set(url, (counts.get(url) ?? 0) + 1);
    end('reached');
  }
  return counts;
}

/** Lets the next request to an address fail. */
function fail(name: string): void {
  for (;;) {
    const route = open();
    route.end(route.url === urlOf(name) ? 'failed' : 'left');
    if (route.url === urlOf(name)) return;
  }
}

test('a subgraph without instances has the address of the supergraph', () => {
  assert.equal(open().url, supergraphUrl);
  assert.equal(routes.find('shop', 'request', [open()]), undefined);
  assert.throws(() => routes.find('unknown', 'request', []), /no subgraph unknown/);
});

test('requests are spread over the instances, and none goes to the address of the supergraph', () => {
  replace('a', 'b', 'c');
  const counts = countUrls(3_000);
  assert.deepEqual([...counts.keys()].sort(), ['a', 'b', 'c'].map(urlOf));
  for (const count of counts.values()) assert.ok(count > 800 && count < 1_200, `${count}`);
});

test('of two instances the one with fewer requests in flight is chosen; subscriptions count apart', () => {
  replace('a', 'b');
  const busy = open();
  for (let index = 0; index < 50; index += 1) {
    const route = open();
    assert.notEqual(route.url, busy.url);
    route.end('reached');
  }
  const subscribed = Array.from({ length: 40 }, () => routes.find('shop', 'subscription', [])?.url);
  assert.equal(subscribed.filter((url) => url === busy.url).length, 20);
});

test('an instance that could not be reached is left out for a time that doubles up to a bound', () => {
  replace('a', 'b');
  for (const forMs of [1_000, 2_000, 4_000, 4_000]) {
    fail('a');
    assert.equal(told.at(-1), `ejected shop {"id":"a","url":"${urlOf('a')}"} ${forMs}`);
    nowMs += forMs - 1;
    assert.deepEqual([...countUrls(50).keys()], [urlOf('b')]);
    nowMs += 1;
  }
  assert.ok(countUrls(200).has(urlOf('a')));
});

test('after its time one request tries it, and the others go elsewhere until it is known to work', () => {
  replace('a', 'b');
  fail('a');
  nowMs += 1_000;
  let trial = open();
  while (trial.url !== urlOf('a')) {
    trial.end('reached');
    trial = open();
  }
  assert.deepEqual([...countUrls(50).keys()], [urlOf('b')]);
  trial.end('reached');
  assert.equal(countUrls(200).size, 2);
});

test('an instance is left out also if a caller leaves, or a subscription ends, that began before the failure', () => {
  replace('a');
  const begun = [open(), routes.find('shop', 'subscription', [])];
  assert.deepEqual(
    begun.map((route) => route?.url),
    [urlOf('a'), urlOf('a')],
  );
  fail('a');
  for (const [index, how] of (['left', 'reached'] as const).entries()) {
    begun[index]?.end(how);
    assert.deepEqual([...countUrls(20).keys()], [supergraphUrl], how);
  }
});

test('requests that fail together are one failure', () => {
  replace('a', 'b');
  const all = Array.from({ length: 20 }, () => open());
  for (const route of all) route.end(route.url === urlOf('a') ? 'failed' : 'reached');
  assert.deepEqual(
    told.filter((line) => line.startsWith('ejected')),
    [`ejected shop {"id":"a","url":"${urlOf('a')}"} 1000`],
  );
});

test('a request goes to each instance once, then to the address of the supergraph, and then has failed', () => {
  replace('a', 'b');
  const tried: SubgraphRoute[] = [];
  for (let next = open(); ; ) {
    tried.push(next);
    next.end('failed');
    const other = routes.find('shop', 'request', tried);
    if (other === undefined) break;
    next = other;
  }
  assert.deepEqual(tried.map(({ url }) => url).sort(), [urlOf('a'), urlOf('b'), supergraphUrl].sort());
  assert.equal(tried.at(-1)?.url, supergraphUrl);
});

test('the attempts of one request are bounded, however many instances there are', () => {
  replace(...Array.from({ length: 20 }, (_, index) => `i${index}`));
  const tried: SubgraphRoute[] = [];
  for (let next: SubgraphRoute | undefined = open(); next; next = routes.find('shop', 'request', tried)) {
    next.end('failed');
    tried.push(next);
  }
  assert.equal(tried.length, 4);
});

test('the last instance is never left out', () => {
  balancer.replace(new Map([['shop', [{ url: supergraphUrl }]]]));
  for (let index = 0; index < 5; index += 1) open().end('failed');
  assert.equal(open().url, supergraphUrl);
  assert.equal(routes.find('shop', 'request', [open()]), undefined);
});

test('the address of the supergraph alone is used however often it fails, and nothing is told of it', () => {
  for (let index = 0; index < 5; index += 1) {
    const route = open();
    assert.equal(route.url, supergraphUrl);
    route.end('failed');
    nowMs += 700;
  }
  assert.deepEqual(told, []);
});

test('if all instances have failed, the one whose time is over first is tried first', () => {
  balancer.replace(new Map([['shop', [{ url: supergraphUrl }, { url: urlOf('a') }]]]));
  fail('a');
  nowMs += 100;
  open().end('failed');
  assert.equal(open().url, urlOf('a'));
});

test('an instance that stays keeps what was seen of it, and joins and leaves are told', () => {
  replace('a', 'b');
  fail('a');
  told = [];
  replace('a', 'c');
  assert.deepEqual(told, [
    `joined shop {"id":"c","url":"${urlOf('c')}"}`,
    `left shop {"id":"b","url":"${urlOf('b')}"}`,
  ]);
  assert.deepEqual([...countUrls(50).keys()], [urlOf('c')]);
  told = [];
  replace();
  assert.equal(told.at(-1), 'counted shop 0');
  assert.deepEqual([...countUrls(5).keys()], [supergraphUrl]);
});

test('an instance without TLS gets nothing that would go over TLS to the address of the supergraph', () => {
  const secure = balancer.createRoutes(new Map([['shop', 'HTTPS://shop.example/graphql']]));
  replace('a');
  assert.equal(secure.find('shop', 'request', [])?.url, 'HTTPS://shop.example/graphql');
  balancer.replace(new Map([['shop', [{ url: 'https://a.example/graphql' }, { url: urlOf('b') }]]]));
  const urls = Array.from({ length: 50 }, () => secure.find('shop', 'request', [])?.url);
  assert.deepEqual(new Set(urls), new Set(['https://a.example/graphql']));
});
