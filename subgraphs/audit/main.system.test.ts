import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { defineSubgraphProcessCases } from '#platform/testing/subgraph-process-cases.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';

defineSubgraphProcessCases({
  name: 'audit',
  main: new URL('main.ts', import.meta.url),
  readSdl: () => readSubgraphSdl('audit'),
  managerRole: 'AUDITOR',
  usesEventLog: true,
  contexts: [{ name: 'audit', groups: ['audit_trail_writer'] }, 'audit_trail'],
  prepare: (database) => prepareAuditTrail(database.urlOf('audit_trail')),
});
