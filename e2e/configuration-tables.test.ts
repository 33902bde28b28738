import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { eventLogFields } from '#platform/event-log/configuration.ts';
import { tracingSchema } from '#platform/tracing/tracing-fields.ts';
import { configurationSchema as launcher } from '../deploy/local/configuration.ts';
import { type AnyServiceName, services } from '../deploy/system/services.ts';

// The documented variables are compared with those that processes read, both ways.

interface Schema {
  readonly shape: Readonly<Record<string, z.ZodType>>;
}

const eventLog = z.object(eventLogFields);

/** Each service has its variables beside its program. */
async function readSchema(program: string): Promise<Schema> {
  const file = new URL(`../${dirname(program)}/configuration.ts`, import.meta.url);
  const { configurationSchema }: { configurationSchema: Schema } = await import(file.href);
  return configurationSchema;
}

const processes: Readonly<Record<string, Schema>> = {
  launcher,
  ...Object.fromEntries(
    await Promise.all(services.map(async ({ name, program }) => [name, await readSchema(program)] as const)),
  ),
};
const schemaOf = (name: AnyServiceName): Schema => processes[name] ?? launcher;

/** Each page with a table of variables, and whose they are; where several know one, the first says its default. */
const tables: Readonly<Record<string, readonly Schema[]>> = {
  'README.md': Object.values(processes),
  'docs/identity-providers.md': [schemaOf('gateway')],
  'gateway/README.md': [schemaOf('gateway')],
  'gateway/session/README.md': [schemaOf('gateway')],
  'platform/event-log/README.md': [eventLog],
  'platform/tracing/README.md': [tracingSchema],
  'registry/README.md': [schemaOf('registry')],
  'streams/README.md': [schemaOf('simulator')],
  'streams/sink/README.md': [schemaOf('sink')],
};

/** Read by Node, or for each subgraph. */
const unlisted = /^(NODE_COMPILE_CACHE|SUBGRAPH_(URL|TIMEOUT_MS|HTTP2)_([A-Z]+|<NAME>))$/;

interface Row {
  readonly names: readonly string[];
  /** One for each name, if they are told so. */
  readonly defaults: readonly string[] | undefined;
}

/** The rows whose first cell names variables. `A_*` stands for all that begin so, `…_B` or `_B` ends another name. */
function readRows(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const [, first = '', second = ''] = line.split('|').map((cell) => cell.trim());
    const codes = [...first.matchAll(/`([…_A-Z][A-Z0-9_]*(?:\*|<NAME>)?)`/g)].map(([, code = '']) => code);
    if (codes.length === 0 || !line.startsWith('|')) return [];
    const values = second.replaceAll('`', '').split(', ');
    return [{ names: completeNames(codes), defaults: values.length === codes.length ? values : undefined }];
  });
}

/** `A_X_ONE`, `…_TWO` are `A_X_ONE` and `A_X_TWO`. */
function completeNames(codes: readonly string[]): string[] {
  const [first = ''] = codes;
  return codes.map((code) => {
    const ending = /^…?_(.+)$/.exec(code)?.[1];
    if (ending === undefined) return code;
    return first.split('_').slice(0, -ending.split('_').length).concat(ending).join('_');
  });
}

function isKnown(name: string, schemas: readonly Schema[]): boolean {
  if (unlisted.test(name)) return true;
  const known = schemas.flatMap(({ shape }) => Object.keys(shape));
  return name.endsWith('*') ? known.some((one) => one.startsWith(name.slice(0, -1))) : known.includes(name);
}

/** The default of a variable; undefined if it has none, or one that depends on others. One value for several things is told once. */
function findDefault(name: string, schemas: readonly Schema[]): string | undefined {
  const field = schemas.find(({ shape }) => name in shape)?.shape[name];
  const { data } = field?.safeParse(undefined) ?? {};
  if (data === undefined) return undefined;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return String(data);
  // A sender of mails.
  if ('name' in data && 'address' in data) return `${data.name} <${data.address}>`;
  return [...new Set(Object.values(data))].join();
}

const pages = Object.fromEntries(
  await Promise.all(
    [...Object.keys(tables), 'streams/statistics/README.md', 'subgraphs/README.md'].map(
      async (file) => [file, await readFile(resolve(import.meta.dirname, '..', file), 'utf8')] as const,
    ),
  ),
);

for (const [file, schemas] of Object.entries(tables)) {
  const rows = readRows(pages[file] ?? '');

  test(`${file} names no variable that nothing reads`, () => {
    assert.ok(rows.length > 0);
    const names = rows.flatMap((row) => row.names);
    assert.deepEqual(
      names.filter((name) => !isKnown(name, schemas)),
      [],
    );
  });

  test(`${file} tells the defaults as they are`, () => {
    const wrong = rows.flatMap(({ names, defaults }) =>
      names.flatMap((name, index) => {
        const byDefault = findDefault(name, schemas);
        const told = defaults?.[index];
        return told === undefined || byDefault === undefined || told === byDefault
          ? []
          : [`${name} is ${byDefault}, not ${told}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });
}

for (const [name, { shape }] of Object.entries(processes)) {
  test(`every variable of ${name} is told of`, () => {
    const told = Object.values(pages).flatMap((page) => [
      ...readRows(page).flatMap((row) => row.names),
      ...[...page.matchAll(/`([A-Z][A-Z0-9_]+)(?:=\S*)?`/g)].map(([, code = '']) => code),
    ]);
    const isTold = (variable: string) =>
      told.some((one) => (one.endsWith('*') ? variable.startsWith(one.slice(0, -1)) : one === variable));
    assert.deepEqual(
      Object.keys(shape).filter((variable) => !isTold(variable)),
      [],
    );
  });
}

test('.env.example names nothing that docker-compose.yml does not read, with the defaults that it has', async () => {
  const read = (file: string) => readFile(resolve(import.meta.dirname, '..', file), 'utf8');
  const [example, compose] = await Promise.all([read('.env.example'), read('docker-compose.yml')]);
  const given = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  assert.ok(given.length > 0);
  for (const [, name = '', value] of given) {
    const uses = [...compose.matchAll(new RegExp(`\\$\\{${name}(?::-([^}]*))?[:}]`, 'g'))];
    assert.ok(uses.length > 0, `${name} is read`);
    for (const [, byDefault] of uses) if (byDefault !== undefined) assert.equal(value, byDefault, name);
  }
});
