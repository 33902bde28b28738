import { parseArgs } from 'node:util';
import { type RunResult, runOnce } from './run-once.ts';

const usage = `Leads invoices through their life on two processes of billing, then while everything is killed, and compares the rest.

  node e2e/invoice-life/main.ts [--crowd 200] [--clerks 12] [--seconds 30] [--seed 1]`;

const most = { crowd: 2_000, clerks: 100, seconds: 86_400, seed: 2_147_483_647 };

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));

const options = readOptions();
const { crowd, clerks, seconds, seed } = options;
const { signal } = stopping;
await tell(`${crowd} issue and pay at once`, runOnce({ seed, clerks: crowd, killForMs: 0, signal }));
if (seconds > 0) {
  const killed = runOnce({ seed, clerks, killForMs: seconds * 1_000, signal });
  await tell(`${clerks} at work for ${seconds} s while everything is killed, seed ${seed}`, killed);
}

async function tell(what: string, running: Promise<RunResult>): Promise<void> {
  try {
    const result = await running;
    const { isRight, told, calls, kills, findings } = result;
    const { refusals, ...done } = told;
    const list = (counts: object) =>
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ');
    const lines = [
      what,
      list(done),
      `refused: ${list(refusals) || 'nothing'}`,
      `${calls.sent} calls sent, ${calls.doubled} of them to both processes at once, ${calls.unanswered} repeated for want of an answer`,
      `killed: ${list(kills) || 'nothing'}; ${result.failedStarts} starts refused by a server that was away`,
      `${result.diedAlone} processes that ended by themselves once they were ready`,
      `all settled ${(result.settledAfterMs / 1_000).toFixed(1)} s after the last answer`,
      ...findings.map(({ what: finding, count }) => `${count} ${finding}`),
      ...(isRight ? [] : [`What the processes said is in ${result.folder}`]),
    ];
    console.log(`\n${isRight ? 'Right' : 'WRONG'}: ${lines.join('\n  ')}`);
    if (!isRight) process.exitCode = 1;
  } catch (error) {
    console.error(signal.aborted ? 'Stopped.' : error);
    process.exitCode = 1;
  }
}

function readOptions(): Record<keyof typeof most, number> {
  try {
    const { values } = parseArgs({
      options: {
        crowd: { type: 'string', default: '200' },
        clerks: { type: 'string', default: '12' },
        seconds: { type: 'string', default: '30' },
        seed: { type: 'string', default: String(Date.now() % most.seed) },
      },
    });
    const toCount = (name: keyof typeof most) => {
      const count = Number(values[name]);
      if (Number.isInteger(count) && count >= 0 && count <= most[name]) return count;
      throw new TypeError(`--${name} must be a whole number from 0 to ${most[name]}, not "${values[name]}"`);
    };
    return {
      crowd: toCount('crowd'),
      clerks: toCount('clerks'),
      seconds: toCount('seconds'),
      seed: toCount('seed'),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
