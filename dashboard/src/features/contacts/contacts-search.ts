import type { ContactKind, ContactOrderField, CrmGrouping, OrderDirection } from '../../generated/graphql.ts';
import { toDayParameter } from '../../ui/local-days.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filters, the order and the place in the journal of contacts, as the address has them. */
export interface ContactsSearch {
  readonly search?: string;
  readonly kind?: ContactKind;
  /** The id of whoever of us was in contact. */
  readonly person?: string;
  readonly struck?: 'YES' | 'NO';
  /** The days of the contacts, by the browser's clock. */
  readonly from?: string;
  readonly to?: string;
  readonly order?: ContactOrderField;
  readonly direction?: OrderDirection;
  readonly after?: string;
  readonly before?: string;
}

export const contactKindChoices: readonly ContactKind[] = ['CALL', 'MAIL', 'MEETING', 'OTHER'];

/** Reads the address; what it does not know is left out. */
export function readContactsSearch(given: Record<string, unknown>): ContactsSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    kind: toOneOf(contactKindChoices, given['kind']),
    person: toSearchParameter(given['person']),
    struck: toOneOf(['YES', 'NO'] as const, given['struck']),
    from: toDayParameter(given['from']),
    to: toDayParameter(given['to']),
    order: toOneOf(['OCCURRED_AT', 'RECORDED_AT'] as const, given['order']),
    direction: toOneOf(['ASC', 'DESC'] as const, given['direction']),
    ...readPagePlace(given),
  });
}

/** The days and the groups of the figures, as the address has them. */
export interface CrmFiguresSearch {
  readonly group?: CrmGrouping;
  readonly from?: string;
  readonly to?: string;
}

export const crmGroupings: readonly CrmGrouping[] = ['PERSON', 'KIND', 'DAY', 'MONTH'];

/** Reads the address; what it does not know is left out. */
export function readCrmFiguresSearch(given: Record<string, unknown>): CrmFiguresSearch {
  return omitAbsent({
    group: toOneOf(crmGroupings, given['group']),
    from: toDayParameter(given['from']),
    to: toDayParameter(given['to']),
  });
}
