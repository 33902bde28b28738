import { z } from 'zod';
import { auditTrailFields } from '#platform/audit/trail/retention.ts';
import { findProblems } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { secret } from '#platform/configuration/fields.ts';
import { isTemporaryFolder } from './temporary-folders.ts';
import { findTrailProblems } from './trail.ts';

const ownerVariable = 'AUDIT_TRAIL_DATABASE_PASSWORD';

const fields = z.object({ ...auditTrailFields, [ownerVariable]: secret().optional() });

/**
 * Judges what the variables say of the audit before a system goes live: nobody but provisioning has the role that owns the trail, entries
 * of the gateway wait in a folder that lasts, and the trail, if the variables are those of the subgraph audit, is protected and verified.
 *
 * @returns all problems, one line each
 */
export async function findAuditProblems(environment: Environment, now: Date): Promise<readonly string[]> {
  return [
    ...findProblems(fields, { ...environment, NODE_ENV: 'production' }),
    ...findPasswordProblems(environment),
    ...findOwnerProblems(environment),
    ...findFolderProblems(environment),
    ...(await findDatabaseProblems(environment, now)),
  ];
}

function findPasswordProblems(environment: Environment): readonly string[] {
  const password = environment[ownerVariable];
  if (password === undefined || password === '') return [];
  return Object.entries(environment).flatMap(([name, value]) =>
    name !== ownerVariable && name.endsWith('_PASSWORD') && value === password
      ? [
          `${ownerVariable}: is that of ${name}, too, whose holder could change the audit trail; give it one of its own`,
        ]
      : [],
  );
}

function findOwnerProblems(environment: Environment): readonly string[] {
  return ['DATABASE_URL', 'EVENT_LOG_DATABASE_URL'].flatMap((name) =>
    findRole(environment[name]) === 'audit_trail'
      ? [`${name}: names the role audit_trail, which owns the audit trail and which no process may have`]
      : [],
  );
}

/** The gateway keeps entries in DATA_DIR until the event log has them. */
function findFolderProblems(environment: Environment): readonly string[] {
  const { DATA_DIR: folder, EVENT_LOG_DATABASE_URL: logUrl, KAFKA_BROKERS: brokers } = environment;
  if (!folder || !(logUrl || brokers)) return [];
  return isTemporaryFolder(folder)
    ? [
        `DATA_DIR: ${folder} is a folder for temporary files, and entries of the audit wait there until the event log has them; give it a folder that outlives a restart`,
      ]
    : [];
}

async function findDatabaseProblems(environment: Environment, now: Date): Promise<readonly string[]> {
  const url = environment['DATABASE_URL'];
  return url !== undefined && findRole(url) === 'audit' ? findTrailProblems(url, now) : [];
}

function findRole(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).username : undefined;
}
