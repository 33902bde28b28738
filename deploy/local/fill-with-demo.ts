import { describeError } from '#platform/log/log-error.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { toReportLines } from '../demo/report.ts';
import { writeDemoManifest } from '../demo/trust-documents.ts';
import { developmentServiceClient } from '../system/development-secrets.ts';
import type { LauncherConfiguration } from './configuration.ts';

/**
 * Fills an empty system with the demo's data. A system without them is a system all the same, so a failure is said and no
 * more.
 *
 * @param print shows a line to the person at the terminal
 */
export async function fillWithDemo(
  configuration: LauncherConfiguration,
  options: {
    readonly gatewayUrl: string;
    readonly signal: AbortSignal;
    readonly print: (line: string) => void;
  },
): Promise<void> {
  const { gatewayUrl, signal, print } = options;
  try {
    const { report } = await loadDemo({
      gatewayUrl,
      issuer: configuration.issuer,
      clientId: developmentServiceClient,
      clientSecret: configuration.serviceSecret,
      signal,
    });
    if (report !== undefined) for (const line of toReportLines(report)) console.log(line);
  } catch (error) {
    signal.throwIfAborted();
    print(`The demo could not be loaded: ${describeError(error)}`);
    print('Start again to finish it, or start with: npm start -- --no-demo');
  } finally {
    const { demoManifest } = configuration;
    if (demoManifest !== undefined) await writeDemoManifest(demoManifest, false);
  }
}
