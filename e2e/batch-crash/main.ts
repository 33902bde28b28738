import { toErrorText } from '#platform/errors/to-error.ts';
import { parseOptions, usage } from './options.ts';
import { type RunResult, runOnce } from './run-once.ts';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));

try {
  const options = readOptions();
  const result = await runOnce(options, stopping.signal);
  console.log(`${result.isRight ? 'Right' : 'WRONG'}: ${describe(result, options).join('\n  ')}`);
  if (!result.isRight) process.exitCode = 1;
} catch (error) {
  console.error(stopping.signal.aborted ? 'Stopped.' : error);
  process.exitCode = 1;
}

function readOptions(): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    const message = toErrorText(error);
    console.error(`${message}

Kills the batch worker and PostgreSQL again and again during one load, and compares what was loaded with the file.

  ${usage}`);
    process.exit(2);
  }
}

function describe(result: RunResult, options: ReturnType<typeof parseOptions>): string[] {
  const { kills, shares, expected, seconds } = result;
  const count = (value: number) => value.toLocaleString('en');
  return [
    `${count(options.rows)} rows of ${options.records}, ${count(options.chunkRows)} in a chunk, ${options.workers} at once, seed ${options.seed}`,
    `killed: worker ${kills.worker}, PostgreSQL ${kills.PostgreSQL}; started ${result.starts} times, gave up by itself ${result.gaveUp} times`,
    `loaded when the worker was killed: ${shares.map((share) => `${Math.round(share * 100)} %`).join(', ')}`,
    `${seconds.toFixed(1)} s; ${count(expected.loaded)} ${options.records}, ${count(expected.alreadyThere)} rows already there, ${count(expected.rejected)} rejected`,
    ...Object.entries(result.executions).map(([how, times]) => `${times} executions ${how}`),
    ...result.findings.map((finding) => `${finding.count} ${finding.what}`),
    ...(result.isRight ? [] : [`The files and what the worker said are in ${result.folder}`]),
  ];
}
