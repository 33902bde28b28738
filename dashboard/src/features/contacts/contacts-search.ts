import type { ContactKind, ContactOrderField, CrmGrouping, OrderDirection } from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filters, the order and the place in the journal of contacts, as the address has them. */
export interface ContactsSearch {
  readonly search?: string;
  readonly kind?: ContactKind;
  readonly struck?: 'YES' | 'NO';
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
    struck: toOneOf(['YES', 'NO'] as const, given['struck']),
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
const dayForm = /^\d{4}-\d\d-\d\d$/;

/** Reads the address; what it does not know is left out. */
export function readCrmFiguresSearch(given: Record<string, unknown>): CrmFiguresSearch {
  const toDay = (value: unknown) =>
    typeof value === 'string' && dayForm.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  return omitAbsent({
    group: toOneOf(crmGroupings, given['group']),
    from: toDay(given['from']),
    to: toDay(given['to']),
  });
}
