import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type PortVariable, portVariables } from '../system/services.ts';

/**
 * Makes sure that nothing listens on the ports before anything is started.
 *
 * @param options.waitMs how long to wait for processes that are about to end
 * @throws {CodedError} PORT_IN_USE, naming each port and the variable that changes it.
 */
export async function assertPortsFree(
  ports: Readonly<Partial<Record<PortVariable, number>>>,
  options: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const giveUpAt = Date.now() + options.waitMs;
  for (;;) {
    const taken = await findTaken(ports);
    if (taken.length === 0) return;
    if (Date.now() >= giveUpAt) throw new CodedError('PORT_IN_USE', taken.join('\n'));
    await delay(100, undefined, { signal: options.signal });
  }
}

async function findTaken(ports: Readonly<Partial<Record<PortVariable, number>>>): Promise<string[]> {
  const entries = Object.entries(ports) as [PortVariable, number][];
  const lines = await Promise.all(
    entries.map(async ([variable, port]) =>
      (await isFree(port))
        ? []
        : [
            `Port ${port} for ${toTitle(variable)} is in use. ` +
              `Stop what uses it, or choose another: ${variable}=${port + 10_000 > 65_535 ? port - 10_000 : port + 10_000} npm start`,
          ],
    ),
  );
  return lines.flat();
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

function toTitle(variable: PortVariable): string {
  return portVariables.find((one) => one.variable === variable)?.title ?? variable;
}
