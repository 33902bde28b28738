import { resolve } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { tolerateClosedOutput } from '#platform/process/closed-output.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { parseLauncherConfiguration } from '../deploy/local/configuration.ts';
import { findRunningSystem } from '../deploy/local/run-file.ts';
import { developmentServiceClient } from '../deploy/system/development-secrets.ts';
import { followLiveTotals, type ShownTotals } from './live-totals.ts';
import { toTotalsLine } from './live-totals-line.ts';

/** `npm run watch`: follows the totals of the system that `npm start` runs, through its gateway, and prints them every second. */
const printEveryMs = 1_000;
const root = resolve(import.meta.dirname, '..');
const leaving = new AbortController();
tolerateClosedOutput().addEventListener('abort', () => leaving.abort());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leaving.abort());

let newest: ShownTotals | undefined;
let printed: ShownTotals | undefined;
const timer = setInterval(() => {
  if (newest === undefined || newest === printed) return;
  console.log(toTotalsLine(newest, printed));
  printed = newest;
}, printEveryMs);
try {
  const { dataFolder, serviceSecret } = parseLauncherConfiguration(process.env, root);
  const { gatewayUrl, issuer } = await findRunningSystem(dataFolder);
  const service = { issuer, clientId: developmentServiceClient, clientSecret: serviceSecret };
  const token = new ServiceToken(service);
  // A secret that is refused ends the program at once.
  await token.get();
  await followLiveTotals({
    gatewayUrl,
    token: () => token.get(),
    signal: leaving.signal,
    onTotals: (totals) => {
      newest = totals;
    },
    onTrouble: (message) => console.error(message),
  });
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  clearInterval(timer);
}
