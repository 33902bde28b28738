import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBrowserName } from './browser-name.ts';

// As browsers send them.
const userAgents: readonly (readonly [userAgent: string, browser: string, system: string])[] = [
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Microsoft Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Safari',
    'macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1',
    'Chrome',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet',
    'Android',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome',
    'ChromeOS',
  ],
];

test('names the browser and the system of common headers, not those that they imitate', () => {
  for (const [userAgent, browser, system] of userAgents)
    assert.deepEqual(parseBrowserName(userAgent), { browser, system }, userAgent);
});

test('a header that names nothing known, is missing or begins with too much names nothing', () => {
  const nothing = { browser: undefined, system: undefined };
  for (const userAgent of [undefined, '', 'curl/8.5.0', '<b>you</b>', `${'x'.repeat(500)} Firefox/1 Linux`])
    assert.deepEqual(parseBrowserName(userAgent), nothing, userAgent);
});
