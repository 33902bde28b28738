import { z } from 'zod';
import { pageQuery } from './page-query.ts';

/** The query parameters of the list of files. */
export const fileQuery = z.strictObject(pageQuery);
