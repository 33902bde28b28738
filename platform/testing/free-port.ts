import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (RFC 6335 section 6), any of which may take a port just found. */
const lowest = 15_000;
const highest = 32_000;
const attempts = 50;

const given = new Set<number>();

/**
 * A port that was free a moment ago, for programs that cannot be told to take any. Chosen by chance, so that tests which
 * run side by side hardly ever choose the same; one process is given none twice.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${attempts} ports from ${lowest} to ${highest} is free`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
