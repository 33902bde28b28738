import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiClientRoles } from '#schema/api-client-roles.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { maxExemptionReasonLength } from '#schema/tax-category.ts';
import { fieldBounds } from '../dashboard/src/api/field-bounds.ts';
import { offeredClientRoles } from '../dashboard/src/features/api-clients/offered-client-roles.ts';
import { registryBounds } from '../registry/bounds.ts';
import { maxApprovalDays, usualApprovalDays } from '../registry/checks/approvals.ts';
import { maxApiClientNameLength } from '../subgraphs/people/domain/api-client.ts';
import { workspaceBounds } from '../subgraphs/workspace/domain/bounds.ts';

test('the bounds that fields of the page keep are those of the API', () => {
  assert.deepEqual(fieldBounds, {
    invoiceLines: invoiceBounds.lines,
    externalReferenceLength: invoiceBounds.externalReferenceLength,
    noteLength: invoiceBounds.noteLength,
    documentReferenceLength: invoiceBounds.documentReferenceLength,
    recipientNameLength: invoiceBounds.recipientNameLength,
    unitLength: invoiceBounds.unitLength,
    adjustmentReasonLength: invoiceBounds.adjustmentReasonLength,
    taxExemptionReasonLength: maxExemptionReasonLength,
    savedNameLength: workspaceBounds.name,
    keyNameLength: registryBounds.keyName,
    apiClientNameLength: maxApiClientNameLength,
    approvalReasonLength: registryBounds.gitText,
    approvalDays: maxApprovalDays,
    usualApprovalDays,
  });
});

test('the roles that the page offers for an API client are those that it may have', () => {
  assert.deepEqual(offeredClientRoles, apiClientRoles);
});
