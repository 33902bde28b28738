import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { CreateInvoiceInput, UpdateInvoiceInput } from '../../generated/graphql.ts';
import { isSameDraft } from './compare-values.ts';
import { DraftDocument } from './draft-document.ts';
import { DraftReader } from './draft-reading.ts';
import { DraftSaver, type SaveProgress } from './draft-saver.ts';
import { createDraftValues, createLine, type DraftValues } from './draft-values.ts';
import { englishReaders } from './testing/readers.ts';

const locale = 'en-GB';
const lost = {
  kind: 'failed',
  problem: { kind: 'offline', code: undefined, message: '', requestId: undefined },
} as const;

const written: DraftValues = {
  ...createDraftValues(),
  customerId: 'c-1',
  customerName: 'Customer',
  lines: [createLine({ description: 'Work', quantity: '1', unitPrice: '10.00', taxRate: '20' })],
};

/** A server with one draft, whose answers can be lost after it has done what was asked. */
class Server {
  readonly created = new Map<string, string>();
  readonly inputs: unknown[] = [];
  version = 0;
  values: DraftValues = written;
  loseAnswers = 0;
  /** The values that the next input stands for. */
  typed: () => DraftValues = () => written;

  async create(input: CreateInvoiceInput) {
    this.inputs.push(input);
    const { idempotencyKey } = input;
    const before = this.created.get(idempotencyKey);
    if (before === undefined) {
      this.version = 1;
      this.values = this.typed();
    } else assert.equal(before, JSON.stringify(input), 'the same key comes with the same input');
    this.created.set(idempotencyKey, JSON.stringify(input));
    return this.#answer();
  }

  async update(input: UpdateInvoiceInput) {
    this.inputs.push(input);
    if (input.expectedVersion !== this.version)
      return {
        kind: 'refused',
        userErrors: [{ field: ['expectedVersion'], message: 'changed', code: 'CONFLICT' }],
      } as const;
    this.version += 1;
    this.values = this.typed();
    return this.#answer();
  }

  async load(id: string) {
    return { id, version: this.version, values: this.values };
  }

  #answer() {
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      return lost;
    }
    return { kind: 'done', payload: { invoice: { id: 'i-1', version: this.version } } } as const;
  }
}

function open(server: Server, values: DraftValues, progress?: Partial<SaveProgress>) {
  const document = new DraftDocument(values);
  const reader = new DraftReader(englishReaders);
  server.typed = () => document.values;
  const saver = new DraftSaver({
    document,
    server,
    read: (one) => reader.read(one),
    isSame: (one, other) => isSameDraft(one, other, locale),
    progress: {
      id: undefined,
      version: 0,
      base: values,
      creating: undefined,
      unconfirmed: undefined,
      ...progress,
    },
    isUnsaved: progress === undefined,
    waitMs: { idle: 1, firstRetry: 1 },
  });
  return { document, saver };
}

test('a new draft whose first answer is lost is created once, then updated with what was typed since', async () => {
  const server = new Server();
  server.loseAnswers = 1;
  const { document, saver } = open(server, written);
  await saver.flush();
  assert.equal(saver.state.kind, 'waiting');
  document.change((values) => ({ ...values, note: 'typed meanwhile' }));
  assert.equal(await saver.flush(), true);
  assert.equal(server.created.size, 1);
  assert.equal(server.version, 2);
  assert.equal((server.inputs.at(-1) as UpdateInvoiceInput).note, 'typed meanwhile');
});

test('a change whose answer is lost is no conflict with itself', async () => {
  const server = new Server();
  server.version = 4;
  const { document, saver } = open(server, written, { id: 'i-1', version: 4 });
  const stop = saver.start();
  document.change((values) => ({ ...values, note: 'mine' }));
  server.loseAnswers = 1;
  await waitFor('the change to be saved', async () => saver.state.kind === 'saved');
  stop();
  assert.equal(server.version, 5);
  assert.equal(saver.progress.version, 5);
});

test('a change of somebody else is shown and never overwritten, and saving goes on from it', async () => {
  const server = new Server();
  server.version = 4;
  const { document, saver } = open(server, written, { id: 'i-1', version: 3 });
  server.values = { ...written, note: 'theirs' };
  document.change((values) => ({ ...values, note: 'mine' }));
  assert.equal(await saver.flush(), false);
  const { state } = saver;
  assert.equal(state.kind, 'conflict');
  assert.equal(server.values.note, 'theirs');
  if (state.kind !== 'conflict') return;
  saver.resolve(state.theirs, { ...document.values, note: 'mine and theirs' });
  assert.equal(await saver.flush(), true);
  assert.equal(server.values.note, 'mine and theirs');
});

test('a draft in which something is missing is not sent', async () => {
  const server = new Server();
  const { saver } = open(server, { ...written, customerId: '' });
  assert.equal(await saver.flush(), false);
  assert.equal(saver.state.kind, 'incomplete');
  assert.deepEqual(server.inputs, []);
});
