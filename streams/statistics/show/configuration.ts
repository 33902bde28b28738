import { z } from 'zod';
import { configurationSchema as ofProcess } from '../configuration.ts';

/** What the command that prints the statistics reads from its environment. */
export const configurationSchema = z.object({ DATABASE_URL: ofProcess.shape.DATABASE_URL });
