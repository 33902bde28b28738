import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createAuditEntry } from '#platform/audit/trail/testing/create-audit-entry.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openDownload, readDownloadText } from '#platform/testing/open-download.ts';
import { startTestAudit, type TestAudit } from './testing/test-audit.ts';

let audit: TestAudit;
let auditor: GraphqlClient;
let token: string;

before(async () => {
  audit = await startTestAudit();
  auditor = await audit.as('AUDITOR');
  token = await audit.tokenOf('AUDITOR');
  const at = '2025-03-01T09:30:00.000Z';
  await audit.receive(
    createAuditEntry({ at, actor: { id: '=HYPERLINK("http://x")', kind: 'PERSON' } }),
    createAuditEntry({
      at,
      actor: { id: 'a,"b"', kind: 'PERSON' },
      object: null,
      outcome: 'REFUSED',
      code: 'TAKEN',
    }),
    createAuditEntry({ at: '2025-03-02T00:00:00.000Z', source: 'product' }),
  );
});
after(() => audit?.close());

interface ExportPayload extends TestRefusal {
  readonly url: string | null;
}

const createExport = (input: object): Promise<ExportPayload> =>
  callMutation(auditor, 'createAuditExport', input, 'url expiresAt');

async function fetchFile(input: object) {
  const { url, userErrors } = await createExport(input);
  assert.deepEqual(userErrors, []);
  return openDownload(audit, url ?? '', token);
}

test('a CSV file has the entries that match in the order of the trail, and nothing that a spreadsheet runs', async () => {
  audit.setNow(new Date('2025-04-01T12:00:00Z'));
  const response = await fetchFile({ filter: { sources: ['billing'] } });
  assert.equal(response.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(response.headers['content-disposition'], 'attachment; filename="audit-2025-04-01.csv"');
  const [head = '', ...rows] = (await readDownloadText(response)).split('\r\n');
  assert.equal(
    head,
    '\ufeffnumber,id,at,level,actorId,actorKind,clientId,address,requestId,source,action,objectType,objectId,outcome,code,count,redactedAt,hash',
  );
  assert.match(
    rows[0] ?? '',
    /^1,[0-9a-f-]{36},2025-03-01T09:30:00\.000Z,NOTICE,"'=HYPERLINK\(""http:\/\/x""\)",PERSON,facturation-web,192\.0\.2\.7,r-1,billing,INVOICE_ISSUED,Invoice,i-1,DONE,,1,,[0-9a-f]{64}$/,
  );
  assert.match(rows[1] ?? '', /,"a,""b""",PERSON,.*,billing,INVOICE_ISSUED,,,REFUSED,TAKEN,1,,/);
  assert.deepEqual(rows.slice(2), ['']);
});

test('a file of JSON lines has an object for each entry', async () => {
  const response = await fetchFile({ format: 'JSON_LINES', filter: { from: '2025-03-01T10:00:00Z' } });
  assert.equal(response.headers['content-type'], 'application/jsonl; charset=utf-8');
  const lines = (await readDownloadText(response)).split('\n');
  assert.equal(lines.pop(), '');
  const [entry] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const { id, hash, ...others } = entry ?? {};
  assert.ok(typeof id === 'string' && typeof hash === 'string');
  assert.deepEqual(others, {
    number: 3,
    at: '2025-03-02T00:00:00.000Z',
    level: 'NOTICE',
    actorId: 'ada',
    actorKind: 'PERSON',
    clientId: 'facturation-web',
    address: '192.0.2.7',
    requestId: 'r-1',
    source: 'product',
    action: 'INVOICE_ISSUED',
    objectType: 'Invoice',
    objectId: 'i-1',
    outcome: 'DONE',
    code: null,
    count: 1,
    redactedAt: null,
  });
  const empty = await fetchFile({ format: 'JSON_LINES', filter: { sources: ['nobody'] } });
  assert.equal(await readDownloadText(empty), '');
});

test('an address is for one auditor and for some minutes, and what is wrong with a filter is told', async () => {
  const { url } = await createExport({});
  const statusOf = async (bearer?: string) => {
    const response = await openDownload(audit, url ?? '', bearer);
    response.resume();
    return response.statusCode;
  };
  assert.equal(await statusOf(), 401);
  assert.equal(await statusOf(await audit.tokenOf('BILLING_MANAGER')), 403);
  assert.equal(await statusOf(await audit.tokenOf('ADMIN', 'AUDITOR')), 404);
  assert.equal(await statusOf(token), 200);
  const [written] = await audit.database.sql`
    select count(*)::int as count from audit.audit_outbox
    where convert_from(value, 'utf8')::jsonb @> '{"action": "AUDIT_EXPORTED", "outcome": "DONE", "actor": {"id": "AUDITOR"}}'`;
  assert.equal(written?.['count'], 4);
  audit.setNow(new Date('2025-04-01T12:05:00Z'));
  assert.equal(await statusOf(token), 404);
  const refused = await createExport({
    filter: { from: 'noon', actions: Array.from({ length: 101 }, () => 'A') },
  });
  assert.equal(refused.url, null);
  assert.deepEqual(refused.userErrors[0]?.field, ['filter']);
  assert.match(refused.userErrors[0]?.message ?? '', /filter\.from.*filter\.actions/);
});
