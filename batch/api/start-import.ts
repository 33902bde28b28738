import { v7 as createId } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { withOwnSellers } from '../documents/own-sellers.ts';
import type { SkipLimit } from '../jobs/reject-limits.ts';
import { defaultReasonLimit, defaultSkipLimit } from '../load/default-limits.ts';
import { sortParameters } from '../load/sort/sort-parameter.ts';
import { withAllRows } from '../mapping/invoice-mapping.ts';
import { isGroupedMapping, isPaymentMapping, type Mapping } from '../mapping/mapping.ts';
import { addRequest, countOpenRequests, type NewRequest } from '../queue/add-request.ts';
import type { StartImportInput } from './generated/types.ts';
import { importBounds } from './import-bounds.ts';
import type { ImportTools } from './import-tools.ts';
import { findUpload } from './inspect-upload.ts';
import { parseMappingInput } from './parse-mapping-input.ts';

const { openRequests: maxOpen } = importBounds;
const maxRows = 1e15;
const maxAgain = 1_000;

/** Queues an upload of this person for a load or a dry run; the value is the request's id. */
export function startImport(
  { sql, db, settings }: ImportTools,
  principal: Principal,
  { idempotencyKey: key, ...input }: StartImportInput,
): Promise<Checked<string>> {
  const id = createId();
  const subject = toSubjectKey(principal);
  return answerOnce<NewRequest>(
    db,
    { operation: 'startImport', principal, key, input },
    {
      id,
      prepare: async () => {
        const problems = new InputProblems();
        const upload = await findUpload(sql, input.uploadId, subject, problems.at('uploadId'));
        const limits = {
          skipLimit: parseSkipLimit(input, problems),
          reasonPercent: parseReasonPercent(input, problems.at('reasonPercent')),
        };
        const parameters = parseParameters(input, problems);
        const mapping = await parseMapping(sql, input, problems);
        if ((await countOpenRequests(sql, subject)) >= maxOpen) {
          problems.add('NOT_ALLOWED', `You have ${maxOpen} requests that wait or run; wait for one to end.`);
        }
        if (upload === undefined || mapping === undefined || !problems.isEmpty) {
          return { problems: problems.errors };
        }
        return {
          value: {
            id,
            kind: input.dryRun === true ? 'DRY_RUN' : 'LOAD',
            subject,
            fileName: upload.fileName,
            uploadId: upload.id,
            mapping: { name: mapping.name, value: withOwnSellers(mapping, settings.ownSellers) },
            parameters,
            ...limits,
            instanceId: null,
          },
        };
      },
      write: async (tx, request) => {
        await addRequest(tx, request);
        return { value: id };
      },
    },
  );
}

async function parseMapping(
  sql: ImportTools['sql'],
  { mapping: given, allRows, sort }: StartImportInput,
  problems: InputProblems,
): Promise<Mapping | undefined> {
  const mapping = await parseMappingInput(sql, given, problems.at('mapping'));
  if (mapping === undefined) return undefined;
  if (sort === true && !isGroupedMapping(mapping)) {
    problems
      .at('sort')
      .add('INVALID', 'Each row of this mapping is a record of its own: there is nothing to put together.');
  }
  if (allRows !== true) return mapping;
  if (!isPaymentMapping(mapping)) return withAllRows(mapping);
  problems.at('allRows').add('INVALID', 'Rows that a mapping of payments leaves out are not payments.');
  return undefined;
}

/** Reads the limit of rejected rows; the usual one if none is given. */
function parseSkipLimit(input: StartImportInput, problems: InputProblems): SkipLimit {
  const { skipLimit, skipPercent, skipAll } = input;
  const hasRows = typeof skipLimit === 'number';
  const hasPercent = typeof skipPercent === 'number';
  if ([hasRows, hasPercent, skipAll === true].filter(Boolean).length > 1) {
    problems.add('INVALID', 'Give at most one of `skipLimit`, `skipPercent` and `skipAll`.');
  }
  if (hasRows && !(Number.isInteger(skipLimit) && skipLimit >= 0 && skipLimit <= maxRows)) {
    problems.at('skipLimit').add('OUT_OF_RANGE', 'Must be a whole number of rows from 0.');
  }
  const percent = parsePercent(skipPercent, problems.at('skipPercent'));
  if (skipAll === true) return null;
  if (hasRows) return skipLimit;
  return percent === undefined ? defaultSkipLimit : { percent };
}

/** Reads the limit of one reason: null takes it away. */
function parseReasonPercent({ reasonPercent }: StartImportInput, problems: InputProblems): number | null {
  return reasonPercent === undefined ? defaultReasonLimit : (parsePercent(reasonPercent, problems) ?? null);
}

/** Undefined if none is given, or for a problem, which is noted. */
function parsePercent(given: number | null | undefined, problems: InputProblems): number | undefined {
  if (typeof given !== 'number') return undefined;
  if (given >= 0 && given <= 100) return given;
  problems.add('OUT_OF_RANGE', 'Must be a percentage from 0 to 100.');
  return undefined;
}

/** Reads what makes this a job of its own. */
function parseParameters({ sort, again }: StartImportInput, problems: InputProblems): Record<string, string> {
  const parameters = sort === true ? { ...sortParameters } : {};
  if (typeof again !== 'number') return parameters;
  if (again < 1 || again > maxAgain)
    problems.at('again').add('OUT_OF_RANGE', `Must be from 1 to ${maxAgain}.`);
  return { ...parameters, again: String(again) };
}
