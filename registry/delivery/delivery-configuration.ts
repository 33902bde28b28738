import { z } from 'zod';
import { integer, list } from '#platform/configuration/fields.ts';
import { type OpenRefs, parseOpenRefs } from './uplink/uplink-refs.ts';

/** The variables of delivery. */
export const deliveryFields = {
  /** Graph refs for stock gateways, which are given a supergraph without its security links. */
  UPLINK_OPEN_REFS: list()
    .transform((entries, context): OpenRefs => {
      const refs = parseOpenRefs(entries);
      if (refs) return refs;
      const message = 'must be graph refs, such as shop@stock=shop@current, between commas';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .default(new Map()),
  UPLINK_POLL_SECONDS: integer({ min: 1, max: 3_600, byDefault: 5 }),
};
