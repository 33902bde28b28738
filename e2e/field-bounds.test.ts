import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { maxExemptionReasonLength } from '#schema/tax-category.ts';
import { fieldBounds } from '../dashboard/src/api/field-bounds.ts';
import { registryBounds } from '../registry/bounds.ts';
import { maxApprovalDays, usualApprovalDays } from '../registry/checks/approvals.ts';
import { workspaceBounds } from '../subgraphs/workspace/domain/bounds.ts';

test('the bounds that fields of the page keep are those of the API', () => {
  assert.deepEqual(fieldBounds, {
    invoiceLines: invoiceBounds.lines,
    externalReferenceLength: invoiceBounds.externalReferenceLength,
    noteLength: invoiceBounds.noteLength,
    unitLength: invoiceBounds.unitLength,
    adjustmentReasonLength: invoiceBounds.adjustmentReasonLength,
    taxExemptionReasonLength: maxExemptionReasonLength,
    savedNameLength: workspaceBounds.name,
    keyNameLength: registryBounds.keyName,
    approvalReasonLength: registryBounds.gitText,
    approvalDays: maxApprovalDays,
    usualApprovalDays,
  });
});
