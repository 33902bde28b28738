import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

// README's table says which room may import which; here it is compared with what the files import.

const importPattern = /\bfrom '(\.[^']+)'/g;
const root = import.meta.dirname;

const readme = await readFile(join(root, 'README.md'), 'utf8');
const rows = readme.matchAll(/^\| `([a-z/-]+\/)` \| .* \| (.*)\|$/gm);
const allowed = new Map([...rows].map(([, room = '', imports = '']) => [room, toRooms(imports)]));
function toRooms(cell: string): readonly string[] {
  return [...cell.matchAll(/`([a-z/-]+\/)`/g)].map(([, room = '']) => room);
}

/** The room of a file: the innermost folder that the table has. */
function roomOf(file: string): string | undefined {
  return [...allowed.keys()]
    .filter((room) => file.startsWith(room))
    .sort((one, other) => other.length - one.length)[0];
}

test('each room imports no more than README says, and those at the top are imported by none', async () => {
  assert.ok(allowed.size > 10);
  const strangers: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: root, exclude: ['playground/src', '**/node_modules'] })) {
    const room = roomOf(file);
    if (room === undefined || /\.test\.ts$|(^|\/)testing\//.test(file)) continue;
    for (const [, path = ''] of (await readFile(join(root, file), 'utf8')).matchAll(importPattern)) {
      const target = relative(root, join(root, dirname(file), path));
      const targetRoom = roomOf(target);
      if (targetRoom === room || (targetRoom && allowed.get(room)?.includes(targetRoom))) continue;
      strangers.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(strangers, []);
});
