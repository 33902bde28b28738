import { z } from 'zod';
import { readLogoImage } from './logo-image.ts';
import { translated } from './seller-texts.ts';

const maxLogoBytes = 100_000;
/** WCAG 2.2, success criterion 1.4.3, of text on white paper. */
const minContrast = 4.5;
const dataUrl = /^data:image\/(?:png|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/;

const logo = z.string().superRefine((value, context) => {
  const add = (message: string) => context.addIssue({ code: 'custom', message });
  const base64 = dataUrl.exec(value)?.[1];
  if (base64 === undefined) return add('must be data:image/png;base64,… or data:image/jpeg;base64,…');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > maxLogoBytes) return add(`must have at most ${maxLogoBytes} bytes`);
  const image = readLogoImage(bytes);
  if ('problem' in image) add(image.problem);
});

const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1d4ed8')
  .refine((value) => !/^#[0-9a-fA-F]{6}$/.test(value) || contrastToWhite(value) >= minContrast, {
    message: `must be dark enough to be read on white: a contrast of ${minContrast} to 1`,
  })
  .transform((value) => value.toLowerCase());

/** The look of the seller's documents. */
export const documentTemplate = z.strictObject({
  /** A picture as a data URL, so that it is frozen with the rest. */
  logo: logo.optional(),
  /** The colour of titles and rules. */
  color: color.optional(),
  /** A text above the lines. */
  introduction: translated(1_000).optional(),
  /** A text below the payment. */
  closing: translated(1_000).optional(),
});

export type DocumentTemplate = z.output<typeof documentTemplate>;

/** The bytes of a template's picture. */
export function toLogoBytes(template: DocumentTemplate): Buffer | undefined {
  const base64 = template.logo === undefined ? undefined : dataUrl.exec(template.logo)?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/** The ratio of contrast of WCAG 2.2 between a colour and white. */
function contrastToWhite(value: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(value.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
