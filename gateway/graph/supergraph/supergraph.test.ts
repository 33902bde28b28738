import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose } from '../../testing/compose.ts';
import { parseSupergraph, toEnvironmentName } from './supergraph.ts';

const sdl = compose([
  { name: 'a', url: 'http://a.example/graphql', typeDefs: 'type Query { a: Int }' },
  { name: 'live-stats', url: 'http://s.example/graphql', typeDefs: 'type Query { b: Int }' },
]);

test('addresses come from the supergraph and can be overridden one by one', () => {
  const { subgraphUrls } = parseSupergraph(sdl, { LIVE_STATS: 'http://127.0.0.1:4004/graphql' });
  assert.deepEqual(
    [...subgraphUrls],
    [
      ['a', 'http://a.example/graphql'],
      ['live-stats', 'http://127.0.0.1:4004/graphql'],
    ],
  );
  assert.equal(toEnvironmentName('live-stats'), 'LIVE_STATS');
});

test('a supergraph that cannot be used is refused with its reason', () => {
  const broken: [string, RegExp][] = [
    ['', /Unexpected <EOF>/],
    ['type Query {', /Syntax Error/],
    ['type Query { a: Int }', /must be a core schema/],
    [sdl.replace('b: Int', 'b: Missing'), /Missing/],
    [sdl.replace('http://a.example/graphql', ''), /address of subgraph a/],
    [sdl.replace('a: Int', 'a: Int @hasRole(roles: 1)'), /Query\.a|hasRole/],
  ];
  for (const [text, reason] of broken) {
    assert.throws(() => parseSupergraph(text), { code: 'SUPERGRAPH_INVALID', message: reason });
  }
});
