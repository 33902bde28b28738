import { basename } from 'node:path';
import type { ISql } from 'postgres';

/**
 * Stores the new path of a job's file that was moved, so that `restart` finds it. A job that was begun with the file at another
 * path meanwhile is not changed.
 */
export async function moveFile(sql: ISql, number: number, from: string, to: string): Promise<void> {
  await sql`
    update job_instances set file_path = ${to}, file_name = ${basename(to)}
    where number = ${number} and file_path = ${from}`;
}
