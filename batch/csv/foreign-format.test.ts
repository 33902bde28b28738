import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectForeignFormat } from './foreign-format.ts';

const detect = (text: string) => detectForeignFormat(Buffer.from(text, 'latin1'))?.name;
const entry = (name: string) => `PK\x03\x04${'\x14'.repeat(26)}${name}`;

test('a workbook, an archive and a file compressed in another way are detected by their first bytes', () => {
  assert.equal(detect('BZh91AY&SY\x12'), 'a bzip2 file');
  assert.equal(detect('\xfd7zXZ\0\0\x04'), 'an xz file');
  assert.equal(detect(entry('[Content_Types].xml')), 'an Excel workbook (.xlsx)');
  assert.equal(detect(entry('xl/workbook.xml')), 'an Excel workbook (.xlsx)');
  assert.equal(
    detect(entry('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')),
    'an OpenDocument file',
  );
  assert.equal(detect(entry('invoices.csv')), 'a ZIP archive');
  assert.equal(detect('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'an Excel workbook (.xls)');
  assert.equal(detect(`invoices.csv${'\0'.repeat(245)}ustar`), 'a tar archive');
});

test('a text is never taken for one of them', () => {
  for (const text of ['', 'BZh,amount\n', 'PK,amount\n', 'PAR1,amount\n', '%P', '7z,a\n', 'Rar!,a\n']) {
    assert.equal(detect(text), undefined, text);
  }
});
