import { registryBounds } from '../../registry/bounds.ts';
import { maxPeriodDays } from '../../registry/subgraph/usage/variant-period.ts';
import type { LimitRow } from './limit-row.ts';

const publishTest = 'registry/graphs/publish-subgraphs.test.ts';
const roverTest = 'e2e/rover/not-offered.system.test.ts';
const callerTest = 'registry/keys/caller-finder.test.ts';
const usageTest = 'registry/subgraph/usage/usage.test.ts';

/** The limits of the registry. */
export function listRegistryLimits(): readonly LimitRow[] {
  return [
    {
      place: 'registry',
      counts: 'characters of one SDL',
      bound: registryBounds.sdl,
      answer: 'LIMIT_EXCEEDED',
      test: publishTest,
    },
    {
      place: 'registry',
      counts: 'bytes of a request',
      bound: registryBounds.bodyBytes,
      answer: 'Request body is too large',
      test: roverTest,
    },
    {
      place: 'registry',
      counts: 'requests of one key in a minute',
      bound: registryBounds.requestsOfKey,
      answer: 'TOO_MANY_REQUESTS',
      test: callerTest,
    },
    {
      place: 'registry',
      counts: 'requests without a good key from one address in a minute',
      bound: registryBounds.requestsOfStrangers,
      answer: 'TOO_MANY_REQUESTS',
      test: callerTest,
    },
    {
      place: 'registry',
      counts: 'days of a period of usage',
      bound: maxPeriodDays,
      answer: 'BAD_USER_INPUT',
      test: usageTest,
    },
  ];
}
