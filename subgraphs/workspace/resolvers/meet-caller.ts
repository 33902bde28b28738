import type { WorkspaceContext } from '../context.ts';
import type { NoticeViewer } from '../domain/viewer.ts';
import { meetPerson } from '../store/meet-person.ts';

/** Notes that the caller looks at notices; a notice of changed rights goes to those who follow, too. */
export async function meetCaller(
  { sql, changes }: Pick<WorkspaceContext, 'sql' | 'changes'>,
  viewer: NoticeViewer,
): Promise<void> {
  if (await meetPerson(sql, viewer)) changes.ring();
}
