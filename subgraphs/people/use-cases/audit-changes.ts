import type { UserError } from '#kernel/input-problems.ts';
import { auditEntryForm } from '#platform/audit/audit-entry.ts';
import { findAuditScope } from '#platform/audit/audit-scope.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import { writeAuditEntry } from '#platform/audit/write-audit-entry.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { eq, sql } from '#platform/database/drizzle.ts';
import { auditIntents } from '../tables.ts';
import type { ApiClientAnswer } from './api-client-use-cases.ts';
import type { PersonAnswer } from './people-use-cases.ts';

/** The time after which nobody learns any more what became of a change, in minutes: a change holds its lock for two. */
const forgottenAfterMinutes = 10;
const atOnce = 100;

/** Writes the audit of changes of people and of API clients. */
export class ChangeAudit {
  readonly #db: PostgresJsDatabase;

  constructor(db: PostgresJsDatabase) {
    this.#db = db;
  }

  /**
   * Runs a change, and records its effect. The intent is stored before the provider is asked, so that a change of which this process
   * does not live to see the end is told, too.
   *
   * @param id the person or client, if there is one yet
   */
  async run<
    Answer extends { readonly userErrors: readonly UserError[] } & Partial<PersonAnswer & ApiClientAnswer>,
  >(id: string | null, change: () => Promise<Answer>): Promise<Answer> {
    const intent = findAuditScope()?.toDone({ id });
    if (intent === undefined) return change();
    await this.#db.insert(auditIntents).values({ id: intent.id, entry: auditEntryForm.parse(intent) });
    // If it throws, the intent stays: the provider may have done what it was asked for.
    const answer = await change();
    await this.#db.transaction(async (tx) => {
      await tx.delete(auditIntents).where(eq(auditIntents.id, intent.id));
      if (answer.userErrors.length === 0)
        await recordEffect(tx, { id: (answer.person ?? answer.apiClient)?.id ?? id });
    });
    return answer;
  }

  /** Moves some intents whose end nobody knows into the audit, with the code `OUTCOME_UNKNOWN`, and gives their number. */
  moveForgotten(): Promise<number> {
    return this.#db.transaction(async (tx) => {
      const forgotten = await tx
        .delete(auditIntents)
        .where(
          sql`${auditIntents.id} in (select id from ${auditIntents}
            where created_at < clock_timestamp() - ${forgottenAfterMinutes} * interval '1 minute'
            order by created_at limit ${atOnce} for update skip locked)`,
        )
        .returning({ entry: auditIntents.entry });
      for (const { entry } of forgotten) {
        await writeAuditEntry(tx, {
          ...entry,
          level: 'WARNING',
          outcome: 'REFUSED',
          code: 'OUTCOME_UNKNOWN',
        });
      }
      return forgotten.length;
    });
  }
}
