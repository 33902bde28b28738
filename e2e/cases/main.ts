import { toErrorText } from '#platform/errors/to-error.ts';
import { allCases } from './all.ts';
import type { Case } from './case.ts';
import { demo } from './data-sets/demo.ts';
import { createRetailCase } from './data-sets/retail.ts';
import { type CaseOptions, parseOptions, usage } from './options.ts';
import { openPlace, type Place } from './place.ts';

/** `npm run test:cases`: prints a line for each case, and how many passed. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const cases = chooseCases(readOptions());
await using place = await openPlace();
let failed = 0;
for (const each of cases) {
  if (stopping.signal.aborted) break;
  if (!(await tryCase(each, place))) failed += 1;
}
if (stopping.signal.aborted) console.error('Stopped.');
else console.log(`\n${cases.length - failed} passed, ${failed} failed`);
if (failed > 0 || stopping.signal.aborted) process.exitCode = 1;

function readOptions(): CaseOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    return leave(toErrorText(error));
  }
}

/** The data sets come first, since they are summed over the whole ledger. */
function chooseCases({ retailFile, only }: CaseOptions): readonly Case[] {
  if (retailFile === undefined) console.log('The retail data set is not here; --retail FILE names it.');
  const retail = retailFile === undefined ? [] : [createRetailCase(retailFile)];
  const chosen = [demo, ...retail, ...allCases].filter(
    ({ name }) => only === undefined || name.includes(only),
  );
  return chosen.length > 0 ? chosen : leave(`--only: no case has "${only}" in its name`);
}

async function tryCase({ name, run }: Case, place: Place): Promise<boolean> {
  const startedAt = performance.now();
  try {
    await run(place);
    console.log(`passed  ${name} (${toSeconds(startedAt)} s)`);
    return true;
  } catch (error) {
    console.log(`FAILED  ${name} (${toSeconds(startedAt)} s)`);
    console.error(error);
    return false;
  }
}

function toSeconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}

function leave(message: string): never {
  console.error(`${message}\n\n  ${usage}`);
  process.exit(2);
}
