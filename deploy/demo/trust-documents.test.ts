import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { findDemoState } from './demo-state.ts';
import { loadPlan } from './load-plan.ts';
import { toPlan } from './plan.ts';
import { decodeText, parseRetailFile } from './retail-file.ts';
import { writeDemoManifest } from './trust-documents.ts';

test('the manifest has each document that a load of the demo sends, and revokes them all afterwards', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'manifest.json');
  const load = async () =>
    z.record(z.string(), z.string().nullable()).parse(JSON.parse(await readFile(file, 'utf8')));
  await writeDemoManifest(file, true);
  const trusted = await load();

  const sent = new Set<string>();
  // An API that has everything at once: each mutation answers with an object of its own.
  const api: ApiClient = {
    request: async (document, variables, data) => {
      sent.add(document);
      if (document.includes('query DemoState')) {
        const none = { totalCount: 0 };
        return data.parse({
          ...Object.fromEntries(
            ['allProducts', 'allCustomers', 'allInvoices', 'ownProducts', 'ownCustomers'].map((name) => [
              name,
              none,
            ]),
          ),
          lastInvoice: { edges: [] },
        });
      }
      const [, field = ''] = /Payload \{ (\w+) /.exec(document) ?? [];
      const answers = Object.keys(variables).map((name, index) => [
        name.replace('i', 'm'),
        { [field]: { id: `${field} ${index}`, status: 'DRAFT', version: 1 }, userErrors: [] },
      ]);
      return data.parse(Object.fromEntries(answers));
    },
  };
  const bytes = await readFile(new URL('online-retail-sample.csv', import.meta.url));
  const plan = toPlan(parseRetailFile(decodeText(bytes)));
  assert.equal(await findDemoState(api, plan), 'empty');
  await loadPlan(api, plan);

  assert.ok(sent.size > 5, `${sent.size} documents`);
  for (const text of sent) assert.equal(trusted[createHash('sha256').update(text).digest('hex')], text);

  await writeDemoManifest(file, false);
  assert.deepEqual(await load(), Object.fromEntries(Object.keys(trusted).map((hash) => [hash, null])));
});
