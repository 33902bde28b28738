import { aliasTypename } from './alias-typename/case.ts';
import type { Case } from './case.ts';
import { customerInSeveralPartitions } from './customer-in-several-partitions/case.ts';
import { dayInAnotherZone } from './day-in-another-zone/case.ts';
import { dayWithoutMidnight } from './day-without-midnight/case.ts';
import { exactColumnName } from './exact-column-name/case.ts';
import { formsOfNumbersAndTimes } from './forms-of-numbers-and-times/case.ts';
import { groupAfterZero } from './group-after-zero/case.ts';
import { gzipMembersWithPadding } from './gzip-members-with-padding/case.ts';
import { issueDateThroughTheSink } from './issue-date-through-the-sink/case.ts';
import { moneyToldByColumns } from './money-told-by-columns/case.ts';
import { nameThatReordersText } from './name-that-reorders-text/case.ts';
import { numberInTwoUnicodeForms } from './number-in-two-unicode-forms/case.ts';
import { otherLinesSameTotal } from './other-lines-same-total/case.ts';
import { searchInAnotherUnicodeForm } from './search-in-another-unicode-form/case.ts';
import { sellerDay } from './seller-day/case.ts';
import { slowWriter } from './slow-writer/case.ts';
import { subscriptionWithoutField } from './subscription-without-field/case.ts';
import { taxOfSmallAmounts } from './tax-of-small-amounts/case.ts';
import { unknownOperationName } from './unknown-operation-name/case.ts';
import { wideRows } from './wide-rows/case.ts';
import { zstdWindowTooLarge } from './zstd-window-too-large/case.ts';

/** Cases that stay out of each other's way: each has invoice numbers and customers of its own. */
export const allCases: readonly Case[] = [
  dayInAnotherZone,
  groupAfterZero,
  exactColumnName,
  taxOfSmallAmounts,
  gzipMembersWithPadding,
  customerInSeveralPartitions,
  numberInTwoUnicodeForms,
  moneyToldByColumns,
  slowWriter,
  dayWithoutMidnight,
  otherLinesSameTotal,
  unknownOperationName,
  subscriptionWithoutField,
  aliasTypename,
  nameThatReordersText,
  wideRows,
  searchInAnotherUnicodeForm,
  sellerDay,
  issueDateThroughTheSink,
  zstdWindowTooLarge,
  formsOfNumbersAndTimes,
];
