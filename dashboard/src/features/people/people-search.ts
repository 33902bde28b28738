import { omitAbsent, toSearchParameter } from '../../ui/search-parameters.ts';

/** The search and the place in the list of people, as the address has them. */
export interface PeopleSearch {
  readonly search?: string;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address; what it does not know is left out. */
export function readPeopleSearch(given: Record<string, unknown>): PeopleSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    after: toSearchParameter(given['after']),
    before: toSearchParameter(given['before']),
  });
}
