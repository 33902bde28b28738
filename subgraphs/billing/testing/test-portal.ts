import type { PortalSettings } from '../portal/portal-fields.ts';
import { PortalSigner } from '../portal/portal-signer.ts';

/** Creates settings of the portal with keys of tests. */
export function createTestPortal(
  keys: readonly [string, ...string[]] = ['a key of tests for links of the portal'],
): PortalSettings {
  return { signer: new PortalSigner(keys), origin: 'https://invoices.example', linkDays: 90 };
}
