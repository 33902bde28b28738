import { z } from 'zod';
import type { ReadinessPart } from '#platform/http/readiness.ts';
import { parseJson } from '#platform/text/parse-json.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { createAddressCheck } from './readiness-checks.ts';

const maxServices = 100;

const addresses = z.record(z.string().min(1).max(100), z.url({ protocol: /^https?$/ }));

/**
 * Reads the services that `GET /gateway/health` tells of beside the gateway's own parts: JSON with the address of each that
 * answers 200 while it works.
 */
export const watchedServicesField = z
  .string()
  .default('{}')
  .transform((text, context) => {
    const parsed = addresses.safeParse(parseJson(text));
    if (parsed.success && Object.keys(parsed.data).length <= maxServices) return parsed.data;
    context.addIssue({
      code: 'custom',
      message:
        'must be JSON with an http address for each name, such as {"relay":"http://127.0.0.1:4006/readyz"}',
    });
    return z.NEVER;
  });

/** The parts that services are; the gateway does without them. */
export function toServiceParts(
  services: Readonly<Record<string, string>>,
  send: Fetch = fetch,
): Record<string, ReadinessPart> {
  return Object.fromEntries(
    Object.entries(services).map(([name, url]) => [
      `service ${name}`,
      { check: createAddressCheck(url, send), isRequired: false },
    ]),
  );
}
