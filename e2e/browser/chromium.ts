import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { isOverTls } from '../over-tls.ts';

/** Where Debian, Ubuntu, Fedora, macOS and Chrome's own packages put it. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium on this machine: CHROMIUM_PATH, or the first of the usual places that has one. */
function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  return given ? given : usualPlaces.find(isExecutable);
}

/**
 * Why browser tests cannot run here, to be given as `skip` of a test. On CI nothing is skipped: there a missing browser
 * makes the test fail.
 */
export function whyNoChromium(): string | false {
  if (findChromium() !== undefined || process.env.CI === 'true') return false;
  return 'there is no Chromium here: install it (Debian: apt install chromium) or set CHROMIUM_PATH';
}

/** Starts Chromium without a window, without updates, and without a word to anybody but the pages it is sent to. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'Browser tests need Chromium: install it (Debian: apt install chromium) or set CHROMIUM_PATH.',
    );
  }
  return chromium.launch({
    executablePath,
    timeout: 60_000,
    args: [
      // Chromium's sandbox refuses to run for root, which is who runs tests in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Chromium has authorities of its own, for the whole user.
      ...(isOverTls() ? ['--ignore-certificate-errors'] : []),
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
