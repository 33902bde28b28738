import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { readTlsTexts } from '#platform/tls/read-tls-texts.ts';
import { serviceTlsSchema, toServiceFiles } from '#platform/tls/service-tls-fields.ts';
import { toTlsOutcome } from '#platform/tls/to-tls-outcome.ts';
import { developmentAuthority } from '../certificates/certificate-folder.ts';

const dayMs = 86_400_000;
/** Whoever renews certificates has done so before. In days. */
const minRestDays = 7;

/**
 * Judges the certificates of a process before it goes live: they can be used, last for some days, and come from no authority for
 * development. A process without TLS has none; a proxy in front may add it.
 *
 * @returns all problems, one line each
 */
export async function findCertificateProblems(
  environment: Environment,
  now: Date,
): Promise<readonly string[]> {
  try {
    const given = parseConfiguration(serviceTlsSchema, environment);
    const { server, client } = toServiceFiles(given);
    const outcomes = await Promise.all(
      [server, client].map(async (files) => toTlsOutcome(files, await readTlsTexts(files), { now })),
    );
    const problems = new Set(outcomes.flatMap((outcome) => outcome.problems));
    if (problems.size > 0) return [...problems];
    const named = [server.certificate, server.ca, client.ca].flatMap((file) => file ?? []);
    const found = await Promise.all(
      named.map(async ({ variable, path }) => {
        const certificate = new X509Certificate(await readFile(path));
        return [
          ...(certificate.issuer === `CN=${developmentAuthority}`
            ? [`${variable}: ${path} is of an authority for development; production needs another`]
            : []),
          ...(certificate.validToDate.getTime() - now.getTime() < minRestDays * dayMs
            ? [`${variable}: ${path} has less than ${minRestDays} days left; renew it`]
            : []),
        ];
      }),
    );
    return [...new Set(found.flat())];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
