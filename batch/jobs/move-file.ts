import { basename } from 'node:path';
import type { ISql } from 'postgres';

/**
 * Keeps with a job that its file was moved, so that `restart` finds it. A job that was begun with the file at another
 * place meanwhile is left as it is.
 */
export async function moveFile(sql: ISql, number: number, from: string, to: string): Promise<void> {
  await sql`
    update job_instances set file_path = ${to}, file_name = ${basename(to)}
    where number = ${number} and file_path = ${from}`;
}
