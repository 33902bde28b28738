import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentTemplate, toLogoBytes } from './document-template.ts';
import { readLogoImage } from './logo-image.ts';
import { createTestJpegHead, createTestPng, toDataUrl } from './testing/test-logo.ts';

const problemOf = (template: object) => documentTemplate.safeParse(template).error?.issues[0]?.message;
/** Changes a byte of the pixels. */
function damage(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[50] = (damaged[50] ?? 0) ^ 1;
  return damaged;
}

const png = createTestPng({ width: 150, height: 44 });

test('a picture, a colour and texts in two languages are a template', () => {
  const template = documentTemplate.parse({
    logo: toDataUrl(png),
    color: '#0F5E5C',
    introduction: { en: 'Thank you for your order.', fr: 'Merci de votre commande.' },
    closing: { fr: 'À bientôt.' },
  });
  assert.equal(template.color, '#0f5e5c');
  assert.ok(toLogoBytes(template)?.equals(png));
  assert.equal(toLogoBytes({}), undefined);
});

test('a picture is a PNG or a JPEG that a PDF can have', () => {
  assert.deepEqual(readLogoImage(png), { width: 150, height: 44 });
  assert.deepEqual(readLogoImage(createTestJpegHead(3)), { width: 150, height: 44 });
  assert.deepEqual(readLogoImage(createTestJpegHead(1)), { width: 150, height: 44 });
  const problems: [Buffer, RegExp][] = [
    [createTestPng({ width: 150, height: 44, bits: 16 }), /8 bits/],
    [createTestPng({ width: 150, height: 44, isInterlaced: true }), /interlaced/],
    [createTestPng({ width: 2_001, height: 1 }), /2000 by 2000/],
    [createTestJpegHead(4), /CMYK/],
    [png.subarray(0, 20), /whole PNG/],
    [png.subarray(0, -12), /whole PNG/],
    [damage(png), /whole PNG/],
    [createTestPng({ width: 150, height: 44, rows: 43 }), /whole PNG/],
    [createTestJpegHead(3).subarray(0, 24), /whole JPEG/],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /PNG or a JPEG/],
  ];
  for (const [bytes, expected] of problems) {
    const read = readLogoImage(bytes);
    assert.match('problem' in read ? read.problem : 'no problem', expected);
  }
});

test('a picture that is too large, an address of one and an unreadable colour are refused', () => {
  assert.match(problemOf({ logo: toDataUrl(Buffer.alloc(100_001)) }) ?? '', /at most 100000 bytes/);
  assert.match(problemOf({ logo: 'https://example.com/logo.png' }) ?? '', /data:image/);
  assert.match(problemOf({ color: 'red' }) ?? '', /such as/);
  // By WCAG's own figures: #767676 has 4.54 to 1, #777777 has 4.48.
  assert.equal(problemOf({ color: '#767676' }), undefined);
  assert.match(problemOf({ color: '#777777' }) ?? '', /4.5 to 1/);
  assert.match(problemOf({ introduction: {} }) ?? '', /en, fr or both/);
  assert.match(problemOf({ font: 'Comic Sans' }) ?? '', /font/);
});
