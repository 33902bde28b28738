import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { Watch } from './watchdog.ts';

const STANDARD_OUTPUT = 1;

const { name, beats, everyMs, maxMissed } = workerData as Watch;
/** Nobody writes here: waiting for it is how a thread sleeps. */
const never = new Int32Array(new SharedArrayBuffer(4));

let last = Atomics.load(beats, 0);
for (let missed = 0; missed < maxMissed; ) {
  Atomics.wait(never, 0, 0, everyMs);
  const current = Atomics.load(beats, 0);
  // Turns are counted, not time: a process that was stopped as a whole, with its machine, does not hang.
  missed = current === last ? missed + 1 : 0;
  last = current;
}
const silentMs = maxMissed * everyMs;
const msg = `the process has done nothing else for ${silentMs} ms; ending it, to be started again`;
writeSync(
  STANDARD_OUTPUT,
  `${JSON.stringify({ level: 'fatal', time: new Date().toISOString(), name, msg })}\n`,
);
process.kill(process.pid, 'SIGKILL');
