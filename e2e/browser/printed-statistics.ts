import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SystemAddresses } from '../running-system.ts';

/** The figures of a currency as `npm run statistics` prints them, without simulated invoices. */
export interface PrintedFigures {
  readonly count: number;
  readonly total: string;
  readonly net: string;
  readonly paid: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const timeoutMs = 60_000;

/** Runs `npm run statistics` for a system and reads what it prints of all time. @returns the figures by currency */
export async function readPrintedStatistics({
  environment,
}: SystemAddresses): Promise<Record<string, PrintedFigures>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/statistics.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    timeout: timeoutMs,
  });
  const [, issued = '', settled = ''] = stdout.split(/^All time.*\n/m);
  const find = (text: string, pattern: string) =>
    Object.fromEntries(
      [...text.matchAll(new RegExp(`^ +(\\S+) ([A-Z]{3}) +${pattern}$`, 'gm'))].map((match) => [
        match[2] ?? '',
        match,
      ]),
    );
  const [totals, nets, payments] = [
    find(issued, '(\\d+) invoices?'),
    find(settled, 'net: .*'),
    find(settled, 'paid: .*'),
  ];
  return Object.fromEntries(
    Object.entries(totals).map(([currency, [, total = '', , count]]) => [
      currency,
      { count: Number(count), total, net: nets[currency]?.[1] ?? '', paid: payments[currency]?.[1] ?? '' },
    ]),
  );
}
