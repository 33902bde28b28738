import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeCii } from '#documents/cii/write-cii.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { writeUbl } from '#documents/ubl/write-ubl.ts';
import { isPaymentMapping } from '../mapping/mapping.ts';
import { makeStatement } from '../statements/testing/make-statement.ts';
import { createMappingChoice } from './choose-mapping.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choose-mapping-'));
});
after(() => rm(folder, { recursive: true }));

test('the content of a file decides about its mapping, whatever its name', async () => {
  const cases: Readonly<Record<string, readonly [content: string | Uint8Array, mapping: string]>> = {
    'cii.csv': [writeCii(sampleInvoice), 'documents'],
    'ubl.txt': [gzipSync(writeUbl(sampleInvoice)), 'documents'],
    'utf-16.pdf': [Buffer.from(`\uFEFF${writeUbl(sampleInvoice)}`, 'utf16le'), 'documents'],
    'pdf.xml': ['%PDF-1.7\n', 'documents'],
    'statement.pdf': [makeStatement([{ amount: '1.00' }]), 'camt053'],
    'rows.xml': ['invoiceNumber,customerName,amount,currency,issuedAt\n', 'facturation'],
    'empty.pdf': ['', 'facturation'],
  };
  const choose = await createMappingChoice({}, []);
  for (const [name, [content, expected]] of Object.entries(cases)) {
    const path = join(folder, name);
    await writeFile(path, content);
    assert.equal((await choose(path)).name, expected, name);
  }
  await mkdir(join(folder, 'documents'));
  assert.equal((await choose(join(folder, 'documents'))).name, 'documents');
});

test('a mapping that is given counts for every file, and --seller only for electronic invoices', async () => {
  const path = join(folder, 'cii.csv');
  const given = await createMappingChoice({ mapping: 'payments' }, []);
  assert.equal((await given(path)).name, 'payments');
  const seller = await (await createMappingChoice({ seller: ['FR11123456782'] }, []))(path);
  assert.deepEqual(isPaymentMapping(seller) ? undefined : seller.sellers, ['FR11123456782']);
  const own = await (await createMappingChoice({}, ['FR11123456782']))(path);
  assert.deepEqual(own, seller);
  await assert.rejects(createMappingChoice({ mapping: 'facturation', seller: ['1'] }, []), {
    code: 'NOT_FOR_DOCUMENTS',
  });
  await assert.rejects(createMappingChoice({ mapping: 'payments', allRows: true }, []), {
    code: 'NOT_FOR_PAYMENTS',
  });
  await assert.rejects((await createMappingChoice({}, []))(join(folder, 'nowhere')), {
    code: 'FILE_UNREADABLE',
  });
});
