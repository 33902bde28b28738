import { omitAbsent, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filter of notices and the place in their list, as the address has them. */
export interface NoticesSearch {
  readonly unread?: 'true';
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address; what it does not know is left out. */
export function readNoticesSearch(given: Record<string, unknown>): NoticesSearch {
  return omitAbsent({
    unread: toOneOf(['true'] as const, given['unread']),
    after: toSearchParameter(given['after']),
    before: toSearchParameter(given['before']),
  });
}
