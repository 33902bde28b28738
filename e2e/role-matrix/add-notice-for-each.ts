import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { connectDatabase } from '#platform/database/database.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { addNotices, lockPositions } from '../../subgraphs/workspace/store/add-notices.ts';
import type { SystemAddresses } from '../running-system.ts';

/** Adds a notice for the person of each token, so that there is one to give or to refuse. */
export async function addNoticeForEach(
  { environment, issuer }: SystemAddresses,
  tokens: readonly string[],
): Promise<void> {
  const file = join(environment['DATA_DIR'] ?? '', 'secrets.json');
  const { workspace } = JSON.parse(await readFile(file, 'utf8')) as { readonly workspace: string };
  const url = `postgres://workspace:${workspace}@127.0.0.1:${environment['DATABASE_PORT']}/postgres`;
  const database = connectDatabase({ url, name: 'role-matrix' });
  try {
    await database.sql.begin(async (tx) => {
      await lockPositions(tx);
      await addNotices(
        tx,
        tokens.map((token) => ({ notice: toNotice(issuer, token) })),
      );
    });
  } finally {
    await database.close();
  }
}

function toNotice(issuer: string, token: string) {
  const rights = { added: ['BILLING_MANAGER'], removed: [] };
  return {
    kind: 'RIGHTS_CHANGED',
    recipient: toSubjectKey({ issuer, subject: decodeJwt(token).sub ?? '' }),
    subject: '',
    details: { rights },
    occurredAt: new Date(),
  } as const;
}
