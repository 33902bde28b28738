import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDraftValues, createLine, emptyAdjustment } from './draft-values.ts';
import { type KeptDraft, readKeptDraft } from './kept-draft.ts';

const values = {
  ...createDraftValues(),
  lines: [createLine({ description: 'A day', taxCategory: 'STANDARD', allowances: [emptyAdjustment] })],
  charges: [{ ...emptyAdjustment, kind: 'amount', value: '1,234.5' }],
} as const;
const kept: KeptDraft = {
  form: 1,
  values,
  progress: {
    id: undefined,
    version: 0,
    base: createDraftValues(),
    creating: {
      input: { customerId: 'a customer', currency: 'EUR', lines: [], idempotencyKey: 'a key' },
      values,
    },
    unconfirmed: undefined,
  },
  locale: 'fr-FR',
  keptAtMs: 1_700_000_000_000,
};
/** The server checks what else is in it. */
const ofServer = /^progress\.creating\.input\.(currency|lines)/;

type Json = Readonly<Record<string, unknown>>;

/** The path of each member that the text has. */
function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const within = Object.entries(value).flatMap(([name, member]) => listPaths(member, [...path, name]));
  return path.length === 0 ? within : [path, ...within];
}

/** The text with another value at a path; without the member if it is undefined. */
function replace(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replace(item, rest, by) : item));
  return { ...(value as Json), [name]: replace((value as Json)[name], rest, by) };
}

test('a draft is read as it was kept', () => {
  const text = JSON.stringify(kept);
  assert.equal(JSON.stringify(readKeptDraft(text)), text);
});

test('a draft that is at the server already is read with its id', () => {
  const { base } = kept.progress;
  const progress = { id: 'an id', version: 3, base, creating: undefined, unconfirmed: values };
  assert.equal(readKeptDraft(JSON.stringify({ ...kept, progress }))?.progress.id, 'an id');
});

test('a member of another kind is refused, wherever it is', () => {
  const given: unknown = JSON.parse(JSON.stringify(kept));
  const paths = listPaths(given).filter((path) => !ofServer.test(path.join('.')));
  assert.ok(paths.length > 60, 'all members are tried');
  for (const path of paths)
    for (const by of [null, [0], { a: 1 }, Number.NaN]) {
      const text = JSON.stringify(replace(given, path, by));
      assert.equal(readKeptDraft(text), undefined, `${path.join('.')} as ${JSON.stringify(by)}`);
    }
});

test('a member that is missing is refused, unless it may be absent', () => {
  const given: unknown = JSON.parse(JSON.stringify(kept));
  const isOptional = (path: string) => path === 'progress.creating' || ofServer.test(path);
  for (const path of listPaths(given).filter((one) => !isOptional(one.join('.')))) {
    const text = JSON.stringify(replace(given, path, undefined));
    assert.equal(readKeptDraft(text), undefined, path.join('.'));
  }
});

for (const text of ['', 'null', '7', '"a"', '[]', '{', JSON.stringify({ ...kept, form: 2 })]) {
  test(`${text.slice(0, 12) || 'an empty text'} is not a draft`, () => {
    assert.equal(readKeptDraft(text), undefined);
  });
}

test('a locale that no page writes, a category or a kind that is unknown, are refused', () => {
  const given: unknown = JSON.parse(JSON.stringify(kept));
  for (const [path, by] of [
    ['locale', 'a'],
    ['values.lines.0.taxCategory', 'toString'],
    ['values.charges.0.kind', 'share'],
  ] as const)
    assert.equal(readKeptDraft(JSON.stringify(replace(given, path.split('.'), by))), undefined, path);
});
