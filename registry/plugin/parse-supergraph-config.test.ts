import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSupergraphConfig } from './parse-supergraph-config.ts';

test('the subgraphs are read from what Rover resolved, also without an address', () => {
  const text = `
subgraphs:
  users:
    routing_url: http://users
    schema:
      sdl: |
        type Query { user: Int }
  posts:
    routing_url: null
    schema: { sdl: 'type Query { posts: Int }' }
federation_version: =2.14.4
`;
  assert.deepEqual(parseSupergraphConfig(text), [
    { name: 'users', url: 'http://users', sdl: 'type Query { user: Int }\n' },
    { name: 'posts', url: '', sdl: 'type Query { posts: Int }' },
  ]);
});

test('anything else is told as a problem: other forms, broken YAML, aliases that multiply', () => {
  assert.match(String(parseSupergraphConfig('subgraphs: { users: { schema: { file: ./x } } }')), /sdl/);
  assert.match(String(parseSupergraphConfig('a: [')), /It is not YAML/);
  assert.match(String(parseSupergraphConfig('')), /object/);
  const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [name, earlier] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'])
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${earlier}`).join(',')}]`);
  assert.match(String(parseSupergraphConfig(laughs.join('\n'))), /It is not YAML/);
});
