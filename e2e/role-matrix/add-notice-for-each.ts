import { decodeJwt } from 'jose';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { addNotices, lockPositions } from '../../subgraphs/workspace/store/add-notices.ts';
import type { SystemAddresses } from '../running-system.ts';
import { openContextDatabase } from './open-context-database.ts';

/** Adds a notice for the person of each token, so that there is one to give or to refuse. */
export async function addNoticeForEach(system: SystemAddresses, tokens: readonly string[]): Promise<void> {
  const database = await openContextDatabase(system, 'workspace');
  try {
    await database.sql.begin(async (tx) => {
      await lockPositions(tx);
      await addNotices(
        tx,
        tokens.map((token) => ({ notice: toNotice(system.issuer, token) })),
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
