import type { ISql } from 'postgres';

/** The upload from which a job was loaded. */
export interface JobUpload {
  readonly id: string;
  readonly fileName: string;
}

/** Finds the upload from which a job was loaded, if it is still kept. */
export async function findJobUpload(sql: ISql, jobId: string): Promise<JobUpload | undefined> {
  const [row] = await sql<JobUpload[]>`
    select u.id, u.file_name as "fileName" from import_requests r join uploads u on u.id = r.upload_id
    where r.instance_id = ${jobId} and u.state = 'COMPLETE' order by u.created_at desc limit 1`;
  return row;
}
