import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Case } from '../case.ts';
import { expectCompleted, parseSummary } from '../load-summary.ts';

export const otherLinesSameTotal: Case = {
  name: 'an invoice with other lines of the same total is a conflict',
  async run({ openDesk }) {
    const desk = await openDesk(import.meta.dirname);
    expectCompleted(await desk.batch('load', 'first.csv', '--mapping', 'mapping.json'));
    const second = await desk.batch('load', 'second.csv', '--mapping', 'mapping.json', '--skip-limit', 'all');
    const { alreadyThere, conflicting } = parseSummary(second);
    assert.deepEqual({ alreadyThere, conflicting }, { alreadyThere: 0, conflicting: 1 });
    const rejects = await readFile(desk.path('second.csv.rejects.csv'), 'utf8');
    assert.match(rejects, /CONFLICT/);
    assert.match(rejects, /S2/);
  },
};
