import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditEn } from '../../dashboard/src/messages/en/audit.ts';
import { listAuditRows } from './audit-rows.ts';

test('the page has words for each action and each type of object of the audit, and for no other', () => {
  const rows = listAuditRows();
  assert.deepEqual(
    Object.keys(auditEn.actions).toSorted(),
    [...new Set(rows.map(({ action }) => action))].toSorted(),
  );
  assert.deepEqual(
    Object.keys(auditEn.objectTypes).toSorted(),
    [...new Set(rows.flatMap(({ object }) => object ?? []))].toSorted(),
  );
});
