import { z } from 'zod';
import { secret, url } from '#platform/configuration/fields.ts';
import type { BucketOptions } from './document-bucket.ts';

/** The variables of the place where documents are kept. */
export const documentFields = {
  /** A folder that several processes may share; not used with a bucket. */
  DOCUMENTS_FOLDER: z.string().default('.data/documents'),
  /** The address of a bucket of S3, with a prefix if there is one. */
  DOCUMENTS_BUCKET: url()
    .refine((value) => !/[?#]|\/\/[^/]*@/.test(value), 'must be an address without a query and a password')
    .refine(
      (value) => /^\/[\w.~/-]*$/.test(new URL(value).pathname),
      'must have letters, digits and -._~/ alone in its path',
    )
    .optional(),
  DOCUMENTS_BUCKET_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be the name of a region, such as eu-west-3')
    .default('us-east-1'),
  DOCUMENTS_BUCKET_KEY_ID: z.string().min(1).max(128).optional(),
  DOCUMENTS_BUCKET_SECRET: secret().optional(),
};

type DocumentVariables = z.output<z.ZodObject<typeof documentFields>>;

/** Says what of the variables does not fit together; for a schema's `superRefine`. */
export function checkDocumentVariables(variables: DocumentVariables, context: z.RefinementCtx): void {
  if (variables.DOCUMENTS_BUCKET === undefined) return;
  for (const name of ['DOCUMENTS_BUCKET_KEY_ID', 'DOCUMENTS_BUCKET_SECRET'] as const)
    if (variables[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'must be set, as DOCUMENTS_BUCKET is' });
}

/** The bucket that the variables name, if they name one. */
export function toBucketOptions(variables: DocumentVariables): BucketOptions | undefined {
  const {
    DOCUMENTS_BUCKET: address,
    DOCUMENTS_BUCKET_REGION: region,
    DOCUMENTS_BUCKET_KEY_ID: keyId,
    DOCUMENTS_BUCKET_SECRET: key,
  } = variables;
  if (address === undefined || keyId === undefined || key === undefined) return undefined;
  return { url: address, region, keyId, secret: key };
}
