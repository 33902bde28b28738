import { flag } from '#platform/configuration/fields.ts';

/** The variables of discovery. */
export const discoveryFields = {
  /** True if gateways are not given instances whose SDL is not the one that runs. */
  REGISTRY_REFUSE_DIFFERING: flag(false),
};
