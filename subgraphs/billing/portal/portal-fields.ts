import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { integer, list, url } from '#platform/configuration/fields.ts';
import type { Log } from '#platform/log/log.ts';
import { linkBounds } from './link-bounds.ts';
import { PortalSigner } from './portal-signer.ts';

const minKeyLength = 32;

/** The variables of the portal by which customers read invoices. */
export const portalFields = {
  /** Signs the links. Several between commas allow rotation: the first signs, all verify. */
  PORTAL_KEY: list()
    .refine((keys) => keys.length > 0 && keys.every(({ length }) => length >= minKeyLength), {
      message: `must be secrets of at least ${minKeyLength} characters, between commas`,
    })
    .optional(),
  /** The origin at which customers reach the gateway. */
  PORTAL_URL: url()
    .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
      message: 'must be an origin without a path, such as https://invoices.example.com',
    })
    .default('http://localhost:4000'),
  /** The time for which a link is good, unless whoever makes it says otherwise. */
  PORTAL_LINK_DAYS: integer({ min: linkBounds.minDays, max: linkBounds.maxDays, byDefault: 90 }),
};

type PortalVariables = z.output<z.ZodObject<typeof portalFields>>;

/** The settings of the portal. */
export interface PortalSettings {
  readonly signer: PortalSigner;
  /** The origin at which customers reach the gateway. */
  readonly origin: string;
  /** The days for which a link is good, unless whoever makes it says otherwise. */
  readonly linkDays: number;
}

/**
 * Judges the variables together. Without a key, a process for development makes one up, and its links end with it.
 *
 * @throws {ConfigurationError} in production without a key, or with an address that is not https
 */
export function toPortalSettings(
  { PORTAL_KEY: keys, PORTAL_URL: origin, PORTAL_LINK_DAYS: linkDays }: PortalVariables,
  { isProduction, log }: { readonly isProduction: boolean; readonly log: Pick<Log, 'warn'> },
): PortalSettings {
  const problems = [
    ...(keys === undefined ? ['PORTAL_KEY is missing: in production it must be given, the same to all'] : []),
    ...(origin.startsWith('https://')
      ? []
      : [
          'PORTAL_URL: must start with https:// in production, as whoever reads a link on its way has the invoice',
        ]),
  ];
  if (isProduction && problems.length > 0) throw new ConfigurationError(problems);
  if (keys === undefined) log.warn('without PORTAL_KEY, links of the portal end with this process');
  const [first = randomBytes(minKeyLength).toString('base64url'), ...others] = keys ?? [];
  return { signer: new PortalSigner([first, ...others]), origin, linkDays };
}
